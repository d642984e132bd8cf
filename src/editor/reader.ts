/** Runs one request at a time on the service of the settings' model; the latest request wins. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Config } from '../config';
import type { ServicePool } from '../services';
import { entryOf } from './entries';
import { placeOf } from './places';
import { withLateProgress } from './progress';
import { readSources, type Source } from './reading';
import type { AnalysisStore, Entry } from './store';
import { sliceOf, type DocumentTracker } from './tracker';

export interface Outcome {
  /** Null when no unit came out of it. */
  readonly entry: Entry | null;
  readonly cancelled: boolean;
  /** Some of the text was edited while it was being read, and is left out. */
  readonly edited: boolean;
}

export class Reader {
  private running: AbortController | null = null;

  constructor(
    private readonly store: AnalysisStore,
    private readonly tracker: DocumentTracker,
    private readonly services: ServicePool,
  ) {}

  /**
   * Reads the texts of a document. Null when a later request, or `abandon`, took its place meanwhile.
   * Rejects when the service fails; the next call then starts another.
   * @param onLate called when it takes long enough that a person would wonder
   */
  async read(
    document: vscode.TextDocument,
    sources: readonly Source[],
    config: Config,
    onLate: () => void,
  ): Promise<Outcome | null> {
    this.abandon();
    const abort = new AbortController();
    this.running = abort;
    const latest = () => this.running === abort;
    const uri = document.uri.toString();
    const startedAt = performance.now();
    this.tracker.remember(document);
    const followed = sources.map(({ text, start }) =>
      this.store.follow(uri, { start, end: start + text.length }),
    );
    const service = this.services.of(config);
    try {
      const first = sources[0]?.start ?? 0;
      const title = t('Reading {0}', placeOf(document, { start: first, end: first }));
      const { maxWords } = config;
      const events = { onCancel: () => abort.abort(), onLate: () => latest() && onLate() };
      const reading = await withLateProgress(title, events, (onProgress) =>
        readSources(service, sources, { maxWords, signal: abort.signal, onProgress }),
      );
      if (!latest()) return null;
      const ms = performance.now() - startedAt;
      const result = { uri, sources, followed, reading, ms, maxWords };
      const entry = document.isClosed ? null : entryOf(result, sliceOf(document), this.store.nextId);
      return { entry, cancelled: abort.signal.aborted, edited: followed.some(({ span }) => !span) };
    } catch (error) {
      if (!latest()) return null;
      this.services.drop(service);
      throw error;
    } finally {
      for (const tracked of followed) tracked.release();
      if (latest()) this.running = null;
    }
  }

  /** Stops reading; what was read so far is the outcome. */
  cancel(): void {
    this.running?.abort();
  }

  /** Stops reading; there is no outcome. */
  abandon(): void {
    this.cancel();
    this.running = null;
  }

  dispose(): void {
    this.abandon();
  }
}
