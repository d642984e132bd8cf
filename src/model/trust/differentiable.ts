/**
 * The network forward and backward by the training kernels, from word vectors to log-odds and back to what each word
 * vector and each attention weight does to them (equations in ../gru.ts, ../attention.ts, ../attentionGru.ts).
 *
 *   f = log-odds of class k against all others together = z_k/τ − ln Σ_{j≠k} exp(z_j/τ)
 *
 * Letters: T words, B variants of one text (all of T words), E embedding size, H hidden units, S width of the states,
 * C classes, τ temperature; arrays are time-major.
 */
import {
  complete,
  contextWidth,
  gruPrefix,
  restartsIn,
  stateWidth,
  type Architecture,
  type ParameterName,
} from '../architecture';
import type { NetworkData } from '../engines/engine';
import { attentionBackward, attentionForward, type AttentionShape } from '../kernels/trainingAttention';
import {
  attentionGruBackward,
  attentionGruForward,
  type AttentionGruShape,
  type AttentionGruValues,
} from '../kernels/trainingAttentionGru';
import { gruBackwardToInputs, gruForward, type GruShape, type GruValues } from '../kernels/trainingGru';
import { TrainingModule, type CompiledModule } from '../kernels/trainingModule';
import type { ScoreValues } from '../kernels/trainingScores';
import { added, dot, interleaved, oddsOf, reversed, separated } from './arrays';

/** Of B variants of one text. */
export interface Sensitivities {
  /** f of each (B). */
  readonly logOdds: Float64Array;
  /** ∂f/∂x of every word vector (T, B, E). */
  readonly vectors: Float32Array;
  /** a (T, B), and ∂f/∂a, the weights taken to be free of one another; null where nothing is attended to. */
  readonly attention: { readonly weights: Float32Array; readonly gradients: Float32Array } | null;
}

interface Size {
  readonly time: number; // T
  readonly batch: number; // B
}

/** Something computed, and the way back: from the gradient of what came out to that of what went in. */
interface Step {
  readonly out: Float32Array;
  back(dOut: Float32Array): Float32Array;
}

/** What is decided upon (B, contextWidth), and the way back to the states. */
interface Joined extends Step {
  readonly weights: Float32Array | null;
  /** ∂f/∂a (T, B); to be called before `back`. */
  weightGradients(dContext: Float32Array): Float32Array;
}

export class DifferentiableNetwork {
  readonly architecture: Required<Architecture>;
  private readonly module: TrainingModule;
  private readonly values = new Map<string, Float32Array>();

  /** @param compiled the training kernels; no architecture with a vector gate, for which there are none */
  constructor(
    compiled: CompiledModule,
    private readonly data: NetworkData,
  ) {
    this.architecture = complete(data.architecture);
    this.module = new TrainingModule(compiled);
    for (const [name, weight] of Object.entries(data.weights)) {
      // The table is read row by row.
      if (name !== 'embedding/table') this.values.set(name, weight.floats());
    }
  }

  /** Word vectors (T, E). */
  vectorsOf(ids: Int32Array): Float32Array {
    const { embedding } = this.architecture;
    const { codes, floats } = this.data.weights['embedding/table'];
    const out = new Float32Array(ids.length * embedding);
    const table = codes?.bytes ?? floats();
    ids.forEach((id, t) => out.set(table.subarray(id * embedding, (id + 1) * embedding), t * embedding));
    return codes ? out.map((code) => codes.values[code]!) : out;
  }

  /**
   * @param x word vectors (T, B, E), T ≥ 1
   * @param label k
   * @param ids of the words (T), where the recurrence may begin anew; their vectors are those in x
   */
  sensitivities(x: Float32Array, size: Size, label: number, ids: Int32Array): Sensitivities {
    return this.module.scope(false, () => {
      const layers = this.encode(x, size, ids);
      const joined = this.join(layers.at(-1)!.out, size);
      const { logOdds, dContext } = this.decide(joined.out, size.batch, label);
      const { weights } = joined;
      const attention = weights && { weights, gradients: joined.weightGradients(dContext) };
      const vectors = layers.reduceRight((d, layer) => layer.back(d), joined.back(dContext));
      return { logOdds, vectors, attention };
    });
  }

  private value(name: ParameterName): Float32Array {
    return this.values.get(name)!;
  }

  /** Parameters of one recurrence or of attention, by the last part of their names. */
  private group<T>(prefix: string): T {
    const entries = [...this.values].filter(([name]) => name.slice(0, name.lastIndexOf('/')) === prefix);
    return Object.fromEntries(entries.map(([name, values]) => [name.slice(prefix.length + 1), values])) as T;
  }

  private encode(x: Float32Array, size: Size, ids: Int32Array): Step[] {
    const { layers, embedding, bidirectional } = this.architecture;
    const restarts = restartsIn(this.architecture, ids);
    const anew = restarts && everyVariant(restarts.forward, size.batch);
    const anewBackward = restarts && everyVariant(restarts.backward.toReversed(), size.batch);
    const steps: Step[] = [];
    for (let layer = 0; layer < layers; layer++) {
      const input = steps.at(-1)?.out ?? x;
      const inputs = layer === 0 ? embedding : stateWidth(this.architecture);
      const forward = this.recur(input, size, inputs, gruPrefix(layer, false), anew);
      if (!bidirectional) {
        steps.push(forward);
        continue;
      }
      const turned = (values: Float32Array) => reversed(values, size.time);
      const backward = this.recur(turned(input), size, inputs, gruPrefix(layer, true), anewBackward);
      const { hidden } = this.architecture;
      steps.push({
        out: interleaved([forward.out, turned(backward.out)], hidden),
        back: (dOut) => {
          const [first, second] = separated(dOut, hidden);
          // In the order opposite to that of the tapes.
          const dSecond = turned(backward.back(turned(second)));
          return added(forward.back(first), dSecond);
        },
      });
    }
    return steps;
  }

