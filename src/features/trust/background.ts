/** One piece of work at a time in the background: the latest wins, and what came of it is remembered. Pure. */
import { sleep } from '../../pause';
import { Memory } from './memory';

/** How it stands with what was asked for last. */
export interface Standing {
  readonly key: string;
  readonly done: number;
  readonly total: number;
  /** Why there is no result; null while it is under way. */
  readonly error: unknown;
}

/** @returns null where it was cancelled */
export type Work<T> = (
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
) => Promise<T | null>;

export class Background<T> {
  private readonly memory: Memory<T>;
  private running: AbortController | null = null;
  private current: Standing | null = null;

  /**
   * @param changed told of progress, results and failures, never within a call
   * @param most so many results are kept
   */
  constructor(
    private readonly changed: (key: string) => void,
    most: number,
  ) {
    this.memory = new Memory(most);
  }

  known(key: string): T | undefined {
    return this.memory.get(key);
  }

  /** Of this work, if it is what was asked for last and has no result. */
  standing(key: string): Standing | null {
    return this.current?.key === key ? this.current : null;
  }

  /**
   * Does this and nothing else, unless it is known, under way, or has failed.
   * @param quietMs to wait before it begins
   */
  want(key: string, quietMs: number, work: Work<T>): void {
    if (this.current?.key === key) return;
    this.stop();
    if (this.memory.get(key) !== undefined) return;
    const running = new AbortController();
    this.running = running;
    this.current = { key, done: 0, total: 0, error: null };
    void this.run(key, quietMs, work, running.signal);
  }

  /** Ends what is under way, and lets what has failed be tried again. */
  stop(): void {
    this.running?.abort();
    this.running = this.current = null;
  }

  private async run(key: string, quietMs: number, work: Work<T>, signal: AbortSignal): Promise<void> {
    const say = (standing: Standing | null) => {
      if (signal.aborted) return;
      this.current = standing;
      this.changed(key);
    };
    try {
      // Also without a wait: nobody is told of anything within the call that asked for it.
      await sleep(quietMs, { signal });
      const result = await work(signal, (done, total) => say({ key, done, total, error: null }));
      if (result === null || signal.aborted) return;
      this.memory.set(key, result);
      this.running = null;
      say(null);
    } catch (error) {
      say({ key, done: 0, total: 0, error });
    }
  }
}
