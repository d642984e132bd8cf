/** How well scores put what people marked before what they did not. */

/** One threshold: the share of the marked items that are at or above it, and the share of those that are marked. */
interface Point {
  readonly recall: number;
  readonly precision: number;
}

/** From the highest threshold to the lowest; items of one score come together. */
function curve(scores: ArrayLike<number>, marked: ArrayLike<number | boolean>): Point[] {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const all = order.reduce((sum, i) => sum + Number(marked[i]), 0);
  const points: Point[] = [];
  let hits = 0;
  for (let i = 0; i < order.length; i++) {
    hits += Number(marked[order[i]!]);
    if (i + 1 < order.length && scores[order[i + 1]!] === scores[order[i]!]) continue;
    points.push({ recall: hits / all, precision: hits / (i + 1) });
  }
  return points;
}

/**
 * Average precision: Σ (R_i − R_{i−1})·P_i over the thresholds, as scikit-learn's `average_precision_score`.
 * @param marked one for each score, at least one of them set
 * @returns in (0, 1]
 */
export function averagePrecision(scores: ArrayLike<number>, marked: ArrayLike<number | boolean>): number {
  let before = 0;
  return curve(scores, marked).reduce((sum, { recall, precision }) => {
    const step = recall - before;
    before = recall;
    return sum + step * precision;
  }, 0);
}

/**
 * The area under straight lines between the thresholds, from recall 0 with precision 1 on, as scikit-learn's
 * `precision_recall_curve` with `auc`, by which ERASER computes its AUPRC.
 */
export function trapezoidArea(scores: ArrayLike<number>, marked: ArrayLike<number | boolean>): number {
  let before: Point = { recall: 0, precision: 1 };
  return curve(scores, marked).reduce((sum, point) => {
    const area = ((point.recall - before.recall) * (point.precision + before.precision)) / 2;
    before = point;
    return sum + area;
  }, 0);
}

/**
 * F1 of the k items with the highest scores, k being as many as are marked: precision, recall and F1 are then one. Of
 * equal scores the earlier item comes first.
 * @returns in [0, 1]
 */
export function f1AtMarked(scores: ArrayLike<number>, marked: ArrayLike<number | boolean>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const all = order.reduce((sum, i) => sum + Number(marked[i]), 0);
  return order.slice(0, all).reduce((sum, i) => sum + Number(marked[i]), 0) / all;
}
