/**
 * Forward and backward through time of the attention GRU (equations in ../../attentionGru.ts): the attention weight of a
 * word stands where the update gate stood. Layout, padding and centred weights as in trainingGru.ts, with two gates:
 *
 *   hats        (T·B, 2P)  in: input's share of the pre-activations; out: normalised pre-activations
 *   activations (T·B, 2P)  r, c; backward replaces them by the gradients of the pre-activations
 *   gated       (T·B, P)   r∘h
 *   states      (B + T·B, P)  h, the first B rows zero; the last B rows are the context
 *   scales      (T·B, 4)   1/sqrt(var + epsilon) of reset, candidate
 *   weights     (T·B)      attention weights, 0 on padding
 */
import { laneSum, madd, sigmoid4, tanh4 } from './common';
import { closeReset, normalize, normalizeBackward } from './trainingNorm';
import { multiply } from './trainingProducts';

export function attentionGruForward(
  time: i32,
  batch: i32,
  units: i32,
  padded: i32,
  reset: usize, // panels of (P, P)
  candidate: usize, // panels of (P, P)
  gamma: usize, // (2P)
  beta: usize, // (2P)
  hats: usize,
  activations: usize,
  gated: usize,
  states: usize,
  scales: usize,
  weights: usize,
): void {
  const bytes = (<usize>padded) << 2;
  const wide: usize = 2 * bytes;
  const n = <f32>units;
  for (let t = 0; t < time; t++) {
    const first = <usize>(t * batch);
    const hat = hats + first * wide;
    const activation = activations + first * wide;
    const before = states + first * bytes;
    const gate = gated + first * bytes;
    const after = before + <usize>batch * bytes;
    multiply(batch, padded, padded, before, bytes, reset, hat, wide);
    for (let b: usize = 0; b < <usize>batch; b++) {
      const row = hat + b * wide;
      const opened = activation + b * wide;
      store<f32>(scales + ((first + b) << 4), normalize(row, bytes, n));
      for (let j: usize = 0; j < bytes; j += 16) {
        const r = sigmoid4(madd(v128.load(row + j), v128.load(gamma + j), v128.load(beta + j)));
        v128.store(opened + j, r);
        v128.store(gate + b * bytes + j, f32x4.mul(r, v128.load(before + b * bytes + j)));
      }
    }
    multiply(batch, padded, padded, gate, bytes, candidate, hat + bytes, wide);
    for (let b: usize = 0; b < <usize>batch; b++) {
      const row = hat + b * wide;
      const opened = activation + b * wide;
      const weight = f32x4.splat(load<f32>(weights + ((first + b) << 2)));
      store<f32>(scales + ((first + b) << 4), normalize(row + bytes, bytes, n), 4);
      for (let j: usize = bytes; j < wide; j += 16) {
        const c = tanh4(madd(v128.load(row + j), v128.load(gamma + j), v128.load(beta + j)));
        const h = v128.load(before + b * bytes + j - bytes);
        v128.store(opened + j, c);
        v128.store(after + b * bytes + j - bytes, madd(weight, f32x4.sub(c, h), h));
      }
    }
  }
}

/**
 * From the gradient of the context (`carry`, (B, P), used up) to those of the pre-activations (in `activations`), of
 * the weights (`dWeights`, (T·B)), of gamma and beta (added to). `dGated` (B, P) is room.
 */
export function attentionGruBackward(
  time: i32,
  batch: i32,
  units: i32,
  padded: i32,
  resetT: usize, // panels of (P, P)
  candidateT: usize, // panels of (P, P)
  gamma: usize,
  dGamma: usize,
  dBeta: usize,
  hats: usize,
  activations: usize,
  states: usize,
  scales: usize,
  weights: usize,
  dWeights: usize,
  carry: usize,
  dGated: usize,
): void {
  const bytes = (<usize>padded) << 2;
  const wide: usize = 2 * bytes;
  const n = <f32>units;
  for (let t = time - 1; t >= 0; t--) {
    const first = <usize>(t * batch);
    const d = activations + first * wide;
    const hat = hats + first * wide;
    const before = states + first * bytes;
    memory.fill(dGated, 0, <usize>batch * bytes);
    for (let b: usize = 0; b < <usize>batch; b++) {
      const i = first + b;
      const row = d + b * wide + bytes;
      const weight = load<f32>(weights + (i << 2));
      const dWeight = closeState(row, before + b * bytes, carry + b * bytes, weight, bytes);
      store<f32>(dWeights + (i << 2), dWeight);
      const scale = load<f32>(scales + (i << 4), 4);
      const at = b * wide + bytes;
      normalizeBackward(row, hat + at, bytes, n, scale, gamma + bytes, dGamma + bytes, dBeta + bytes);
    }
    multiply(batch, padded, padded, d + bytes, wide, candidateT, dGated, bytes);
    for (let b: usize = 0; b < <usize>batch; b++) {
      const row = d + b * wide;
      closeReset(row, before + b * bytes, dGated + b * bytes, carry + b * bytes, bytes);
      const scale = load<f32>(scales + ((first + b) << 4));
      normalizeBackward(row, hat + b * wide, bytes, n, scale, gamma, dGamma, dBeta);
    }
    multiply(batch, padded, padded, d, wide, resetT, carry, bytes);
  }
}

/** Through h' = h + a·(c − h): in place of c the gradient of its input, h's share into `carry`; returns a's gradient. */
function closeState(d: usize, state: usize, carry: usize, weight: f32, bytes: usize): f32 {
  const one = f32x4.splat(1);
  const opened = f32x4.splat(weight);
  const kept = f32x4.splat(<f32>1 - weight);
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const g = v128.load(carry + j);
    const c = v128.load(d + j);
    sum = madd(g, f32x4.sub(c, v128.load(state + j)), sum);
    v128.store(carry + j, f32x4.mul(g, kept));
    v128.store(d + j, f32x4.mul(f32x4.mul(g, opened), f32x4.sub(one, f32x4.mul(c, c))));
  }
  return laneSum(sum);
}
