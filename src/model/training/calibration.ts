/** Temperature scaling (Guo et al. 2017): one number that divides the logits, chosen on validation data. */

/** Mean cross entropy of labels under log-odds divided by `temperature`. */
export function logLoss(odds: ArrayLike<number>, labels: ArrayLike<number>, temperature: number): number {
  let sum = 0;
  for (let i = 0; i < odds.length; i++) {
    const z = (labels[i] === 1 ? odds[i]! : -odds[i]!) / temperature;
    sum += z > 0 ? Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)) - z;
  }
  return sum / odds.length;
}

/** The temperature in [0.1, 10] of least log loss, by golden-section search over its logarithm. */
export function fitTemperature(odds: ArrayLike<number>, labels: ArrayLike<number>): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const loss = (x: number) => logLoss(odds, labels, Math.exp(x));
  let [low, high] = [Math.log(0.1), Math.log(10)];
  while (high - low > 1e-4) {
    const a = high - ratio * (high - low);
    const b = low + ratio * (high - low);
    if (loss(a) < loss(b)) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}
