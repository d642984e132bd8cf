/**
 * Layer-normalised gated recurrent unit, unrolled over time as one operation with its own gradient.
 *
 *   r, u = sigmoid(LN([x, h]·W + b))        reset and update gates
 *   c    = tanh(LN([x, r∘h]·W + b))         candidate
 *   h'   = u∘h + (1 − u)∘c
 *   LN(z) = gamma·(z − mean)/sqrt(var + 1e-5) + beta, over the H units of each gate and example
 *
 * GRU: Cho et al. 2014; layer normalisation: Ba, Kiros, Hinton 2016, as in Mohandas 2017.
 * Letters: T time steps (words), B batch, E embedding size, H hidden units.
 *
 * Two rearrangements, both exact: W is kept as its input and recurrent halves, so that the input half is one
 * product over all words; and the mean that LN takes away is taken from W and b instead (each gate's H columns
 * are centred), since a linear map with centred columns has outputs of mean zero.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LAYER_NORM_EPSILON } from './architecture';

export interface GruParameters {
  readonly kernel: tf.Tensor2D; // (E, 3H): reset, update, candidate
  readonly gates: tf.Tensor2D; // (H, 2H): reset, update
  readonly candidate: tf.Tensor2D; // (H, H)
  readonly bias: tf.Tensor1D; // (3H)
  readonly gamma: tf.Tensor1D; // (3H)
  readonly beta: tf.Tensor1D; // (3H)
}

/** What the backward pass needs of one time step. */
interface Step {
  readonly gatesHat: tf.Tensor; // (B, 2, H) normalised, before gamma and beta
  readonly gatesScale: tf.Tensor; // (B, 2, 1) 1/sqrt(var + epsilon)
  readonly reset: tf.Tensor; // (B, H)
  readonly update: tf.Tensor; // (B, H)
  readonly resetHidden: tf.Tensor; // (B, H) r∘h
  readonly candidateHat: tf.Tensor; // (B, H)
  readonly candidateScale: tf.Tensor; // (B, 1)
  readonly candidate: tf.Tensor; // (B, H)
}
const STEP_FIELDS = 8;

interface Unrolled {
  readonly states: tf.Tensor[]; // T of (B, H)
  readonly before: tf.Tensor[]; // T of (B, H): the state that each step began with
  readonly steps: Step[];
}

/** Subtracts, in every row, the mean of each group of `hidden` columns. */
export function centre(matrix: tf.Tensor, hidden: number): tf.Tensor2D {
  const columns = matrix.shape[matrix.rank - 1]!;
  const grouped = tf.reshape(matrix, [-1, columns / hidden, hidden]);
  return tf.reshape(tf.sub(grouped, tf.mean(grouped, 2, true)), [-1, columns]);
}

/** The T slices of a (T, B, N) tensor. The WebAssembly backend's slice copies its whole source, so there they are cut on the host. */
export function timeSlices(x: tf.Tensor3D): tf.Tensor[] {
  if (tf.getBackend() !== 'wasm') return tf.unstack(x);
  const [time, batch, width] = x.shape;
  const values = x.dataSync();
  const size = batch * width;
  return Array.from({ length: time }, (_, t) =>
    tf.tensor2d(values.subarray(t * size, (t + 1) * size), [batch, width]),
  );
}

/** Scales zero-mean rows to unit variance along the last axis; returns the scaled rows and the scale. */
export function normalize(x: tf.Tensor): { hat: tf.Tensor; scale: tf.Tensor } {
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), LAYER_NORM_EPSILON));
  return { hat: tf.mul(x, scale), scale };
}

/** Gradient of `normalize` (the part of layer norm after the mean has been taken away). */
function normalizeGrad(dHat: tf.Tensor, hat: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const projection = tf.mean(tf.mul(dHat, hat), -1, true);
  return tf.mul(scale, tf.sub(dHat, tf.mul(hat, projection)));
}

interface Scales {
  readonly gatesGamma: tf.Tensor; // (2, H)
  readonly gatesBeta: tf.Tensor; // (2, H)
  readonly candidateGamma: tf.Tensor; // (H)
  readonly candidateBeta: tf.Tensor; // (H)
}

