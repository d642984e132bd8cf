import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';

const PATIENCE_MS = 400;

export interface ProgressBar {
  show(done: number, total: number): void;
  /** Takes the bar off the screen. */
  stop(): void;
}

/**
 * A bar on a terminal, nothing elsewhere.
 * @param patience milliseconds after which it appears: work that is done sooner shows none.
 */
export function createProgressBar(stream: WriteStream, unit: string, patience = PATIENCE_MS): ProgressBar {
  if (!stream.isTTY) return { show: () => undefined, stop: () => undefined };
  const began = performance.now();
  const bar = new SingleBar(
    {
      stream,
      format: `{bar} {percentage} % · {value} of {total} ${unit} · {eta_formatted} left`,
      barsize: 30,
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 100,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total) {
      if (!started && done < total && performance.now() - began >= patience) {
        bar.start(total, done);
        started = true;
      } else if (started) {
        bar.update(done);
      }
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
