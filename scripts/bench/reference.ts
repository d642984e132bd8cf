/** What every contender's answer is checked against, in double precision. */
import { logOdds } from '../../src/model/classes';
import type { NetworkData } from '../../src/model/engines/engine';
import { PlainEngine } from '../../src/model/engines/plain';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** Log-odds of the network itself. */
export function withLayerNorm(data: NetworkData, ids: Int32Array): number {
  return logOdds(new PlainEngine(data).run([ids])[0]!.probabilities, 1);
}

/** Log-odds of the same network whose gates go without layer norm, in loops. */
export function withoutLayerNorm({ architecture, weights }: NetworkData, ids: Int32Array): number {
  const { embedding: E, hidden: H, attention: A } = architecture;
  const value = (name: keyof NetworkData['weights']) => weights[name]!.floats();
  const [table, kernel, gates] = [value('embedding/table'), value('gru/kernel'), value('gru/gates')];
  const [candidate, bias] = [value('gru/candidate'), value('gru/bias')];
  const dot = (
    x: ArrayLike<number>,
    from: number,
    n: number,
    w: Float32Array,
    columns: number,
    column: number,
  ) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += x[from + k]! * w[k * columns + column]!;
    return sum;
  };
  let h = new Float64Array(H);
  const states = Array.from(ids, (id) => {
    const input = (column: number) => bias[column]! + dot(table, id * E, E, kernel, 3 * H, column);
    const reset = h.map((_, i) => sigmoid(input(i) + dot(h, 0, H, gates, 2 * H, i)));
    const update = h.map((_, i) => sigmoid(input(H + i) + dot(h, 0, H, gates, 2 * H, H + i)));
    const gated = h.map((x, i) => x * reset[i]!);
    h = h.map((x, i) => {
      const c = Math.tanh(input(2 * H + i) + dot(gated, 0, H, candidate, H, i));
      return update[i]! * x + (1 - update[i]!) * c;
    });
    return h;
  });
  const powers = states.map((state) => {
    let score = 0;
    for (let a = 0; a < A; a++) {
      const z = value('attention/bias')[a]! + dot(state, 0, H, value('attention/kernel'), A, a);
      score += Math.tanh(z) * value('attention/score')[a]!;
    }
    return Math.exp(score);
  });
  const sum = powers.reduce((a, b) => a + b, 0);
  const context = h.map((_, i) => states.reduce((c, state, t) => c + (powers[t]! / sum) * state[i]!, 0));
  const logit = (k: number) => value('decoder/bias')[k]! + dot(context, 0, H, value('decoder/kernel'), 2, k);
  return logit(1) - logit(0);
}
