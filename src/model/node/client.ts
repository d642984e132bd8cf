/** The analyzer as the editor sees it: everything heavy happens in a worker thread, started on first use. */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { Classified } from '../analyzer';
import type { Attribution, AttributionMethod, Examination, Occluded } from '../trust/types';
import { InputError } from '../types';
import type { AnalyzerService, BackendChoice, EpochsReport, ModelInfo, Neighbour, Report } from '../types';
import { unpackEpochs } from './epochMessages';
import { unpackReports } from './messages';
import type { FromWorker, SentError, Settled, ToWorker, WorkerSettings } from './messages';

export interface AnalyzerClientOptions {
  /** The bundled worker, dist/worker.js. */
  readonly workerPath: string;
  readonly modelFolder: string;
  /** Folder with the kernels' and TensorFlow.js's .wasm binaries: the bundle's. */
  readonly wasmFolder: string;
  /** The extension's global storage, where native TensorFlow may be installed. */
  readonly storage?: string;
  readonly backend: BackendChoice;
  readonly log: (line: string) => void;
}

export interface Classifier {
  /** The classes' probabilities of each text, in their order; see Analyzer.classify. */
  classify(texts: readonly string[]): Promise<Classified[]>;
}

type AnalyzeOptions = NonNullable<Parameters<AnalyzerService['analyze']>[1]>;
type ExamineOptions = NonNullable<Parameters<AnalyzerService['examine']>[1]>;
type OccludeOptions = NonNullable<Parameters<AnalyzerService['occlude']>[2]>;
type EpochsOptions = NonNullable<Parameters<AnalyzerService['epochs']>[1]>;

/** What is kept of a request until its answer is there. */
interface Pending {
  readonly receive: (message: FromWorker) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Starts nothing before the first request. A worker that dies fails its open requests with a clear
 * error, and the next request starts another. An idle worker keeps no process alive.
 */
export function createAnalyzerClient(options: AnalyzerClientOptions): AnalyzerService & Classifier {
  return new AnalyzerClient(options);
}

class AnalyzerClient implements AnalyzerService, Classifier {
  private worker: Worker | null = null;
  private disposed = false;
  /** The thread is to end as soon as nothing is open on it. */
  private resting = false;
  /** And whenever nothing is. */
  private retired = false;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();

  constructor(private readonly options: AnalyzerClientOptions) {}

  info(): Promise<ModelInfo> {
    return this.request(
      (id) => ({ type: 'info', id }),
      (message, settle) => {
        if (message.type === 'info') settle(message.result, (info) => info);
      },
    );
  }

  classify(texts: readonly string[]): Promise<Classified[]> {
    return this.request(
      (id) => ({ type: 'classify', id, texts }),
      (message, settle) => {
        if (message.type === 'classify') settle(message.result, (classified) => classified);
      },
    );
  }

  neighbours(word: string, count: number): Promise<readonly Neighbour[]> {
    return this.request(
      (id) => ({ type: 'neighbours', id, word, count }),
      (message, settle) => {
        if (message.type === 'neighbours') settle(message.result, (neighbours) => neighbours);
      },
    );
  }

  async analyze(text: string, options: AnalyzeOptions = {}): Promise<Report> {
    const [report] = await this.analyzeMany([text], options);
    return report!;
  }

  async analyzeMany(texts: readonly string[], options: AnalyzeOptions = {}): Promise<Report[]> {
    if (texts.length === 0) return [];
    const { maxWords, signal, onProgress, fresh = false } = options;
    return this.cancellable(signal, (cancel) =>
      this.request<Report[]>(
        (id) => ({ type: 'analyze', id, texts, maxWords, fresh, cancel }),
        (message, settle) => {
          if (message.type === 'progress') onProgress?.(message.done, message.total);
          if (message.type === 'analyze') settle(message.result, (packed) => unpackReports(packed, texts));
        },
      ),
    );
  }

  epochs(text: string, { signal, onProgress }: EpochsOptions = {}): Promise<EpochsReport> {
    return this.cancellable(signal, (cancel) =>
      this.request<EpochsReport>(
        (id) => ({ type: 'epochs', id, text, cancel }),
        (message, settle) => {
          if (message.type === 'progress') onProgress?.(message.done, message.total);
          if (message.type === 'epochs') settle(message.result, unpackEpochs);
        },
      ),
    );
  }

  examine(text: string, { occlusion, signal, onProgress }: ExamineOptions = {}): Promise<Examination | null> {
    return this.cancellable(signal, (cancel) =>
      this.request<Examination | null>(
        (id) => ({ type: 'examine', id, text, occlusion, cancel }),
        (message, settle) => {
          if (message.type === 'progress') onProgress?.(message.done, message.total);
          if (message.type === 'examine') settle(message.result, (examination) => examination);
        },
      ),
    );
  }

