/**
 * The network's heavy operations by the training module, each one TensorFlow.js operation with its own gradient, so
 * that losses and optimisers around them stay ordinary TensorFlow.js on any backend.
 *
 * What backward needs stays in the module's memory while a `step` is open, and is copied out of it otherwise.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ScoreActivation } from '../architecture';
import type { Attended, ScoreParameters } from '../attention';
import type { AttentionGruParameters } from '../attentionGru';
import { reversedOrder, type GruParameters } from '../gru';
import { attentionBackward, attentionForward, type AttentionShape } from '../kernels/trainingAttention';
import {
  attentionGruBackward,
  attentionGruForward,
  type AttentionGruShape,
  type AttentionGruValues,
} from '../kernels/trainingAttentionGru';
import { gruBackward, gruForward, type GruShape, type GruValues } from '../kernels/trainingGru';
import { room } from '../kernels/trainingLayout';
import type { TrainingModule } from '../kernels/trainingModule';
import type { AdditiveValues, DotValues } from '../kernels/trainingScores';
import { sampledSoftmax } from '../kernels/trainingSoftmax';
import { COMPOSED, dropoutMask } from '../operations';
import { embed } from './embedding';
import type { TrainingOperations } from './language';
import { record } from './record';
import { joinRows, permuteRows, takeColumns } from './rows';

export class FusedOperations implements TrainingOperations {
  constructor(private readonly module: TrainingModule) {}

  /**
   * Runs a forward and its backward pass; what they keep is given back at the end. On plain JavaScript the tensors in it
   * are views of that memory: none outlives it, so that what is wanted of them is read inside.
   */
  readonly step = <T>(run: () => T): T => {
    const before = tf.memory().numTensors;
    // Other backends may take their copy of a tensor's numbers late.
    return this.module.scope(tf.getBackend() === 'cpu', () => {
      const result = COMPOSED.step(run);
      if (tf.memory().numTensors > before) throw new Error('No tensor of a step may be kept.');
      return result;
    });
  };

  readonly embed = (table: tf.Tensor2D, ids: Int32Array): tf.Tensor2D =>
    embed(table, ids, (source) => {
      const width = source.shape[1];
      const rows = permuteRows(floats(source), ids, width, this.room(ids.length * width));
      return tf.tensor2d(rows, [ids.length, width]);
    });

  /** As gruSequence of ../gru.ts. */
  readonly gruSequence = (
    x: tf.Tensor3D,
    p: GruParameters,
    restarts: Uint8Array | null = null,
  ): tf.Tensor3D => {
    const operation = tf.customGrad((...inputs: unknown[]) => {
      const tensors = inputs.slice(0, 7) as tf.Tensor[];
      const shape = gruShape(tensors[0] as tf.Tensor3D, tensors[3] as tf.Tensor2D);
      const values = gruValues(tensors);
      const { states, recorded } = record(this.module, () =>
        gruForward(this.module, floats(tensors[0]!), shape, values, restarts),
      );
      return {
        value: tf.tensor3d(states, [shape.time, shape.batch, shape.hidden]),
        gradFunc: (dStates: tf.Tensor) => {
          const g = recorded.open((tape) => gruBackward(this.module, tape, floats(dStates), shape, values));
          return tensorsLike([g.x, g.kernel, g.gates, g.candidate, g.bias, g.gamma, g.beta], tensors);
        },
      };
    });
    return operation(x, p.kernel, p.gates, p.candidate, p.bias, p.gamma, p.beta) as tf.Tensor3D;
  };

  /** As gruForward of ../gru.ts: no gradient, nothing kept. */
  readonly gruForward = (
    x: tf.Tensor3D,
    p: GruParameters,
    restarts: Uint8Array | null = null,
  ): tf.Tensor3D => {
    const shape = gruShape(x, p.candidate);
    const values = gruValues([x, p.kernel, p.gates, p.candidate, p.bias, p.gamma, p.beta]);
    const mark = this.module.mark();
    const { states } = gruForward(this.module, floats(x), shape, values, restarts);
    if (!this.module.keeps) this.module.release(mark);
    return tf.tensor3d(states, [shape.time, shape.batch, shape.hidden]);
  };

  /** As softAttention of ../attention.ts. */
  readonly softAttention = (
    states: tf.Tensor3D,
    mask: tf.Tensor2D,
    p: ScoreParameters,
    scoreActivation: ScoreActivation,
    pads: Float32Array | null = null,
  ): Attended => {
    const [time, batch, width] = states.shape;
    // One operation has one value: both lie in it, one after the other.
    const both = this.attend(states, mask, p, scoreActivation, pads);
    const [context, weights] = tf.split(both, [batch * width, time * batch]) as [tf.Tensor1D, tf.Tensor1D];
    return {
      context: tf.reshape(context, [batch, width]),
      weights: tf.transpose(tf.reshape(weights, [time, batch])) as tf.Tensor2D,
    };
  };

  /** As attentionWeights of ../attention.ts. */
  readonly attentionWeights = (
    states: tf.Tensor3D,
    mask: tf.Tensor2D,
    p: ScoreParameters,
    scoreActivation: ScoreActivation,
    pads: Float32Array | null = null,
  ): tf.Tensor2D => this.softAttention(states, mask, p, scoreActivation, pads).weights;

  /** Attention as one operation: context (B, S) and weights (T, B), flat. */
  private attend(
    states: tf.Tensor3D,
    mask: tf.Tensor2D,
    p: ScoreParameters,
    scoreActivation: ScoreActivation,
    pads: Float32Array | null,
  ): tf.Tensor1D {
    const { module } = this;
    const [time, batch, width] = states.shape;
    const bounded = scoreActivation === 'tanh';
    const parameters = 'kernel' in p ? [p.kernel, p.bias, p.score] : [p.score];
    const units = 'kernel' in p ? p.kernel.shape[1] : 0;
    const shape: AttentionShape = { time, batch, width, units, bounded, pads };
    const masked = floats(mask);
    const contexts = batch * width;
    const operation = tf.customGrad((...inputs: unknown[]) => {
      const tensors = inputs.slice(0, 1 + parameters.length) as tf.Tensor[];
      const [given, ...rest] = tensors.map(floats) as [Float32Array, ...Float32Array[]];
      const values = scoreValues(rest);
      const { context, weights, recorded } = record(this.module, () =>
        attentionForward(module, given, masked, shape, values),
      );
      const value = new Float32Array(contexts + time * batch);
      value.set(context);
      value.set(weights, contexts);
      const gradFunc = (d: tf.Tensor) => {
        const [dContext, dWeights] = [floats(d).subarray(0, contexts), floats(d).subarray(contexts)];
        const g = recorded.open((tape) => attentionBackward(module, tape, dContext, dWeights, shape, values));
        const own = 'kernel' in g.parameters ? [g.parameters.kernel, g.parameters.bias] : [];
        return tensorsLike([g.states, ...own, g.parameters.score], tensors);
      };
      return { value: tf.tensor1d(value), gradFunc };
    });
    return operation(states, ...parameters) as tf.Tensor1D;
  }

  /** Composed: vector gates have no kernel of their own. */
  readonly attentionGates = COMPOSED.attentionGates;

  /** As attentionGru of ../attentionGru.ts; composed where the gate is a vector. */
  readonly attentionGru = (
    states: tf.Tensor3D,
    weights: tf.Tensor2D | tf.Tensor3D,
    p: AttentionGruParameters,
    differentiable: boolean,
  ): tf.Tensor2D => {
    if (weights.rank === 3) return COMPOSED.attentionGru(states, weights, p, differentiable);
    const { module } = this;
    const [time, batch, width] = states.shape;
    const shape: AttentionGruShape = { time, batch, width, hidden: p.candidate.shape[0] };
    const operation = tf.customGrad((...inputs: unknown[]) => {
      const tensors = inputs.slice(0, 8) as tf.Tensor[];
      const [x, shares, kernel, reset, candidate, bias, gamma, beta] = tensors.map(floats);
      const values = { kernel, reset, candidate, bias, gamma, beta } as AttentionGruValues;
      const { context, recorded } = record(this.module, () =>
        attentionGruForward(module, x!, shares!, shape, values),
      );
      return {
        value: tf.tensor2d(context, [batch, shape.hidden]),
        gradFunc: (dContext: tf.Tensor) => {
          const g = recorded.open((tape) =>
            attentionGruBackward(module, tape, floats(dContext), shape, values),
          );
          const gradients = [g.x, g.weights, g.kernel, g.reset, g.candidate, g.bias, g.gamma, g.beta];
          return tensorsLike(gradients, tensors);
        },
      };
    });
    const { kernel, reset, candidate, bias, gamma, beta } = p;
    const byTime = tf.transpose(weights);
    return operation(states, byTime, kernel, reset, candidate, bias, gamma, beta) as tf.Tensor2D;
  };

  /** As the composed `drop`, in loops of its own: TensorFlow.js's product in plain JavaScript takes several times as long. */
  readonly drop = <T extends tf.Tensor>(x: T, rate: number, uniform: () => number): T => {
    if (rate === 0) return x;
    const mask = dropoutMask(this.room(x.size), rate, uniform);
    const operation = tf.customGrad((...inputs: unknown[]) => ({
      value: tf.tensor(multiplied(floats(inputs[0] as tf.Tensor), mask, this.room(x.size)), x.shape),
      gradFunc: (d: tf.Tensor) => tf.tensor(multiplied(floats(d), mask, this.room(x.size)), x.shape),
    }));
    return operation(x) as T;
  };

  /** As reverseRows of ../gru.ts. */
  readonly reverseRows = (x: tf.Tensor3D, lengths: ArrayLike<number>): tf.Tensor3D => {
    const [time, batch, width] = x.shape;
    const order = reversedOrder(time, batch, lengths);
    const turn = (t: tf.Tensor) =>
      tf.tensor(permuteRows(floats(t), order, width, this.room(t.size)), t.shape);
    const operation = tf.customGrad((...inputs: unknown[]) => ({
      value: turn(inputs[0] as tf.Tensor),
      gradFunc: turn,
    }));
    return operation(x) as tf.Tensor3D;
  };

  /** As the composed `joinStates`. */
  readonly joinStates = (directions: readonly tf.Tensor3D[]): tf.Tensor3D => {
    if (directions.length === 1) return directions[0]!;
    const [time, batch] = directions[0]!.shape;
    const widths = directions.map((d) => d.shape[2]);
    const stride = widths.reduce((a, b) => a + b, 0);
    const operation = tf.customGrad((...inputs: unknown[]) => {
      const tensors = inputs.slice(0, directions.length) as tf.Tensor[];
      const rows = joinRows(tensors.map(floats), widths, this.room(time * batch * stride));
      return {
        value: tf.tensor3d(rows, [time, batch, stride]),
        gradFunc: (d: tf.Tensor) => {
          const given = floats(d);
          let offset = 0;
          const parts = widths.map((width) => {
            offset += width;
            return takeColumns(given, stride, offset - width, width, this.room(time * batch * width));
          });
          return tensorsLike(parts, tensors);
        },
      };
    });
    return operation(...directions) as tf.Tensor3D;
  };

  /** As sampledSoftmax of ./language.ts. */
  readonly sampledSoftmax = (
    states: readonly tf.Tensor3D[],
    rows: tf.Tensor2D,
    targets: Int32Array,
    drawn: Int32Array,
  ): tf.Scalar => {
    const { module } = this;
    const width = rows.shape[1];
    const words = targets.length / states.length; // of one direction
    const counted = targets.reduce((n, id) => n + Number(id >= 0), 0);
    const operation = tf.customGrad((...inputs: unknown[]) => {
      const tensors = inputs.slice(0, states.length + 1) as tf.Tensor[];
      const given = floats(tensors.at(-1)!);
      const drawnRows = given.subarray(targets.length * width);
      const parts = states.map((_, d) => {
        const [from, to] = [d * words, (d + 1) * words];
        const own = given.subarray(from * width, to * width);
        const ids = targets.subarray(from, to);
        return sampledSoftmax(module, floats(tensors[d]!), own, drawnRows, ids, drawn, width, 1 / counted);
      });
      const dRows = this.room(given.length);
      parts.forEach(({ dRows: part }, d) => dRows.set(part, d * words * width));
      const sums = dRows.subarray(targets.length * width).fill(0);
      for (const { dDrawn } of parts) for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + dDrawn[i]!;
      const gradients = [...parts.map(({ dStates }) => dStates), dRows];
      return {
        value: tf.scalar(parts.reduce((sum, { loss }) => sum + loss, 0) / counted),
        gradFunc: (d: tf.Tensor) => {
          const factor = floats(d)[0]!;
          if (factor !== 1)
            for (const g of gradients) for (let i = 0; i < g.length; i++) g[i] = g[i]! * factor;
          return tensorsLike(gradients, tensors);
        },
      };
    });
    return operation(...states, rows) as tf.Scalar;
  };

  /** Numbers for a tensor: in the module's memory where they may be lent. */
  room(count: number): Float32Array {
    return room(this.module, count);
  }
}

function floats(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}

function tensorsLike(values: readonly Float32Array[], like: readonly tf.Tensor[]): tf.Tensor[] {
  return values.map((one, i) => tf.tensor(one, like[i]!.shape));
}

function multiplied(a: Float32Array, b: Float32Array, product: Float32Array): Float32Array {
  for (let i = 0; i < product.length; i++) product[i] = a[i]! * b[i]!;
  return product;
}

function gruShape(x: tf.Tensor3D, candidate: tf.Tensor2D): GruShape {
  const [time, batch, embedding] = x.shape;
  return { time, batch, embedding, hidden: candidate.shape[0] };
}

/** @param values of kernel, bias and score vector, or of the score vector alone */
function scoreValues(values: readonly Float32Array[]): AdditiveValues | DotValues {
  if (values.length === 1) return { score: values[0]! };
  const [kernel, bias, score] = values;
  return { kernel, bias, score } as AdditiveValues;
}

/** @param tensors x and the parameters in the order of GruParameters */
function gruValues(tensors: readonly tf.Tensor[]): GruValues {
  const [, kernel, gates, candidate, bias, gamma, beta] = tensors.map(floats);
  return { kernel, gates, candidate, bias, gamma, beta } as GruValues;
}
