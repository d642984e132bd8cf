/** Giving others in the same thread their turn. */

/**
 * Resolves once what waits in the event loop, messages among it, has been heard. Where there is `setImmediate` that costs
 * microseconds; a timer, of at least a millisecond, serves where there is none.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve);
  });
}