  attribute(
    text: string,
    method: AttributionMethod,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Attribution | null> {
    return this.cancellable(signal, (cancel) =>
      this.request<Attribution | null>(
        (id) => ({ type: 'attribute', id, text, method, cancel }),
        (message, settle) => {
          if (message.type === 'attribute') settle(message.result, (attribution) => attribution);
        },
      ),
    );
  }

  occlude(
    text: string,
    runs: readonly (readonly [number, number])[],
    { occlusion, signal }: OccludeOptions = {},
  ): Promise<Occluded | null> {
    return this.cancellable(signal, (cancel) =>
      this.request<Occluded | null>(
        (id) => ({ type: 'occlude', id, text, runs, occlusion, cancel }),
        (message, settle) => {
          if (message.type === 'occlude') settle(message.result, (occluded) => occluded);
        },
      ),
    );
  }

  rest(): void {
    this.resting = true;
    this.restIfIdle();
  }

  retire(): void {
    this.retired = true;
    this.restIfIdle();
  }

  dispose(): void {
    this.disposed = true;
    if (this.worker) this.lose(this.worker, 'The analyzer was closed.');
  }

  /** A request with a shared number that says to the worker, while it computes, that nobody waits any longer. */
  private async cancellable<T>(
    signal: AbortSignal | undefined,
    ask: (cancel: Int32Array) => Promise<T>,
  ): Promise<T> {
    const cancel = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const abort = () => void Atomics.store(cancel, 0, 1);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    try {
      return await ask(cancel);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private request<T>(
    build: (id: number) => ToWorker,
    receive: (message: FromWorker, settle: <S>(result: Settled<S>, convert: (ok: S) => T) => void) => void,
  ): Promise<T> {
    if (this.disposed) return Promise.reject(new Error('The analyzer was closed.'));
    this.resting = false;
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      const fail = (error: Error) => {
        this.forget(id);
        reject(error);
      };
      const settle = <S>(result: Settled<S>, convert: (ok: S) => T) => {
        if ('err' in result) return fail(receivedError(result.err));
        this.forget(id);
        resolve(convert(result.ok));
      };
      this.worker ??= this.start();
      this.worker.postMessage(build(id));
      this.worker.ref();
      this.pending.set(id, { fail, receive: (message) => receive(message, settle) });
    });
  }

  private forget(id: number): void {
    this.pending.delete(id);
    if (this.pending.size === 0) this.worker?.unref();
    // Whoever got the answer may have the next question at once.
    if (this.retired) setImmediate(() => this.restIfIdle());
    else this.restIfIdle();
  }

  private restIfIdle(): void {
    if (!(this.resting || this.retired) || this.pending.size > 0) return;
    this.resting = false;
    const { worker } = this;
    this.worker = null;
    void worker?.terminate();
  }

  private start(): Worker {
    const { workerPath, modelFolder, wasmFolder, storage, backend, log } = this.options;
    const workerData: WorkerSettings = { modelFolder, wasmFolder, storage, backend };
    // The C++ library reads the process's environment, which a worker's own copy never reaches. The
    // host's own Node flags are none of the worker's business.
    const worker = new Worker(workerPath, { workerData, env: SHARE_ENV, execArgv: [] });
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'log') log(message.line);
      else this.deliver(message.id, message);
    });
    worker.on('messageerror', (error) =>
      this.lose(worker, `The analysis sent something unreadable: ${error.message}`),
    );
    worker.on('error', (error) =>
      this.lose(worker, `The analysis stopped with an error: ${describe(error)}`),
    );
    worker.on('exit', (code) => this.lose(worker, `The analysis stopped unexpectedly (exit code ${code}).`));
    return worker;
  }

  /** A progress callback that throws fails its own request and nothing else. */
  private deliver(id: number, message: FromWorker): void {
    const pending = this.pending.get(id);
    try {
      pending?.receive(message);
    } catch (error) {
      pending?.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Ends a worker and fails what was open on it; later calls for the same worker do nothing. */
  private lose(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    void worker.terminate();
    if (!this.disposed) this.options.log(reason);
    for (const { fail } of [...this.pending.values()]) fail(new Error(reason));
  }
}

function receivedError(sent: SentError): Error {
  if (sent.input) return new InputError(sent.message);
  const error = new Error(sent.message);
  if (sent.stack) error.stack = sent.stack;
  return error;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
