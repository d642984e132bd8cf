/** One program of the installation: what it has done so far is told while it runs, and it is ended when it hangs. */
import { Cancelled, failureOf, fileFailure, NativeFailure, type Step } from './failures';
import type { Ended, Run, RunOptions } from './processes';

export interface Pace {
  /** How often folders are looked at, ms. */
  readonly poll: number;
  /** A program that neither writes nor downloads anything for so long is ended, ms. */
  readonly stall: number;
}

export interface Watched {
  readonly step: Step;
  readonly command: string;
  readonly args: readonly string[];
  readonly options: Omit<RunOptions, 'signal'>;
  /** Bytes on disk by which a download is seen to go on. */
  readonly measure?: () => Promise<number>;
  readonly onBytes?: (bytes: number) => void;
}

/** Settles once it succeeded. @throws NativeFailure, or Cancelled when the signal ended it */
export async function runWatched(run: Run, watched: Watched, pace: Pace, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new Cancelled();
  const { step, command, args, options, measure, onBytes } = watched;
  const end = new AbortController();
  const onAbort = () => end.abort();
  signal.addEventListener('abort', onAbort);
  let [heard, bytes, stalled] = [Date.now(), 0, false];
  const timer = setInterval(() => {
    void measure?.().then((now) => {
      if (now === bytes) return;
      [bytes, heard] = [now, Date.now()];
      onBytes?.(bytes);
    });
    if (Date.now() - heard < pace.stall) return;
    stalled = true;
    end.abort();
  }, pace.poll);
  try {
    const onLine = (line: string) => {
      heard = Date.now();
      options.onLine?.(line);
    };
    const ended = await run(command, args, { ...options, onLine, signal: end.signal });
    if (signal.aborted) throw new Cancelled();
    if (stalled) throw new NativeFailure('stalled', command);
    if (ended.code !== 0) throw endedBadly(step, ended);
  } catch (error) {
    throw error instanceof Cancelled ? error : fileFailure(error);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function endedBadly(step: Step, { code, signal, output }: Ended): NativeFailure {
  // A native library that does not fit the processor or this Node ends its process without a word.
  const crashed = signal ?? (code !== null && code > 128 ? `code ${code}` : null);
  if (step === 'check' && crashed) return new NativeFailure('crash', crashed);
  return failureOf(step, output);
}
