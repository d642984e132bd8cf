/**
 * The network's heavy operations by the training module, each one TensorFlow.js operation with its own gradient, so
 * that losses and optimisers around them stay ordinary TensorFlow.js on any backend.
 *
 * What backward needs stays in the module's memory while a `step` is open, and is copied out of it otherwise.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Attended, AttentionParameters } from '../attention';
import type { ScoreActivation } from '../architecture';
import type { GruParameters } from '../gru';
import {
  attentionBackward,
  attentionForward,
  attentionTapeSize,
  type AttentionShape,
  type AttentionValues,
} from '../kernels/trainingAttention';
import { gruBackward, gruForward, gruTapeSize, type GruShape, type GruValues } from '../kernels/trainingGru';
import type { TrainingModule } from '../kernels/trainingModule';
import type { Operations } from '../operations';
import { embed } from './embedding';

/** What one forward pass left in the module's memory. */
interface Tape {
  /** Its address once more, for the backward pass. */
  open(): number;
  close(): void;
}

export class FusedOperations implements Operations {
  private stepOpen = false;

  constructor(private readonly module: TrainingModule) {}

  /** Runs a forward and its backward pass; what they keep is given back at the end. */
  step<T>(run: () => T): T {
    if (this.stepOpen) throw new Error('A step is open already.');
    this.stepOpen = true;
    const mark = this.module.mark();
    try {
      return run();
    } finally {
      this.stepOpen = false;
      this.module.release(mark);
    }
  }

  readonly embed = embed;

  /** As gruSequence of ../gru.ts. */
  readonly gruSequence = (x: tf.Tensor3D, p: GruParameters): tf.Tensor3D => {
    const operation = tf.customGrad((...inputs: unknown[]) => {
      const tensors = inputs.slice(0, 7) as tf.Tensor[];
      const shape = gruShape(tensors[0] as tf.Tensor3D, tensors[3] as tf.Tensor2D);
      const values = gruValues(tensors);
      const tape = this.record(gruTapeSize(shape), (address) =>
        gruForward(this.module, address, floats(tensors[0]!), shape, values),
      );
      return {
        value: tf.tensor3d(tape.result, [shape.time, shape.batch, shape.hidden]),
        gradFunc: (dStates: tf.Tensor) => {
          const g = gruBackward(this.module, tape.open(), floats(dStates), shape, values);
          tape.close();
          return [g.x, g.kernel, g.gates, g.candidate, g.bias, g.gamma, g.beta].map((gradient, i) =>
            tf.tensor(gradient, tensors[i]!.shape),
          );
        },
      };
    });
    return operation(x, p.kernel, p.gates, p.candidate, p.bias, p.gamma, p.beta) as tf.Tensor3D;
  };

  /** As gruForward of ../gru.ts: no gradient, nothing kept. */
  readonly gruForward = (x: tf.Tensor3D, p: GruParameters): tf.Tensor3D => {
    const shape = gruShape(x, p.candidate);
    const mark = this.module.mark();
    const values = gruValues([x, p.kernel, p.gates, p.candidate, p.bias, p.gamma, p.beta]);
    const tape = this.module.allocate(gruTapeSize(shape));
    const states = gruForward(this.module, tape, floats(x), shape, values);
    this.module.release(mark);
    return tf.tensor3d(states, [shape.time, shape.batch, shape.hidden]);
  };

  /** As softAttention of ../attention.ts, except that only the context carries a gradient. */
  readonly softAttention = (
    states: tf.Tensor3D,
    mask: tf.Tensor2D,
    p: AttentionParameters,
    scoreActivation: ScoreActivation,
  ): Attended => {
    const [time, batch, width] = states.shape;
    const shape: AttentionShape = {
      time,
      batch,
      width,
      units: p.kernel.shape[1],
      bounded: scoreActivation === 'tanh',
    };
    const masked = floats(mask);
    let weights: tf.Tensor2D | undefined;
    const operation = tf.customGrad((...inputs: unknown[]) => {
      const tensors = inputs.slice(0, 4) as tf.Tensor[];
      const [, kernel, bias, score] = tensors.map(floats);
      const values = { kernel, bias, score } as AttentionValues;
      const tape = this.record(attentionTapeSize(shape), (address) =>
        attentionForward(this.module, address, floats(tensors[0]!), masked, shape, values),
      );
      weights = tf.keep(tf.transpose(tf.tensor2d(tape.result.weights, [time, batch])));
      return {
        value: tf.tensor2d(tape.result.context, [batch, width]),
        gradFunc: (dContext: tf.Tensor) => {
          const g = attentionBackward(this.module, tape.open(), floats(dContext), shape, values);
          tape.close();
          return [g.states, g.kernel, g.bias, g.score].map((gradient, i) =>
            tf.tensor(gradient, tensors[i]!.shape),
          );
        },
      };
    });
    const context = operation(states, p.kernel, p.bias, p.score) as tf.Tensor2D;
    const kept = weights!;
    // The operation's own scope would have given the weights back; from here on they belong to the caller's.
    const returned = kept.clone();
    kept.dispose();
    return { context, weights: returned };
  };

  /** Runs a forward pass with room for its tape. */
  private record<T>(size: number, forward: (address: number) => T): Tape & { readonly result: T } {
    const { module } = this;
    const before = module.mark();
    const address = module.allocate(size);
    const result = forward(address);
    if (this.stepOpen) return { result, open: () => address, close: () => undefined };
    const copy = module.at(address, size).slice();
    module.release(before);
    let mark = before;
    return {
      result,
      open: () => {
        mark = module.mark();
        const again = module.allocate(size);
        module.at(again, size).set(copy);
        return again;
      },
      close: () => module.release(mark),
    };
  }
}

function floats(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}

function gruShape(x: tf.Tensor3D, candidate: tf.Tensor2D): GruShape {
  const [time, batch, embedding] = x.shape;
  return { time, batch, embedding, hidden: candidate.shape[0] };
}

/** @param tensors x and the parameters in the order of GruParameters */
function gruValues(tensors: readonly tf.Tensor[]): GruValues {
  const [, kernel, gates, candidate, bias, gamma, beta] = tensors.map(floats);
  return { kernel, gates, candidate, bias, gamma, beta } as GruValues;
}
