/**
 * Reads a text again and again while it is written: soon after an edit, one request at a time, and only what has not been
 * read before. Pure but for what it is given.
 */
import type { Reading, Source, SourceReading } from '../../editor/reading';

/** Longest wait after an edit, ms; where the last pass was quick it is shorter. */
const LONGEST_WAIT = 30;
/** A request that is older than this when the text changes is ended: what it reads is hardly worth waiting for. */
const PATIENCE = 60;
/** A pass above this, ms, is felt as a delay; so many of them one after the other are more than the machine holds. */
export const SLOW = 600;
export const SLOW_PASSES = 5;
/** Texts that are remembered beside those that stand now, for undo. */
const REMEMBERED = 40;
/** Characters that a word takes at least, on the average of any longer text: above it there is no need to count. */
const CHARACTERS_PER_WORD = 8;

/** Why it cannot go on: more words than one request may have, or too slow on this machine. */
export type Reason = 'words' | 'slow';

/** What one pass gave. */
export interface Pass {
  readonly sources: readonly Source[];
  readonly readingOf: (text: string) => SourceReading | undefined;
  readonly facts: Omit<Reading, 'sources' | 'cancelled'>;
  /** From the beginning of the pass, ms. */
  readonly ms: number;
}

export interface Surroundings {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Runs something later; what comes back takes it back. */
  after(ms: number, run: () => void): () => void;
  /** Characters of the whole text, for nothing. */
  length(): number;
  /** The texts to be read as they stand now. */
  sources(): readonly Source[];
  maxWords(): number;
  read(sources: readonly Source[], signal: AbortSignal): Promise<Reading>;
  show(pass: Pass): void;
  /** It has ended itself. */
  onStop(reason: Reason): void;
  /** The service failed, and with it this has ended. */
  onFail(error: unknown): void;
}

export class Follower {
  private readonly readings = new Map<string, SourceReading>();
  private facts: Pass['facts'] | null = null;
  private dirty = false;
  private paused = false;
  private ended = false;
  private waiting: (() => void) | null = null;
  private running: { readonly abort: AbortController; readonly since: number } | null = null;
  private aborting: (() => void) | null = null;
  private lastMs = 0;
  private slow = 0;
  /** The next pass reads everything: how long it takes says nothing of those to come. */
  private first = true;

  constructor(private readonly around: Surroundings) {}

  /** The text, or what of it is to be read, has changed. */
  changed(): void {
    if (this.ended) return;
    this.dirty = true;
    if (this.running) this.outdate(this.running);
    else this.schedule();
  }

  /** Nobody looks: what changes is read once somebody does. */
  pause(): void {
    this.paused = true;
    this.waiting?.();
    this.waiting = null;
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    if (this.dirty && !this.running) this.schedule();
  }

  /** Another model: nothing that was read holds any longer. */
  renew(): void {
    this.readings.clear();
    this.facts = null;
    this.first = true;
    this.slow = 0;
    this.running?.abort.abort();
    this.changed();
  }

  dispose(): void {
    this.ended = true;
    this.waiting?.();
    this.aborting?.();
    this.running?.abort.abort();
  }

  private schedule(): void {
    if (this.paused || this.waiting) return;
    this.waiting = this.around.after(Math.min(LONGEST_WAIT, this.lastMs / 2), () => {
      this.waiting = null;
      void this.pass();
    });
  }

  private outdate({ abort, since }: NonNullable<Follower['running']>): void {
    const left = PATIENCE - (this.around.now() - since);
    if (left <= 0) abort.abort();
    else this.aborting ??= this.around.after(left, () => abort.abort());
  }

  private async pass(): Promise<void> {
    const { around } = this;
    this.dirty = false;
    if (around.length() > around.maxWords() * CHARACTERS_PER_WORD) return this.stop('words');
    const since = around.now();
    const sources = around.sources();
    const missing = this.missing(sources);
    if (missing.length > 0 || !this.facts) {
      const abort = new AbortController();
      this.running = { abort, since };
      try {
        await this.read(missing, abort.signal);
      } catch (error) {
        if (this.ended || abort.signal.aborted) return this.ended ? undefined : this.next(since);
        this.dispose();
        return around.onFail(error);
      } finally {
        this.running = null;
        this.aborting?.();
        this.aborting = null;
      }
      if (this.ended) return;
    }
    if (this.dirty || this.missing(sources).length > 0) return this.next(since);
    this.shown(sources, since);
  }

  /** Each text once, however often it stands there. */
  private missing(sources: readonly Source[]): Source[] {
    const once = new Map(sources.map((source) => [source.text, source]));
    return [...once.values()].filter(({ text }) => !this.readings.has(text));
  }

  private async read(missing: readonly Source[], signal: AbortSignal): Promise<void> {
    const reading = await this.around.read(missing, signal);
    this.facts = reading;
    reading.sources.forEach((read, i) => {
      // Of a request that was ended, only what is whole is worth keeping.
      const whole = !reading.cancelled || (read.unread.length === 0 && read.analyses.length > 0);
      if (whole) this.readings.set(missing[i]!.text, read);
    });
  }

  /** The text has changed while it was read. */
  private next(since: number): void {
    this.dirty = true;
    this.took(this.around.now() - since);
    if (!this.ended) this.schedule();
  }

  private shown(sources: readonly Source[], since: number): void {
    const words = wordsOf(sources, this.readings);
    if (words > this.around.maxWords()) return this.stop('words');
    const readingOf = (text: string) => this.readings.get(text);
    this.around.show({ sources, readingOf, facts: this.facts!, ms: this.around.now() - since });
    this.forget(sources);
    this.took(this.around.now() - since);
    this.first = false;
  }

  private took(ms: number): void {
    this.lastMs = ms;
    if (this.first) return;
    this.slow = ms > SLOW ? this.slow + 1 : 0;
    if (this.slow >= SLOW_PASSES) this.stop('slow');
  }

  private stop(reason: Reason): void {
    this.dispose();
    this.around.onStop(reason);
  }

  /** Keeps what stands now and a little of what stood before. */
  private forget(sources: readonly Source[]): void {
    const standing = new Set(sources.map(({ text }) => text));
    let spare = this.readings.size - standing.size - REMEMBERED;
    for (const text of this.readings.keys()) {
      if (spare <= 0) return;
      if (standing.has(text)) continue;
      this.readings.delete(text);
      spare--;
    }
  }
}

/** Words of the texts that were read, and one more where some were left out because there were too many. */
function wordsOf(sources: readonly Source[], readings: ReadonlyMap<string, SourceReading>): number {
  let words = 0;
  for (const { text } of sources) {
    const { analyses, unread, cutAfter } = readings.get(text)!;
    if (unread.length > 0 && cutAfter === undefined) return Infinity;
    for (const { tokens } of analyses) words += tokens.length;
  }
  return words;
}
