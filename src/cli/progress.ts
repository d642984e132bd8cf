import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';

/** Work that is done sooner than this shows no bar. */
const PATIENCE_MS = 400;

export interface ProgressBar {
  show(done: number, total: number): void;
  /** Takes the bar off the screen. */
  stop(): void;
}

/** A bar on a terminal, nothing elsewhere; it appears only when the work takes a while. */
export function createProgressBar(stream: WriteStream, unit: string): ProgressBar {
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
      if (!started && done < total && performance.now() - began > PATIENCE_MS) {
        bar.start(total, done);
        started = true;
      } else if (started) {
        bar.update(done);
      }
    },
    stop: () => bar.stop(),
  };
}
