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
      format: `{bar} {percentage} % · {value} of {total} ${unit} · {left}`,
      barsize: 30,
      clearOnComplete: true,
      // Nothing of the terminal is switched off that an interrupt would leave switched off.
      linewrap: true,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total) {
      const elapsed = performance.now() - began;
      const left = done > 0 ? `${duration((elapsed / done) * (total - done))} left` : 'starting';
      if (started) {
        bar.update(done, { left });
      } else if (done < total && elapsed >= patience) {
        bar.start(total, done, { left });
        started = true;
      }
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

/** "45 s", "3 min 05 s" or "2 h 10 min". */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}
