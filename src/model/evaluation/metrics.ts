/**
 * What an evaluation says of a two-class model, accumulated one example at a time.
 *
 *   loss = −mean(y·ln p + (1 − y)·ln(1 − p))
 *   ECE  = Σ_bins (|bin| / n)·|accuracy(bin) − mean confidence(bin)|     Guo et al. 2017
 */

/** Probabilities are kept this far from 0 and 1 in the loss: about the resolution of 32-bit floats near 1. */
export const LOSS_EPSILON = 1e-7;

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
  /** [[tn, fp], [fn, tp]]: rows are the true class, columns the predicted one, negative first. */
  readonly confusion: readonly [readonly [number, number], readonly [number, number]];
}

/** What fell into one bin of confidences. */
interface Bin {
  count: number;
  right: number;
  confidence: number;
}

/** Streaming scores: memory does not grow with the number of examples. */
export class Metrics {
  private readonly confusion: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  private readonly bins: Bin[] = Array.from({ length: CALIBRATION_BINS }, () => ({
    count: 0,
    right: 0,
    confidence: 0,
  }));
  private n = 0;
  private loss = 0;

  /**
   * Counts one example; a probability of exactly 0.5 is a verdict for positive, as the analyzer has it.
   * @param label the true class, 1 = positive.
   * @param probability P(positive).
   * @throws RangeError when the probability is not in [0, 1].
   */
  add(label: 0 | 1, probability: number): void {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`Expected a probability in [0, 1], found ${probability}`);
    }
    const predicted = probability >= 0.5 ? 1 : 0;
    const confidence = Math.max(probability, 1 - probability);
    const right = Number(predicted === label);
    const ofTruth = label === 1 ? probability : 1 - probability;
    this.n += 1;
    this.confusion[label][predicted] += 1;
    this.loss -= Math.log(Math.min(1 - LOSS_EPSILON, Math.max(LOSS_EPSILON, ofTruth)));
    // Bin m holds ((m − 1)/M, m/M].
    const bin = this.bins[Math.ceil(confidence * CALIBRATION_BINS) - 1]!;
    bin.count += 1;
    bin.right += right;
    bin.confidence += confidence;
  }

  /** @throws RangeError before the first example. */
  scores(): Scores {
    const { n, confusion, bins } = this;
    if (n === 0) throw new RangeError('Expected at least one example');
    const gaps = bins.reduce((sum, { right, confidence }) => sum + Math.abs(right - confidence), 0);
    return {
      n,
      accuracy: (confusion[0][0] + confusion[1][1]) / n,
      loss: this.loss / n,
      ece: gaps / n,
      confusion: [[...confusion[0]], [...confusion[1]]],
    };
  }
}
