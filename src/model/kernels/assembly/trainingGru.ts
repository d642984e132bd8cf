/**
 * Forward and backward through time of the layer-normalised GRU (equations in ../../gru.ts).
 *
 * All values are time-major: the row of word t of text b is t·B + b. P is the number of hidden units rounded up to a
 * multiple of 8; the columns beyond the true number hold zeros throughout (their gamma and beta are 0, so that r = u =
 * 1/2, c = 0 and h stays 0). Weights and bias come with every gate's columns centred, so that layer norm has no mean to
 * subtract, forward or backward.
 *
 * In memory, P numbers each unless said otherwise:
 *   hats        (T·B, 3P)  in: input's share of the pre-activations; out: normalised pre-activations
 *   activations (T·B, 3P)  r, u, c; backward replaces them by the gradients of the pre-activations
 *   gated       (T·B, P)   r∘h
 *   before      (T·B, P)   h before each word, the first B rows zero
 *   after       (T·B, P)   h after each word
 *   scales      (T·B, 4)   1/sqrt(var + epsilon) of reset, update, candidate
 *
 * `after` may be `before` from its row B on. Where the recurrence begins anew within a text they are apart, and `kept`,
 * (T·B), is 0 at the words that it begins with and otherwise 1; 0 in the place of the address: nowhere.
 */
import { madd, sigmoid4, tanh4 } from './common';
import { closeReset, normalize, normalizeBackward } from './trainingNorm';
import { multiply } from './trainingProducts';

export function gruForward(
  time: i32,
  batch: i32,
  units: i32,
  padded: i32,
  gates: usize, // panels of (P, 2P)
  candidate: usize, // panels of (P, P)
  gamma: usize, // (3P)
  beta: usize, // (3P)
  hats: usize,
  activations: usize,
  gated: usize,
  before: usize,
  after: usize,
  scales: usize,
  kept: usize,
): void {
  const bytes = (<usize>padded) << 2;
  const wide: usize = 3 * bytes;
  for (let t = 0; t < time; t++) {
    const first = <usize>(t * batch);
    const hat = hats + first * wide;
    const state = before + first * bytes;
    const next = after + first * bytes;
    const gate = gated + first * bytes;
    if (kept && t > 0) {
      memory.copy(state, next - <usize>batch * bytes, <usize>batch * bytes);
      begin(state, kept + (first << 2), batch, bytes);
    }
    multiply(batch, 2 * padded, padded, state, bytes, gates, hat, wide);
    for (let b: usize = 0; b < <usize>batch; b++) {
      openGates(
        hat + b * wide,
        activations + (first + b) * wide,
        state + b * bytes,
        gate + b * bytes,
        scales + ((first + b) << 4),
        bytes,
        <f32>units,
        gamma,
        beta,
      );
    }
    multiply(batch, padded, padded, gate, bytes, candidate, hat + 2 * bytes, wide);
    for (let b: usize = 0; b < <usize>batch; b++) {
      nextState(
        hat + b * wide + 2 * bytes,
        activations + (first + b) * wide,
        state + b * bytes,
        next + b * bytes,
        scales + ((first + b) << 4),
        bytes,
        <f32>units,
        gamma + 2 * bytes,
        beta + 2 * bytes,
      );
    }
  }
}

/** Zeros in the rows where the recurrence begins anew. */
function begin(rows: usize, kept: usize, batch: i32, bytes: usize): void {
  for (let b: usize = 0; b < <usize>batch; b++) {
    if (load<f32>(kept + (b << 2)) == 0) memory.fill(rows + b * bytes, 0, bytes);
  }
}

/** r, u and r∘h of one row. */
function openGates(
  hat: usize,
  activation: usize,
  state: usize,
  gated: usize,
  scale: usize,
  bytes: usize,
  units: f32,
  gamma: usize,
  beta: usize,
): void {
  store<f32>(scale, normalize(hat, bytes, units));
  store<f32>(scale, normalize(hat + bytes, bytes, units), 4);
  for (let j: usize = 0; j < bytes; j += 16) {
    const reset = sigmoid4(madd(v128.load(hat + j), v128.load(gamma + j), v128.load(beta + j)));
    v128.store(activation + j, reset);
    v128.store(gated + j, f32x4.mul(reset, v128.load(state + j)));
  }
  for (let j: usize = bytes; j < 2 * bytes; j += 16) {
    v128.store(
      activation + j,
      sigmoid4(madd(v128.load(hat + j), v128.load(gamma + j), v128.load(beta + j))),
    );
  }
}

