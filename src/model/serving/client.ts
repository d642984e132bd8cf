/** The analyzer as the editor sees it: everything heavy happens elsewhere, mostly in a thread, started on first use. */
import { soon } from '../../pause';
import type { Classified } from '../analyzer';
import type { Attribution, AttributionMethod, Examination, Occluded } from '../trust/types';
import type { AnalyzerService, EpochsReport, ModelInfo, Neighbour, Report } from '../types';
import { unpackEpochs } from './epochMessages';
import { receivedError, settle, unpackReports } from './messages';
import type { Cancellable, FileSource, FromWorker, Settled, ToWorker } from './messages';

/** What serves requests, whatever it is made of. */
export interface Thread {
  post(message: ToWorker): void;
  /** Whether something is open on it; a process need not go on for one that is idle. */
  busy(busy: boolean): void;
  end(): void;
}

export interface ThreadEvents {
  onMessage(message: FromWorker): void;
  /** It answers nothing any longer. */
  onLost(reason: string): void;
}

export interface ClientParts {
  /** Calls none of the events before it has returned. */
  start(events: ThreadEvents): Thread;
  /** Whether the thread sees memory that is shared with it. */
  readonly sharesMemory: boolean;
  /** For a thread that cannot read files itself. */
  readonly readFile?: (source: FileSource, name: string, most: number) => Promise<Uint8Array>;
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
 * Starts nothing before the first request. A thread that is lost fails its open requests with a clear
 * error, and the next request starts another.
 */
export class AnalyzerClient implements AnalyzerService, Classifier {
  private thread: Thread | null = null;
  private disposed = false;
  /** The thread is to end as soon as nothing is open on it. */
  private resting = false;
  /** And whenever nothing is. */
  private retired = false;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();

  constructor(private readonly parts: ClientParts) {}

  info(): Promise<ModelInfo> {
    return this.request({ type: 'info', id: this.nextId++ }, (message, settle) => {
      if (message.type === 'info') settle(message.result, (info) => info);
    });
  }

  classify(texts: readonly string[]): Promise<Classified[]> {
    return this.request({ type: 'classify', id: this.nextId++, texts }, (message, settle) => {
      if (message.type === 'classify') settle(message.result, (classified) => classified);
    });
  }

  neighbours(word: string, count: number): Promise<readonly Neighbour[]> {
    return this.request({ type: 'neighbours', id: this.nextId++, word, count }, (message, settle) => {
      if (message.type === 'neighbours') settle(message.result, (neighbours) => neighbours);
    });
  }

  async analyze(text: string, options: AnalyzeOptions = {}): Promise<Report> {
    const [report] = await this.analyzeMany([text], options);
    return report!;
  }

  async analyzeMany(texts: readonly string[], options: AnalyzeOptions = {}): Promise<Report[]> {
    if (texts.length === 0) return [];
    const { maxWords, signal, onProgress, fresh = false } = options;
    return this.cancellable(signal, (cancellable) =>
      this.request<Report[]>(
        { type: 'analyze', texts, maxWords, fresh, ...cancellable },
        (message, settle) => {
          if (message.type === 'progress') onProgress?.(message.done, message.total);
          if (message.type === 'analyze') settle(message.result, (packed) => unpackReports(packed, texts));
        },
      ),
    );
  }

  epochs(text: string, { signal, onProgress }: EpochsOptions = {}): Promise<EpochsReport> {
    return this.cancellable(signal, (cancellable) =>
      this.request<EpochsReport>({ type: 'epochs', text, ...cancellable }, (message, settle) => {
        if (message.type === 'progress') onProgress?.(message.done, message.total);
        if (message.type === 'epochs') settle(message.result, unpackEpochs);
      }),
    );
  }

  examine(text: string, { occlusion, signal, onProgress }: ExamineOptions = {}): Promise<Examination | null> {
    return this.cancellable(signal, (cancellable) =>
      this.request<Examination | null>(
        { type: 'examine', text, occlusion, ...cancellable },
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
    return this.cancellable(signal, (cancellable) =>
      this.request<Attribution | null>(
        { type: 'attribute', text, method, ...cancellable },
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
    return this.cancellable(signal, (cancellable) =>
      this.request<Occluded | null>(
        { type: 'occlude', text, runs, occlusion, ...cancellable },
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
    if (this.thread) this.lose(this.thread, 'The analyzer was closed.');
  }

  /** A request of which the worker can be told, also while it computes, that nobody waits any longer. */
  private async cancellable<T>(
    signal: AbortSignal | undefined,
    ask: (cancellable: Cancellable) => Promise<T>,
  ): Promise<T> {
    const id = this.nextId++;
    const cancel = this.parts.sharesMemory ? new Int32Array(new SharedArrayBuffer(4)) : null;
    const abort = () => {
      if (cancel) Atomics.store(cancel, 0, 1);
      else if (this.pending.has(id)) this.thread?.post({ type: 'cancel', id });
    };
    if (signal?.aborted) abort();
    const asked = ask({ id, cancel });
    // A message can only follow what it is about.
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    try {
      return await asked;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private request<T>(
    message: ToWorker,
    receive: (message: FromWorker, settle: <S>(result: Settled<S>, convert: (ok: S) => T) => void) => void,
  ): Promise<T> {
    if (this.disposed) return Promise.reject(new Error('The analyzer was closed.'));
    this.resting = false;
    const { id } = message;
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
      this.thread ??= this.start();
      this.thread.post(message);
      this.thread.busy(true);
      this.pending.set(id, { fail, receive: (message) => receive(message, settle) });
    });
  }

  private forget(id: number): void {
    this.pending.delete(id);
    if (this.pending.size === 0) this.thread?.busy(false);
    // Whoever got the answer may have the next question at once.
    if (this.retired) soon(() => this.restIfIdle());
    else this.restIfIdle();
  }

  private restIfIdle(): void {
    if (!(this.resting || this.retired) || this.pending.size > 0) return;
    this.resting = false;
    const { thread } = this;
    this.thread = null;
    thread?.end();
  }

  private start(): Thread {
    const thread = this.parts.start({
      onMessage: (message) => this.hear(thread, message),
      onLost: (reason) => this.lose(thread, reason),
    });
    return thread;
  }

  private hear(thread: Thread, message: FromWorker): void {
    if (message.type === 'log') this.parts.log(message.line);
    else if (message.type === 'read') void this.readFor(thread, message);
    else this.deliver(message.id, message);
  }

  private async readFor(
    thread: Thread,
    { id, source, name, most }: Extract<FromWorker, { type: 'read' }>,
  ): Promise<void> {
    const { readFile } = this.parts;
    const result = await settle(async () => {
      if (!readFile) throw new Error(`Nobody reads ${name} here.`);
      return readFile(source, name, most);
    });
    if (this.thread === thread) thread.post({ type: 'file', id, result });
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

  /** Ends a thread and fails what was open on it; later calls for the same thread do nothing. */
  private lose(thread: Thread, reason: string): void {
    if (this.thread !== thread) return;
    this.thread = null;
    thread.end();
    if (!this.disposed) this.parts.log(reason);
    for (const { fail } of [...this.pending.values()]) fail(new Error(reason));
  }
}
