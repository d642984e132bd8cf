/** Giving others in the same thread their turn, and waiting: by what Node and browsers both have. */

/** What is used of a browser's ports, which Node's types have otherwise. */
interface BrowserPort {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/**
 * Runs something once what waits in the event loop, messages among it, has been heard. Where there is `setImmediate` that
 * costs microseconds; elsewhere a message to oneself does, where a timer would take milliseconds.
 */
export function soon(run: () => void): void {
  if (typeof setImmediate === 'function') {
    setImmediate(run);
    return;
  }
  const { port1, port2 } = new MessageChannel() as unknown as { port1: BrowserPort; port2: BrowserPort };
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(null);
}

/** Resolves once others have had their turn. */
export function breathe(): Promise<void> {
  return new Promise(soon);
}

export interface SleepOptions {
  /** Ends the wait with an error of the name `AbortError`. */
  readonly signal?: AbortSignal;
  /** Where false, a process may end before the time is over. */
  readonly hold?: boolean;
}

/** @param ms to wait */
export function sleep(ms: number, { signal, hold = true }: SleepOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(aborted());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (!hold) (timer as { unref?(): void }).unref?.();
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

function aborted(): Error {
  const error = new Error('The wait was ended.');
  error.name = 'AbortError';
  return error;
}
