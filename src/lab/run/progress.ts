/** What a run tells while it goes on. */

export interface RunProgress {
  /** The epoch that is being read, from 1 on. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this epoch. */
  readonly done: number;
  readonly total: number;
  /** Means over this epoch; no accuracy where nothing is classified. */
  readonly loss: number;
  readonly accuracy: number | null;
  readonly wordsPerSecond: number;
  /** Of all epochs, should none be saved by stopping early. */
  readonly secondsLeft: number;
}

export interface Reporter {
  /** One line that stays. */
  line(text: string): void;
  /** After every step. */
  step(progress: RunProgress): void;
}

/** Turns counts into speed and time left; a run that goes on counts from where it went on. */
export class Clock {
  private readonly started: number;
  private doneBefore = 0;
  private secondsOfSteps = 0;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.started = now();
  }

  /** Since this run, or this part of it, began. */
  seconds(): number {
    return (this.now() - this.started) / 1000;
  }

  /** Starts an epoch; what it gives back is called after every step of it. */
  epoch(epoch: number, epochs: number) {
    const started = this.now();
    return (p: {
      done: number;
      total: number;
      loss: number;
      accuracy: number;
      words: number;
    }): RunProgress => {
      const seconds = (this.now() - started) / 1000;
      const perStep = (this.secondsOfSteps + seconds) / (this.doneBefore + p.done);
      const stepsLeft = p.total - p.done + (epochs - epoch) * p.total;
      if (p.done === p.total) {
        this.doneBefore += p.done;
        this.secondsOfSteps += seconds;
      }
      const { done, total, loss, accuracy, words } = p;
      const wordsPerSecond = seconds > 0 ? words / seconds : 0;
      return { epoch, epochs, done, total, loss, accuracy, wordsPerSecond, secondsLeft: perStep * stepsLeft };
    };
  }
}