function splitScales(gamma: tf.Tensor1D, beta: tf.Tensor1D, hidden: number): Scales {
  return {
    gatesGamma: tf.reshape(tf.slice(gamma, [0], [2 * hidden]), [2, hidden]),
    gatesBeta: tf.reshape(tf.slice(beta, [0], [2 * hidden]), [2, hidden]),
    candidateGamma: tf.slice(gamma, [2 * hidden], [hidden]),
    candidateBeta: tf.slice(beta, [2 * hidden], [hidden]),
  };
}

/** One time step: h (B, H) and the input's share of the pre-activations to the next h, with what backward needs. */
function stepForward(
  inputGates: tf.Tensor, // (B, 2H)
  inputCandidate: tf.Tensor, // (B, H)
  hidden: tf.Tensor, // (B, H)
  recurrentGates: tf.Tensor2D,
  recurrentCandidate: tf.Tensor2D,
  scales: Scales,
): { next: tf.Tensor; step: Step } {
  const [batch, units] = hidden.shape as [number, number];
  const preGates = tf.add(tf.matMul(hidden as tf.Tensor2D, recurrentGates), inputGates);
  const gates = normalize(tf.reshape(preGates, [batch, 2, units]));
  const opened = tf.sigmoid(tf.add(tf.mul(gates.hat, scales.gatesGamma), scales.gatesBeta));
  const [reset, update] = tf.split(tf.reshape(opened, [batch, 2 * units]), 2, 1) as [tf.Tensor, tf.Tensor];
  const resetHidden = tf.mul(reset, hidden);
  const pre = tf.add(tf.matMul(resetHidden as tf.Tensor2D, recurrentCandidate), inputCandidate);
  const normalized = normalize(pre);
  const candidate = tf.tanh(tf.add(tf.mul(normalized.hat, scales.candidateGamma), scales.candidateBeta));
  const next = tf.add(candidate, tf.mul(update, tf.sub(hidden, candidate)));
  return {
    next,
    step: {
      gatesHat: gates.hat,
      gatesScale: gates.scale,
      reset,
      update,
      resetHidden,
      candidateHat: normalized.hat,
      candidateScale: normalized.scale,
      candidate,
    },
  };
}

function unroll(x: tf.Tensor3D, p: GruParameters, keepSteps: boolean, restarts: Uint8Array | null): Unrolled {
  const [time, batch, embedding] = x.shape;
  const units = p.candidate.shape[0];
  const kernel = centre(p.kernel, units); // (E, 3H)
  const bias = tf.reshape(centre(p.bias, units), [3 * units]);
  const flat = tf.reshape(x, [time * batch, embedding]) as tf.Tensor2D;
  const project = (start: number, width: number): tf.Tensor[] =>
    timeSlices(
      tf.reshape(
        tf.add(
          tf.matMul(flat, tf.slice(kernel, [0, start], [embedding, width]) as tf.Tensor2D),
          tf.slice(bias, [start], [width]),
        ),
        [time, batch, width],
      ),
    );
  const inputGates = project(0, 2 * units);
  const inputCandidates = project(2 * units, units);
  const recurrentGates = centre(p.gates, units);
  const recurrentCandidate = centre(p.candidate, units);
  const scales = splitScales(p.gamma, p.beta, units);
  const states: tf.Tensor[] = [];
  const befores: tf.Tensor[] = [];
  const steps: Step[] = [];
  let hidden: tf.Tensor = tf.zeros([batch, units]);
  for (let t = 0; t < time; t++) {
    const before = keptAt(restarts, t, hidden);
    if (keepSteps) befores.push(before);
    // Without a tape everything but the new state is given back at once: memory stays flat in T.
    const run = () =>
      stepForward(inputGates[t]!, inputCandidates[t]!, before, recurrentGates, recurrentCandidate, scales);
    if (keepSteps) {
      const { next, step } = run();
      steps.push(step);
      hidden = next;
    } else {
      hidden = tf.tidy(() => run().next);
    }
    states.push(hidden);
  }
  return { states, before: befores, steps };
}

/** States (B, H) before step t, or their gradients: zeros in the rows that begin anew there. */
function keptAt(restarts: Uint8Array | null, t: number, states: tf.Tensor): tf.Tensor {
  const [batch] = states.shape as [number, number];
  const own = restarts?.subarray(t * batch, (t + 1) * batch);
  if (!own?.includes(1)) return states;
  return tf.mul(
    states,
    tf.tensor2d(
      Float32Array.from(own, (restart) => 1 - restart),
      [batch, 1],
    ),
  );
}