  private recur(
    x: Float32Array,
    size: Size,
    embedding: number,
    prefix: string,
    restarts: Uint8Array | null,
  ): Step {
    const shape: GruShape = { ...size, embedding, hidden: this.architecture.hidden };
    const values = this.group<GruValues>(prefix);
    const { states, tape } = gruForward(this.module, x, shape, values, restarts);
    return { out: states, back: (dOut) => gruBackwardToInputs(this.module, tape, dOut, shape, values) };
  }

  private join(states: Float32Array, size: Size): Joined {
    const { attentionKind } = this.architecture;
    switch (attentionKind) {
      case 'none':
        return this.lastStates(states, size);
      case 'soft':
        return this.weightedSum(states, size);
      case 'attention-gru':
        return this.readByAttention(states, size);
      default:
        return attentionKind satisfies never;
    }
  }

  private attend(states: Float32Array, { time, batch }: Size) {
    const { scoreActivation, attention, positions } = this.architecture;
    const shape: AttentionShape = {
      ...{ time, batch, width: stateWidth(this.architecture) },
      units: scoreActivation === 'dot' ? 0 : attention,
      bounded: scoreActivation === 'tanh',
      pads: positions > 0 ? new Float32Array(batch).fill(Math.max(0, positions - time)) : null,
    };
    const values = this.group<ScoreValues>('attention');
    const mask = new Float32Array(batch * time).fill(1);
    const { context, weights, tape } = attentionForward(this.module, states, mask, shape, values);
    const back = (dContext: Float32Array, dWeights: Float32Array | null) =>
      attentionBackward(this.module, tape, dContext, dWeights, shape, values).states;
    return { context, weights, back };
  }

  private weightedSum(states: Float32Array, size: Size): Joined {
    const { context, weights, back } = this.attend(states, size);
    const width = stateWidth(this.architecture);
    return {
      ...{ out: context, weights },
      back: (dContext) => back(dContext, null),
      weightGradients: (dContext) =>
        weights.map((_, row) => {
          const from = (row % size.batch) * width;
          return dot(states, row * width, dContext, from, width);
        }),
    };
  }

  private readByAttention(states: Float32Array, size: Size): Joined {
    const width = stateWidth(this.architecture);
    const attended = this.attend(states, size);
    const { weights } = attended;
    const shape: AttentionGruShape = { ...size, width, hidden: this.architecture.hidden };
    const values = this.group<AttentionGruValues>('attention/gru');
    const { context, tape } = attentionGruForward(this.module, states, weights, shape, values);
    let found: { readonly x: Float32Array; readonly weights: Float32Array } | undefined;
    const backward = (dContext: Float32Array) =>
      (found ??= attentionGruBackward(this.module, tape, dContext, shape, values));
    return {
      ...{ out: context, weights },
      back: (dContext) => {
        const { x, weights: dWeights } = backward(dContext);
        return added(attended.back(new Float32Array(size.batch * width), dWeights), x);
      },
      weightGradients: (dContext) => backward(dContext).weights,
    };
  }

  /** Of each direction the state that it ends with: of the last word, and read backward of the first. */
  private lastStates(states: Float32Array, { time, batch }: Size): Joined {
    const { hidden, bidirectional } = this.architecture;
    const width = stateWidth(this.architecture);
    const context = new Float32Array(batch * width);
    const ends = bidirectional ? [time - 1, 0] : [time - 1];
    /** Calls back with the places in states and context of each direction's part. */
    const parts = (visit: (state: number, at: number) => void) => {
      for (let b = 0; b < batch; b++) {
        ends.forEach((word, direction) => {
          const offset = direction * hidden;
          visit((word * batch + b) * width + offset, b * width + offset);
        });
      }
    };
    parts((state, at) => context.set(states.subarray(state, state + hidden), at));
    return {
      ...{ out: context, weights: null },
      back: (dContext) => {
        const dStates = new Float32Array(states.length);
        parts((state, at) => dStates.set(dContext.subarray(at, at + hidden), state));
        return dStates;
      },
      weightGradients: () => new Float32Array(),
    };
  }

  /** f of each row of the context (B, contextWidth), and ∂f of the context. */
  private decide(context: Float32Array, batch: number, label: number) {
    const { classes } = this.architecture;
    const width = contextWidth(this.architecture);
    const kernel = this.value('decoder/kernel'); // (contextWidth, C)
    const bias = this.value('decoder/bias');
    const logOdds = new Float64Array(batch);
    const dContext = new Float32Array(batch * width);
    for (let b = 0; b < batch; b++) {
      const logits = Float64Array.from(bias);
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < classes; j++) logits[j]! += context[b * width + i]! * kernel[i * classes + j]!;
      }
      const { value, gradient } = oddsOf(logits, label, this.data.temperature);
      logOdds[b] = value;
      for (let i = 0; i < width; i++)
        dContext[b * width + i] = dot(kernel, i * classes, gradient, 0, classes);
    }
    return { logOdds, dContext };
  }
}

/** Of T words to the same of B variants of them, time-major. */
function everyVariant(restarts: Uint8Array, batch: number): Uint8Array {
  return Uint8Array.from({ length: restarts.length * batch }, (_, row) => restarts[Math.floor(row / batch)]!);
}
