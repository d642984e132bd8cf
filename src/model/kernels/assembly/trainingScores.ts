/**
 * Attention scores (equations in ../../attention.ts), forward and backward. A row of states is one word's, (S); A and S
 * are padded to multiples of 8 with zeros. The products with the attention's kernel are made outside.
 *
 *   hidden  (rows, A)  in: h·W + b; out: z = tanh of it; backward replaces it by the gradient of h·W + b
 *   scores  (rows)     e as the softmax gets them, for the bounded form's derivative
 */
import { at, laneSum, madd, tanh1, tanh4 } from './common';

/** z and e of every row. */
export function scoreHidden(
  rows: i32,
  units: i32, // A
  hidden: usize,
  score: usize,
  bounded: bool,
  scores: usize,
): void {
  const bytes = (<usize>units) << 2;
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      const z = tanh4(v128.load(hidden + j));
      v128.store(hidden + j, z);
      sum = madd(z, v128.load(score + j), sum);
    }
    const e = laneSum(sum);
    store<f32>(at(scores, i), bounded ? tanh1(e) : e);
    hidden += bytes;
  }
}

/** From the gradient of the scores to that of h·W + b (in `hidden`) and of the score vector (added to). */
export function scoreHiddenBackward(
  rows: i32,
  units: i32,
  hidden: usize,
  score: usize,
  bounded: bool,
  scores: usize,
  dScores: usize,
  dScore: usize,
): void {
  const bytes = (<usize>units) << 2;
  for (let i = 0; i < rows; i++) {
    let d = load<f32>(at(dScores, i));
    if (bounded) {
      const e = load<f32>(at(scores, i));
      d *= <f32>1 - e * e;
    }
    closeScore(bytes, d, hidden, score, dScore);
    hidden += bytes;
  }
}

/** Through e = z·v and z = tanh: dv += d·z, and in place of z the gradient of its input. */
function closeScore(bytes: usize, d: f32, hidden: usize, score: usize, dScore: usize): void {
  const one = f32x4.splat(1);
  const ds = f32x4.splat(d);
  for (let j: usize = 0; j < bytes; j += 16) {
    const z = v128.load(hidden + j);
    v128.store(dScore + j, madd(ds, z, v128.load(dScore + j)));
    const dz = f32x4.mul(ds, v128.load(score + j));
    v128.store(hidden + j, f32x4.mul(dz, f32x4.sub(one, f32x4.mul(z, z))));
  }
}

/** e = h·v of every row of states. */
export function scoreStates(rows: i32, width: i32, states: usize, score: usize, scores: usize): void {
  const bytes = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      sum = madd(v128.load(states + j), v128.load(score + j), sum);
    }
    store<f32>(at(scores, i), laneSum(sum));
    states += bytes;
  }
}

/** From the gradient of those scores to that of the states and of v, both added to. */
export function scoreStatesBackward(
  rows: i32,
  width: i32,
  states: usize,
  score: usize,
  dScores: usize,
  dStates: usize,
  dScore: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    const d = f32x4.splat(load<f32>(at(dScores, i)));
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(dScore + j, madd(d, v128.load(states + j), v128.load(dScore + j)));
      v128.store(dStates + j, madd(d, v128.load(score + j), v128.load(dStates + j)));
    }
    states += bytes;
    dStates += bytes;
  }
}
