/** Temperature scaling (Guo et al. 2017): one number that divides the logits, chosen on validation data. */

/** Mean cross entropy of N labels under logits (N, C) divided by `temperature`. */
export function logLoss(logits: ArrayLike<number>, labels: ArrayLike<number>, temperature: number): number {
  const classes = logits.length / labels.length;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = Array.from({ length: classes }, (_, k) => logits[i * classes + k]! / temperature);
    const largest = Math.max(...row);
    const total = row.reduce((all, z) => all + Math.exp(z - largest), 0);
    sum += Math.log(total) + largest - row[labels[i]!]!;
  }
  return sum / labels.length;
}

/** Share of N labels at which logits (N, C) are largest. */
export function accuracy(logits: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classes = logits.length / labels.length;
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const own = logits[i * classes + labels[i]!]!;
    const others = Array.from({ length: classes }, (_, k) => k).filter((k) => k !== labels[i]);
    if (others.every((k) => logits[i * classes + k]! < own)) right++;
  }
  return right / labels.length;
}

/** The temperature in [0.1, 10] of least log loss, by golden-section search over its logarithm. */
export function fitTemperature(logits: ArrayLike<number>, labels: ArrayLike<number>): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const loss = (x: number) => logLoss(logits, labels, Math.exp(x));
  let [low, high] = [Math.log(0.1), Math.log(10)];
  while (high - low > 1e-4) {
    const a = high - ratio * (high - low);
    const b = low + ratio * (high - low);
    if (loss(a) < loss(b)) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}