/**
 * Hidden states of all time steps, without a gradient.
 * @param x (T, B, E), T ≥ 1
 * @param restarts (T·B), 1 where the state begins anew; see restartsIn of architecture.ts
 * @returns (T, B, H)
 */
export function gruForward(
  x: tf.Tensor3D,
  p: GruParameters,
  restarts: Uint8Array | null = null,
): tf.Tensor3D {
  return tf.tidy(() => tf.stack(unroll(x, p, false, restarts).states) as tf.Tensor3D);
}

/**
 * Hidden states of all time steps as one differentiable operation: backward runs through time once and leaves
 * the weight gradients to three products over all steps together.
 * @param x (T, B, E), T ≥ 1
 * @param restarts (T·B), 1 where the state begins anew; see restartsIn of architecture.ts
 * @returns (T, B, H)
 */
export function gruSequence(
  x: tf.Tensor3D,
  p: GruParameters,
  restarts: Uint8Array | null = null,
): tf.Tensor3D {
  const operation = tf.customGrad((...inputs: unknown[]) => {
    const save = inputs.at(-1) as (tensors: tf.Tensor[]) => void;
    const [xs, kernel, gates, candidate, bias, gamma, beta] = inputs as tf.Tensor[];
    const parameters = { kernel, gates, candidate, bias, gamma, beta } as unknown as GruParameters;
    const { states, before, steps } = unroll(xs as tf.Tensor3D, parameters, true, restarts);
    save([
      xs!,
      kernel!,
      gates!,
      candidate!,
      gamma!,
      ...before,
      ...steps.flatMap((s) => Object.values(s) as tf.Tensor[]),
    ]);
    return {
      value: tf.stack(states),
      gradFunc: (dStates: tf.Tensor, saved: tf.Tensor[]) => backward(dStates as tf.Tensor3D, saved, restarts),
    };
  });
  return operation(x, p.kernel, p.gates, p.candidate, p.bias, p.gamma, p.beta) as tf.Tensor3D;
}

/** For each row t·B + b of a time-major batch, the row that stands there when every text is turned round. */
export function reversedOrder(time: number, batch: number, lengths: ArrayLike<number>): Int32Array {
  const order = new Int32Array(time * batch);
  for (let b = 0; b < batch; b++) {
    const length = lengths[b]!;
    for (let t = 0; t < time; t++) order[t * batch + b] = (t < length ? length - 1 - t : t) * batch + b;
  }
  return order;
}

/**
 * Every row of a padded batch from its true last word to its first; the padding stays where it is. Doing it twice gives
 * back what there was, so that the gradient is turned round by the same indices.
 * @param x (T, B, N)
 * @param lengths B true lengths
 */
export function reverseRows(x: tf.Tensor3D, lengths: ArrayLike<number>): tf.Tensor3D {
  const [time, batch, width] = x.shape;
  const order = reversedOrder(time, batch, lengths);
  const turn = (tensor: tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const rows = tf.gather(tf.reshape(tensor, [time * batch, width]), tf.tensor1d(order, 'int32'));
      return tf.reshape(rows, x.shape);
    });
  const operation = tf.customGrad((...inputs: unknown[]) => ({
    value: turn(inputs[0] as tf.Tensor),
    gradFunc: (dTurned: tf.Tensor) => turn(dTurned),
  }));
  return operation(x) as tf.Tensor3D;
}

