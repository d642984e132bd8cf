/** The worker thread's entry: loads backend and model on the first request, then answers requests. */
import { parentPort, workerData } from 'node:worker_threads';
import { Analyzer } from '../analyzer';
import { EpochReader } from '../epochs';
import type { AnyModel } from '../load';
import { Examiner } from '../trust/examiner';
import type { Examination } from '../trust/types';
import { InputError } from '../types';
import { openAttributor } from './attributor';
import { openEngine } from './engines';
import { epochsTransferList, packEpochs, type PackedEpochs } from './epochMessages';
import { loadEpoch, loadModelFolder } from './files';
import { packReports, transferList } from './messages';
import type { FromWorker, PackedReports, SentError, Settled, ToWorker, WorkerSettings } from './messages';

/** Milliseconds between two progress messages of one request. */
const PROGRESS_EVERY = 50;

const settings = workerData as WorkerSettings;
/** What serves requests: the model, and once somebody asked for them the networks of its epochs. */
interface Opened {
  readonly analyzer: Analyzer;
  readonly epochs: EpochReader;
  readonly examiner: Examiner;
}

let loading: Promise<Opened> | null = null;

/** One load serves all requests; a failed one is forgotten, so that the next request tries again. */
function opened(): Promise<Opened> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

const analyzer = async () => (await opened()).analyzer;

async function load(): Promise<Opened> {
  const started = performance.now();
  const model = await loadModelFolder(settings.modelFolder);
  log(`Model ${model.manifest.name} loaded in ${(performance.now() - started).toFixed(0)} ms`);
  const { engine, analyzer } = await open(model, log);
  return {
    analyzer,
    examiner: new Examiner(model, engine, analyzer, () => openAttributor(model, engine, settings.wasmFolder)),
    epochs: new EpochReader(model, async (epoch) => {
      const network = await loadEpoch(settings.modelFolder, model, epoch);
      // The engine is the model's own kind, of which the log knows already.
      return (await open(network, () => undefined, 1)).analyzer;
    }),
  };
}

async function open(model: AnyModel, log: (line: string) => void, remembered?: number) {
  const { backend: prefer, wasmFolder, storage } = settings;
  const { engine, passedOver } = await openEngine(model, { prefer, bundleFolder: wasmFolder, storage, log });
  return { engine, analyzer: new Analyzer(model, engine, passedOver, remembered) };
}

async function answer(request: ToWorker): Promise<void> {
  const { id, type } = request;
  switch (type) {
    case 'info':
      return send({ type, id, result: await settle(async () => (await analyzer()).info) });
    case 'classify':
      return send({ type, id, result: await settle(async () => (await analyzer()).classify(request.texts)) });
    case 'epochs': {
      const result = await settle(() => epochs(request));
      return send({ type, id, result }, 'ok' in result ? epochsTransferList(result.ok) : []);
    }
    case 'neighbours': {
      const { word, count } = request;
      return send({ type, id, result: await settle(async () => (await analyzer()).neighbours(word, count)) });
    }
    case 'examine':
      return send({ type, id, result: await settle(() => examine(request)) });
    case 'attribute': {
      const { text, method, cancel } = request;
      const attribute = async () =>
        (await opened()).examiner.attribute(text, method, { cancelled: () => isSet(cancel) });
      return send({ type, id, result: await settle(attribute) });
    }
    case 'occlude': {
      const { text, runs, occlusion, cancel } = request;
      const occlude = async () =>
        (await opened()).examiner.occlude(text, runs, { occlusion, cancelled: () => isSet(cancel) });
      return send({ type, id, result: await settle(occlude) });
    }
    case 'analyze': {
      const result = await settle(() => analyze(request));
      return send({ type, id, result }, 'ok' in result ? transferList(result.ok) : []);
    }
    default:
      return type satisfies never;
  }
}

async function analyze(request: Extract<ToWorker, { type: 'analyze' }>): Promise<PackedReports> {
  const { id, texts, maxWords, fresh, cancel } = request;
  const onProgress = progressOf(id);
  const cancelled = () => isSet(cancel);
  const reports = await (
    await analyzer()
  ).analyzeMany(texts, { cancelled, onProgress, fresh, ...(maxWords === undefined ? {} : { maxWords }) });
  return packReports(reports);
}

async function examine(request: Extract<ToWorker, { type: 'examine' }>): Promise<Examination | null> {
  const { id, text, occlusion, cancel } = request;
  const { examiner } = await opened();
  const cancelled = () => isSet(cancel);
  return examiner.examine(text, { occlusion, cancelled, onProgress: progressOf(id) });
}

function isSet(cancel: Int32Array): boolean {
  return Atomics.load(cancel, 0) !== 0;
}

/** Sends progress now and then. */
function progressOf(id: number): (done: number, total: number) => void {
  let last = -Infinity;
  return (done, total) => {
    const now = performance.now();
    if (done < total && now - last < PROGRESS_EVERY) return;
    last = now;
    send({ type: 'progress', id, done, total });
  };
}

async function epochs(request: Extract<ToWorker, { type: 'epochs' }>): Promise<PackedEpochs> {
  const { id, text, cancel } = request;
  const report = await (
    await opened()
  ).epochs.read(text, {
    cancelled: () => isSet(cancel),
    onProgress: (done, total) => send({ type: 'progress', id, done, total }),
  });
  return packEpochs(report);
}

async function settle<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: await work() };
  } catch (error) {
    return { err: sentError(error) };
  }
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { input: false, message: String(error), stack: undefined };
  return { input: error instanceof InputError, message: error.message, stack: error.stack };
}

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function log(line: string): void {
  send({ type: 'log', line });
}

// What libraries print belongs in the log. Reading these streams in the client instead would keep its process alive.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    log(`worker: ${(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()).trimEnd()}`);
    const written = rest.at(-1);
    if (typeof written === 'function') written();
    return true;
  };
}

parentPort?.on('message', (request: ToWorker) => void answer(request));
