/** The network composed of TensorFlow.js operations (../network.ts), on the backend that is open. */
import * as tf from '@tensorflow/tfjs-core';
import { complete, type ParameterName } from '../architecture';
import { classProbabilities } from '../classes';
import { forward, padBatch, type Parameters } from '../network';
import type { Backend } from '../types';
import type { Weight } from '../weights';
import { shown, type Engine, type NetworkData, type Outcome, type Session } from './engine';

/** All parameters as tensors; the caller disposes of them. */
function toTensors(weights: NetworkData['weights']): Parameters {
  const entries = Object.entries(weights).map(([name, weight]) => [
    name,
    name === 'embedding/table' ? tableWithBlank(weight) : tf.tensor(weight.floats(), [...weight.shape]),
  ]);
  return Object.fromEntries(entries) as Record<ParameterName, tf.Tensor>;
}

/** (V + 1, E): the last row is of zeros. */
function tableWithBlank({ shape, floats }: Weight): tf.Tensor {
  const [rows, width] = shape as [number, number];
  const values = new Float32Array((rows + 1) * width);
  values.set(floats());
  return tf.tensor(values, [rows + 1, width]);
}

export class TfjsEngine implements Engine {
  readonly keepsStates = false;
  private readonly parameters: Parameters;

  constructor(
    readonly backend: Backend,
    private readonly data: NetworkData,
  ) {
    this.parameters = toTensors(data.weights);
  }

  /** All sequences in one padded batch. */
  run(sequences: readonly Int32Array[]): Outcome[] {
    const read = sequences.filter((ids) => ids.length > 0);
    const outcomes = read.length > 0 ? this.runBatch(read) : [];
    let next = 0;
    return sequences.map((ids) => (ids.length > 0 ? outcomes[next++]! : this.withoutWords()));
  }

  /** TensorFlow.js gives no states to go on from: every reading is a full run. */
  open(): Session {
    return { kept: 0, read: (ids) => this.run([ids])[0]!, close: () => undefined };
  }

  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }

  private get seesPads(): boolean {
    const { attentionKind, positions } = complete(this.data.architecture);
    return attentionKind !== 'none' && positions > 0;
  }

  private runBatch(sequences: readonly Int32Array[]): Outcome[] {
    const { architecture, temperature } = this.data;
    // Which id stands beyond a row's end has no effect on the row.
    const batch = padBatch(sequences, 0);
    const { logits, weights } = tf.tidy(() => {
      const out = forward(this.parameters, architecture, batch);
      return { logits: out.logits.dataSync(), weights: out.weights.dataSync() as Float32Array };
    });
    const classes = logits.length / sequences.length;
    return sequences.map((ids, row) => {
      const own = weights.subarray(row * batch.time, row * batch.time + ids.length);
      const padding = this.seesPads ? 1 - own.reduce((a, b) => a + b, 0) : undefined;
      return {
        probabilities: classProbabilities(logits.slice(row * classes, (row + 1) * classes), temperature),
        ...shown(own, padding),
      };
    });
  }

  private withoutWords(): Outcome {
    const logits = this.parameters['decoder/bias'].dataSync();
    return {
      probabilities: classProbabilities(logits, this.data.temperature),
      ...shown(new Float32Array(), this.seesPads ? 1 : undefined),
    };
  }
}