function backward(dStates: tf.Tensor3D, saved: tf.Tensor[], restarts: Uint8Array | null): tf.Tensor[] {
  const [x, kernel, gates, candidate, gamma, ...rest] = saved as [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor1D,
    ...tf.Tensor[],
  ];
  const [time, batch, embedding] = x.shape;
  const units = candidate.shape[0];
  const before = rest.slice(0, time); // h before each step
  const steps = Array.from({ length: time }, (_, t) =>
    unpackStep(rest.slice(time + t * STEP_FIELDS, time + (t + 1) * STEP_FIELDS)),
  );
  const scales = splitScales(gamma, gamma, units);
  const gatesT = tf.transpose(centre(gates, units)) as tf.Tensor2D; // (2H, H)
  const candidateT = tf.transpose(centre(candidate, units)) as tf.Tensor2D;
  const dOut = tf.unstack(dStates);
  const dGates: tf.Tensor[] = new Array(time); // each (B, 2H), gradient of the pre-activation
  const dCandidates: tf.Tensor[] = new Array(time); // each (B, H)
  const dGateActs: tf.Tensor[] = new Array(time); // each (B, 2H), gradient after layer norm
  const dCandidateActs: tf.Tensor[] = new Array(time);
  let carry: tf.Tensor = tf.zeros([batch, units]);
  for (let t = time - 1; t >= 0; t--) {
    const out = tf.tidy(() =>
      stepBackward(tf.add(dOut[t]!, carry), before[t]!, steps[t]!, gatesT, candidateT, scales),
    );
    [carry, dGates[t], dCandidates[t], dGateActs[t], dCandidateActs[t]] = out as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    carry = keptAt(restarts, t, carry);
  }
  const rows = time * batch;
  const all = (parts: tf.Tensor[], width: number): tf.Tensor2D =>
    tf.reshape(tf.concat(parts, 0), [rows, width]);
  const dPre = tf.concat([all(dGates, 2 * units), all(dCandidates, units)], 1) as tf.Tensor2D; // (TB, 3H)
  const dAct = tf.concat([all(dGateActs, 2 * units), all(dCandidateActs, units)], 1);
  const hats = tf.concat(
    [
      all(
        steps.map((s) => s.gatesHat),
        2 * units,
      ),
      all(
        steps.map((s) => s.candidateHat),
        units,
      ),
    ],
    1,
  );
  const flat = tf.reshape(x, [rows, embedding]) as tf.Tensor2D;
  const dKernel = tf.matMul(flat, dPre, true);
  const dRecurrentGates = tf.matMul(all(before, units), all(dGates, 2 * units), true);
  const dRecurrentCandidate = tf.matMul(
    all(
      steps.map((s) => s.resetHidden),
      units,
    ),
    all(dCandidates, units),
    true,
  );
  const dx = tf.reshape(tf.matMul(dPre, centre(kernel, units), false, true), x.shape);
  return [
    dx,
    centre(dKernel, units),
    centre(dRecurrentGates, units),
    centre(dRecurrentCandidate, units),
    tf.reshape(centre(tf.sum(dPre, 0), units), [3 * units]),
    tf.sum(tf.mul(dAct, hats), 0),
    tf.sum(dAct, 0),
  ];
}

function unpackStep(fields: tf.Tensor[]): Step {
  const [gatesHat, gatesScale, reset, update, resetHidden, candidateHat, candidateScale, candidate] =
    fields as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return {
    gatesHat,
    gatesScale,
    reset,
    update,
    resetHidden,
    candidateHat,
    candidateScale,
    candidate,
  };
}

/** From dL/dh' to [dL/dh, dL/d(pre gates), dL/d(pre candidate), dL/d(gates after LN), dL/d(candidate after LN)]. */
function stepBackward(
  dNext: tf.Tensor,
  hidden: tf.Tensor,
  s: Step,
  gatesT: tf.Tensor2D,
  candidateT: tf.Tensor2D,
  scales: Scales,
): tf.Tensor[] {
  const [batch, units] = hidden.shape as [number, number];
  const dHiddenDirect = tf.mul(dNext, s.update);
  const dCandidateAct = tf.mul(tf.sub(dNext, dHiddenDirect), tf.sub(1, tf.square(s.candidate)));
  const dCandidatePre = normalizeGrad(
    tf.mul(dCandidateAct, scales.candidateGamma),
    s.candidateHat,
    s.candidateScale,
  );
  const dResetHidden = tf.matMul(dCandidatePre as tf.Tensor2D, candidateT);
  const dReset = tf.mul(tf.mul(dResetHidden, hidden), tf.mul(s.reset, tf.sub(1, s.reset)));
  const dUpdate = tf.mul(tf.mul(dHiddenDirect, tf.sub(1, s.update)), tf.sub(hidden, s.candidate));
  const dGateAct = tf.concat([dReset, dUpdate], 1); // (B, 2H)
  const dGatePre = tf.reshape(
    normalizeGrad(
      tf.mul(tf.reshape(dGateAct, [batch, 2, units]), scales.gatesGamma),
      s.gatesHat,
      s.gatesScale,
    ),
    [batch, 2 * units],
  ) as tf.Tensor2D;
  const dHidden = tf.add(tf.add(dHiddenDirect, tf.mul(dResetHidden, s.reset)), tf.matMul(dGatePre, gatesT));
  return [dHidden, dGatePre, dCandidatePre, dGateAct, dCandidateAct];
}
