/** Answers a client's requests: loads engine and model on the first one. What files are read from is injected. */
import { Analyzer } from '../analyzer';
import type { OpenedEngine } from '../engines/choose';
import type { Engine } from '../engines/engine';
import { EpochReader } from '../epochs';
import type { AnyModel } from '../load';
import { Examiner, type Attributor } from '../trust/examiner';
import type { Examination } from '../trust/types';
import { epochsTransferList, packEpochs, type PackedEpochs } from './epochMessages';
import { packReports, settle, transferList } from './messages';
import type { Cancellable, FromWorker, PackedReports, ToWorker } from './messages';

/** Milliseconds between two progress messages of one request. */
const PROGRESS_EVERY = 50;

type Log = (line: string) => void;

export interface ServerParts {
  loadModel(): Promise<AnyModel>;
  /** The network of an epoch of the model's training. */
  loadEpoch(model: AnyModel, epoch: number): Promise<AnyModel>;
  openEngine(model: AnyModel, log: Log): Promise<OpenedEngine>;
  openAttributor(model: AnyModel, engine: Engine): Promise<Attributor>;
  send(message: FromWorker, transfer?: ArrayBuffer[]): void;
}

/** What serves requests: the model, and once somebody asked for them the networks of its epochs. */
interface Opened {
  readonly analyzer: Analyzer;
  readonly epochs: EpochReader;
  readonly examiner: Examiner;
}

type Request = Exclude<ToWorker, { type: 'cancel' | 'file' }>;

export class AnalyzerServer {
  private loading: Promise<Opened> | null = null;
  /** Requests under way, and whether somebody still waits for them. */
  private readonly waitedFor = new Map<number, boolean>();

  constructor(private readonly parts: ServerParts) {}

  /** Never rejects: what fails is told as the request's answer. */
  async hear(request: Request | Extract<ToWorker, { type: 'cancel' }>): Promise<void> {
    const { id, type } = request;
    if (type === 'cancel') {
      if (this.waitedFor.has(id)) this.waitedFor.set(id, false);
      return;
    }
    this.waitedFor.set(id, true);
    try {
      await this.answer(request);
    } finally {
      this.waitedFor.delete(id);
    }
  }

  /** One load serves all requests; a failed one is forgotten, so that the next request tries again. */
  private opened(): Promise<Opened> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  private async analyzer(): Promise<Analyzer> {
    return (await this.opened()).analyzer;
  }

  private async load(): Promise<Opened> {
    const { parts } = this;
    const log = (line: string) => parts.send({ type: 'log', line });
    const started = performance.now();
    const model = await parts.loadModel();
    log(`Model ${model.manifest.name} loaded in ${(performance.now() - started).toFixed(0)} ms`);
    const { engine, analyzer } = await this.open(model, log);
    return {
      analyzer,
      examiner: new Examiner(model, engine, analyzer, () => parts.openAttributor(model, engine)),
      epochs: new EpochReader(model, async (epoch) => {
        const network = await parts.loadEpoch(model, epoch);
        // The engine is the model's own kind, of which the log knows already.
        return (await this.open(network, () => undefined, 1)).analyzer;
      }),
    };
  }

  private async open(model: AnyModel, log: Log, remembered?: number) {
    const { engine, passedOver } = await this.parts.openEngine(model, log);
    return { engine, analyzer: new Analyzer(model, engine, passedOver, remembered) };
  }

  private async answer(request: Request): Promise<void> {
    const { id, type } = request;
    const { send } = this.parts;
    switch (type) {
      case 'info':
        return send({ type, id, result: await settle(async () => (await this.analyzer()).info) });
      case 'classify': {
        const classify = async () => (await this.analyzer()).classify(request.texts);
        return send({ type, id, result: await settle(classify) });
      }
      case 'epochs': {
        const result = await settle(() => this.epochs(request));
        return send({ type, id, result }, 'ok' in result ? epochsTransferList(result.ok) : []);
      }
      case 'neighbours': {
        const { word, count } = request;
        const neighbours = async () => (await this.analyzer()).neighbours(word, count);
        return send({ type, id, result: await settle(neighbours) });
      }
      case 'examine':
        return send({ type, id, result: await settle(() => this.examine(request)) });
      case 'attribute': {
        const { text, method } = request;
        const cancelled = this.cancelledOf(request);
        const attribute = async () => (await this.opened()).examiner.attribute(text, method, { cancelled });
        return send({ type, id, result: await settle(attribute) });
      }
      case 'occlude': {
        const { text, runs, occlusion } = request;
        const cancelled = this.cancelledOf(request);
        const occlude = async () =>
          (await this.opened()).examiner.occlude(text, runs, { occlusion, cancelled });
        return send({ type, id, result: await settle(occlude) });
      }
      case 'analyze': {
        const result = await settle(() => this.analyze(request));
        return send({ type, id, result }, 'ok' in result ? transferList(result.ok) : []);
      }
      default:
        return type satisfies never;
    }
  }

  private async analyze(request: Extract<Request, { type: 'analyze' }>): Promise<PackedReports> {
    const { id, texts, maxWords, fresh } = request;
    const onProgress = this.progressOf(id);
    const cancelled = this.cancelledOf(request);
    const reports = await (
      await this.analyzer()
    ).analyzeMany(texts, { cancelled, onProgress, fresh, ...(maxWords === undefined ? {} : { maxWords }) });
    return packReports(reports);
  }

  private async examine(request: Extract<Request, { type: 'examine' }>): Promise<Examination | null> {
    const { id, text, occlusion } = request;
    const { examiner } = await this.opened();
    const cancelled = this.cancelledOf(request);
    return examiner.examine(text, { occlusion, cancelled, onProgress: this.progressOf(id) });
  }

  private async epochs(request: Extract<Request, { type: 'epochs' }>): Promise<PackedEpochs> {
    const { id, text } = request;
    const report = await (
      await this.opened()
    ).epochs.read(text, {
      cancelled: this.cancelledOf(request),
      onProgress: (done, total) => this.parts.send({ type: 'progress', id, done, total }),
    });
    return packEpochs(report);
  }

  private cancelledOf({ id, cancel }: Cancellable): () => boolean {
    return () => (cancel !== null && Atomics.load(cancel, 0) !== 0) || this.waitedFor.get(id) === false;
  }

  /** Sends progress now and then. */
  private progressOf(id: number): (done: number, total: number) => void {
    let last = -Infinity;
    return (done, total) => {
      const now = performance.now();
      if (done < total && now - last < PROGRESS_EVERY) return;
      last = now;
      this.parts.send({ type: 'progress', id, done, total });
    };
  }
}