/** c and h' = c + u∘(h − c) of one row. */
function nextState(
  hat: usize,
  activation: usize,
  before: usize,
  after: usize,
  scale: usize,
  bytes: usize,
  units: f32,
  gamma: usize,
  beta: usize,
): void {
  store<f32>(scale, normalize(hat, bytes, units), 8);
  for (let j: usize = 0; j < bytes; j += 16) {
    const c = tanh4(madd(v128.load(hat + j), v128.load(gamma + j), v128.load(beta + j)));
    const update = v128.load(activation + bytes + j);
    v128.store(activation + 2 * bytes + j, c);
    v128.store(after + j, madd(update, f32x4.sub(v128.load(before + j), c), c));
  }
}

/**
 * From dL/dh of every word (`dStates`, (T·B, P)) to the gradients of the pre-activations (in `activations`), of gamma
 * and beta (added to). `carry` (B, P) begins and ends as zeros; `dGated` (B, P) is room.
 */
export function gruBackward(
  time: i32,
  batch: i32,
  units: i32,
  padded: i32,
  gatesT: usize, // panels of (2P, P)
  candidateT: usize, // panels of (P, P)
  gamma: usize,
  dGamma: usize,
  dBeta: usize,
  hats: usize,
  activations: usize,
  before: usize,
  scales: usize,
  kept: usize,
  dStates: usize,
  carry: usize,
  dGated: usize,
): void {
  const bytes = (<usize>padded) << 2;
  const wide: usize = 3 * bytes;
  const n = <f32>units;
  for (let t = time - 1; t >= 0; t--) {
    const first = <usize>(t * batch);
    const d = activations + first * wide;
    const hat = hats + first * wide;
    const state = before + first * bytes;
    memory.fill(dGated, 0, <usize>batch * bytes);
    for (let b: usize = 0; b < <usize>batch; b++) {
      const row = d + b * wide;
      closeState(row, state + b * bytes, dStates + (first + b) * bytes, carry + b * bytes, bytes);
      const at: usize = 2 * bytes;
      const scale = load<f32>(scales + ((first + b) << 4), 8);
      normalizeBackward(row + at, hat + b * wide + at, bytes, n, scale, gamma + at, dGamma + at, dBeta + at);
    }
    multiply(batch, padded, padded, d + 2 * bytes, wide, candidateT, dGated, bytes);
    for (let b: usize = 0; b < <usize>batch; b++) {
      const row = d + b * wide;
      closeReset(row, state + b * bytes, dGated + b * bytes, carry + b * bytes, bytes);
      for (let gate: usize = 0; gate < 2; gate++) {
        const at: usize = gate * bytes;
        const scale = load<f32>(scales + ((first + b) << 4) + (gate << 2));
        normalizeBackward(row + at, hat + b * wide + at, bytes, n, scale, gamma + at, dGamma + at, dBeta + at);
      }
    }
    multiply(batch, padded, 2 * padded, d, wide, gatesT, carry, bytes);
    if (kept) begin(carry, kept + (first << 2), batch, bytes);
  }
  memory.fill(carry, 0, <usize>batch * bytes);
}

/** Through h' = u∘h + (1 − u)∘c: gradients of u's and c's inputs, and the direct share of dL/dh into `carry`. */
function closeState(d: usize, state: usize, dState: usize, carry: usize, bytes: usize): void {
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const update = v128.load(d + bytes + j);
    const c = v128.load(d + 2 * bytes + j);
    const g = f32x4.add(v128.load(dState + j), v128.load(carry + j));
    const kept = f32x4.mul(g, update);
    v128.store(carry + j, kept);
    const closed = f32x4.sub(one, update);
    const dUpdate = f32x4.mul(f32x4.mul(kept, closed), f32x4.sub(v128.load(state + j), c));
    v128.store(d + bytes + j, dUpdate);
    v128.store(d + 2 * bytes + j, f32x4.mul(f32x4.mul(g, closed), f32x4.sub(one, f32x4.mul(c, c))));
  }
}
