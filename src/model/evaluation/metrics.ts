/**
 * What an evaluation says of a model of C classes, accumulated one example at a time.
 *
 *   loss = −mean(ln p(true class))
 *   ECE  = Σ_bins (|bin| / n)·|accuracy(bin) − mean confidence(bin)|     Guo et al. 2017
 */
import { clippedLog, LOG_EPSILON, mostProbable } from '../classes';

/** Probabilities are kept this far from 0 and 1 in the loss. */
export const LOSS_EPSILON = LOG_EPSILON;

/** Equal-width bins of the calibration error over the confidence in [0, 1]. */
export const CALIBRATION_BINS = 15;

export interface Scores {
  /** Examples counted. */
  readonly n: number;
  /** Share of right verdicts, in [0, 1]. */
  readonly accuracy: number;
  /** Mean log loss in nats, probabilities clipped by LOSS_EPSILON. */
  readonly loss: number;
  /** Expected calibration error of the predicted class's probability, in [0, 1]. */
  readonly ece: number;
  /** (C, C): rows are the true class, columns the predicted one; [[tn, fp], [fn, tp]] of negative and positive. */
  readonly confusion: readonly (readonly number[])[];
}

/** What fell into one bin of confidences. */
interface Bin {
  count: number;
  right: number;
  confidence: number;
}

/** Streaming scores: memory does not grow with the number of examples. */
export class Metrics {
  private readonly confusion: number[][];
  private readonly bins: Bin[] = Array.from({ length: CALIBRATION_BINS }, () => ({
    count: 0,
    right: 0,
    confidence: 0,
  }));
  private n = 0;
  private loss = 0;

  constructor(classes: number) {
    this.confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  }

  /**
   * Counts one example; of equally probable classes the last is the verdict, as the analyzer has it.
   * @param label the true class, in [0, C).
   * @param probabilities one a class, summing to 1 but for rounding.
   * @returns the class predicted.
   * @throws RangeError for a label or a probability out of range.
   */
  add(label: number, probabilities: readonly number[]): number {
    const wrong = probabilities.find((p) => !(p >= 0 && p <= 1));
    if (wrong !== undefined) throw new RangeError(`Expected probabilities in [0, 1], found ${wrong}`);
    const row = this.confusion[label];
    if (row?.length !== probabilities.length) {
      throw new RangeError(
        `Expected one of ${this.confusion.length} classes, found class ${label} of ${probabilities.length}`,
      );
    }
    const predicted = mostProbable(probabilities);
    const confidence = probabilities[predicted]!;
    this.n += 1;
    row[predicted]! += 1;
    this.loss -= clippedLog(probabilities[label]!);
    // Bin m holds ((m − 1)/M, m/M].
    const bin = this.bins[Math.ceil(confidence * CALIBRATION_BINS) - 1]!;
    bin.count += 1;
    bin.right += Number(predicted === label);
    bin.confidence += confidence;
    return predicted;
  }

  /** @throws RangeError before the first example. */
  scores(): Scores {
    const { n, confusion, bins } = this;
    if (n === 0) throw new RangeError('Expected at least one example');
    const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
    const gaps = bins.reduce((sum, { right, confidence }) => sum + Math.abs(right - confidence), 0);
    return {
      n,
      accuracy: right / n,
      loss: this.loss / n,
      ece: gaps / n,
      confusion: confusion.map((row) => [...row]),
    };
  }
}
