/** How a training run shows on a terminal, and in a log. */
import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';
import type { Laboratory } from '../lab/main';
import { duration } from './progress';
import { visibleLine } from './safeText';

type Reporter = Laboratory['reporter'];
type Step = Parameters<Reporter['step']>[0];

/** Milliseconds between plain lines where there is no terminal. */
const PLAIN_EVERY = 30_000;
/** What stands beside the bar. */
const TEXT_WIDTH = 77;
const NARROWEST_BAR = 6;
const WIDEST_BAR = 30;

/** Lines that stay go to `out`; the bar, where there is a terminal, or a plain line now and then, to `err`. */
export class TrainingProgress implements Reporter {
  private bar: SingleBar | null = null;
  private lastPlain: number;

  constructor(
    private readonly out: Pick<WriteStream, 'write'>,
    private readonly err: WriteStream,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lastPlain = now();
  }

  line(text: string): void {
    this.stop();
    this.out.write(`${visibleLine(text)}\n`);
  }

  step(step: Step): void {
    if (!this.err.isTTY) this.plain(step);
    else if (this.bar) this.bar.update(step.done, { text: describe(step) });
    else {
      this.bar = this.createBar();
      this.bar.start(step.total, step.done, { text: describe(step) });
    }
    if (step.done === step.total) this.stop();
  }

  /** Takes the bar off the screen. */
  stop(): void {
    this.bar?.stop();
    this.bar = null;
  }

  private plain(step: Step): void {
    if (this.now() - this.lastPlain < PLAIN_EVERY) return;
    this.lastPlain = this.now();
    this.err.write(`${Math.floor((100 * step.done) / step.total)} % of ${describe(step)}\n`);
  }

  private createBar(): SingleBar {
    const room = (this.err.columns ?? 80) - TEXT_WIDTH;
    return new SingleBar(
      {
        stream: this.err,
        format: '{bar} {percentage} % {text}',
        barsize: Math.min(WIDEST_BAR, Math.max(NARROWEST_BAR, room)),
        clearOnComplete: true,
        // Nothing of the terminal is switched off that an interrupt would leave switched off.
        linewrap: true,
      },
      Presets.shades_classic,
    );
  }
}

/** Short enough for a terminal of 80 columns, with a bar beside it. */
function describe({ epoch, epochs, loss, accuracy, wordsPerSecond, secondsLeft }: Step): string {
  const speed = wordsPerSecond.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 2 });
  const right = accuracy === null ? '' : ` · ${Math.round(100 * accuracy)} % right`;
  const left = `${duration(1000 * secondsLeft)} left`;
  return `epoch ${epoch}/${epochs} · loss ${loss.toFixed(3)}${right} · ${speed} words/s · ${left}`;
}
