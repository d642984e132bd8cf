/**
 * The network in plain TypeScript, word by word, as the equations stand in ../gru.ts, ../attention.ts and
 * ../attentionGru.ts: where no WebAssembly runs, and to check the others against. Sums are in double precision, states
 * are rounded to single.
 */
import { complete, gruPrefix, stateWidth, type Architecture, type ParameterName } from '../architecture';
import { classProbabilities } from '../classes';
import { commonPrefix, shown, type Engine, type NetworkData, type Outcome, type Session } from './engine';

const EPSILON = 1e-5;

/** What attention makes of the states; `padding` where PADs are seen. */
interface Attended {
  readonly context: Float32Array;
  readonly weights: Float32Array;
  readonly padding?: number;
}

export type Rows = readonly Float32Array[];

/** One recurrence; `gates` holds (H, 2H) of a GRU, (H, H) of the attention GRU. */
export interface Gru {
  readonly kernel: Float32Array;
  readonly gates: Float32Array;
  readonly candidate: Float32Array;
  readonly bias: Float32Array;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/** out += x·W, W in rows of `columns`; four rows at a time, so that `out` is gone through less often. */
export function addProduct(
  x: Float32Array,
  weights: Float32Array,
  columns: number,
  out: Float64Array,
  at = 0,
): void {
  const even = x.length & ~3;
  for (let k = 0; k < even; k += 4) {
    const [x0, x1, x2, x3] = [x[k]!, x[k + 1]!, x[k + 2]!, x[k + 3]!];
    const row = k * columns;
    for (let j = 0, w = row; j < columns; j++, w++) {
      out[at + j]! +=
        x0 * weights[w]! +
        x1 * weights[w + columns]! +
        x2 * weights[w + 2 * columns]! +
        x3 * weights[w + 3 * columns]!;
    }
  }
  for (let k = even; k < x.length; k++) {
    for (let j = 0; j < columns; j++) out[at + j]! += x[k]! * weights[k * columns + j]!;
  }
}

/** Layer norm of each group of `size` values, in place: gamma·(z − mean)/sqrt(var + epsilon) + beta. */
function layerNorm(z: Float64Array, size: number, from: number, to: number, { gamma, beta }: Gru): void {
  for (let g = from; g < to; g += size) {
    let mean = 0;
    for (let i = g; i < g + size; i++) mean += z[i]!;
    mean /= size;
    let variance = 0;
    for (let i = g; i < g + size; i++) variance += (z[i]! - mean) ** 2;
    const scale = 1 / Math.sqrt(variance / size + EPSILON);
    for (let i = g; i < g + size; i++) z[i] = gamma[i]! * (z[i]! - mean) * scale + beta[i]!;
  }
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** h' of one word x from h: r, u = sigmoid(LN([x, h]·W + b)); c = tanh(LN([x, r∘h]·W + b)); h' = u∘h + (1 − u)∘c. */
export function gruStep(gru: Gru, x: Float32Array, h: Float32Array): Float32Array {
  const H = h.length;
  const z = Float64Array.from(gru.bias); // (3H): reset, update, candidate
  addProduct(x, gru.kernel, 3 * H, z);
  addProduct(h, gru.gates, 2 * H, z);
  layerNorm(z, H, 0, 2 * H, gru);
  const gated = h.map((value, i) => sigmoid(z[i]!) * value);
  addProduct(gated, gru.candidate, H, z, 2 * H);
  layerNorm(z, H, 2 * H, 3 * H, gru);
  return h.map((value, i) => {
    const update = sigmoid(z[H + i]!);
    return update * value + (1 - update) * Math.tanh(z[2 * H + i]!);
  });
}

/** The same with the attention weight `share` in the update gate's place: h' = a·c + (1 − a)·h. */
function attentionGruStep(gru: Gru, x: Float32Array, h: Float32Array, share: number): Float32Array {
  const H = h.length;
  const z = Float64Array.from(gru.bias); // (2H): reset, candidate
  addProduct(x, gru.kernel, 2 * H, z);
  addProduct(h, gru.gates, H, z);
  layerNorm(z, H, 0, H, gru);
  const gated = h.map((value, i) => sigmoid(z[i]!) * value);
  addProduct(gated, gru.candidate, H, z, H);
  layerNorm(z, H, H, 2 * H, gru);
  return h.map((value, i) => value + share * (Math.tanh(z[H + i]!) - value));
}

export class PlainEngine implements Engine {
  readonly backend = 'plain';
  private readonly architecture: Required<Architecture>;
  private readonly values: ReadonlyMap<string, Float32Array>;

  constructor(private readonly data: NetworkData) {
    this.architecture = complete(data.architecture);
    this.values = new Map(Object.entries(data.weights).map(([name, weight]) => [name, weight.floats()]));
  }

  get keepsStates(): boolean {
    return !this.architecture.bidirectional;
  }

  run(sequences: readonly Int32Array[]): Outcome[] {
    return sequences.map((ids) => this.read(ids, this.encode(ids, [])));
  }

  open(): Session {
    let layers: Rows[] = [];
    let before = new Int32Array();
    const session = {
      kept: 0,
      read: (ids: Int32Array) => {
        session.kept = this.keepsStates ? commonPrefix(before, ids) : 0;
        layers = this.encode(
          ids,
          layers.map((rows) => rows.slice(0, session.kept)),
        );
        before = ids.slice();
        return this.read(ids, layers);
      },
      close: () => {
        layers = [];
        before = new Int32Array();
      },
    };
    return session;
  }

  dispose(): void {
    // Nothing is held but arrays.
  }

  private value(name: ParameterName): Float32Array {
    return this.values.get(name)!;
  }

  private gru(prefix: string, gates: 'gates' | 'reset'): Gru {
    const value = (name: string) => this.value(`${prefix}/${name}` as ParameterName);
    return {
      kernel: value('kernel'),
      gates: value(gates),
      candidate: value('candidate'),
      bias: value('bias'),
      gamma: value('gamma'),
      beta: value('beta'),
    };
  }

  /** The states of every layer (T, S); `known` holds those of the first words, which are taken over. */
  private encode(ids: Int32Array, known: readonly Rows[]): Rows[] {
    const { embedding, layers, bidirectional } = this.architecture;
    const table = this.value('embedding/table');
    let input: Rows = Array.from(ids, (id) => table.subarray(id * embedding, (id + 1) * embedding));
    return Array.from({ length: layers }, (_, layer) => {
      const forward = this.recur(input, gruPrefix(layer, false), known[layer] ?? []);
      if (!bidirectional) return (input = forward);
      const backward = this.recur(input.toReversed(), gruPrefix(layer, true), []).toReversed();
      return (input = forward.map((state, t) => concatenated(state, backward[t]!)));
    });
  }

  private recur(input: Rows, prefix: string, known: Rows): Rows {
    const gru = this.gru(prefix, 'gates');
    const states = [...known];
    let h = known.at(-1) ?? new Float32Array(this.architecture.hidden);
    for (const x of input.slice(known.length)) {
      h = gruStep(gru, x, h);
      states.push(h);
    }
    return states;
  }

  private read(ids: Int32Array, layers: readonly Rows[]): Outcome {
    const { context, weights, padding } = this.attend(layers.at(-1)!, ids.length);
    const logits = Float64Array.from(this.value('decoder/bias'));
    addProduct(context, this.value('decoder/kernel'), this.architecture.classes, logits);
    return { probabilities: classProbabilities(logits, this.data.temperature), ...shown(weights, padding) };
  }

  /** The vector that is decided upon, the weight of each word and, where they are seen, of all PADs. */
  private attend(states: Rows, words: number): Attended {
    const { attentionKind, hidden, positions } = this.architecture;
    if (attentionKind === 'none') return this.lastStates(states, words);
    const padScore = this.score(new Float32Array(stateWidth(this.architecture)));
    const pads = Math.max(0, positions - words);
    const { weights, padding } = softmax(
      states.map((state) => this.score(state)),
      pads,
      padScore,
    );
    const seen = positions > 0 ? { padding } : {};
    if (attentionKind === 'soft') return { context: this.weightedSum(states, weights), weights, ...seen };
    const gru = this.gru('attention/gru', 'reset');
    const context = states.reduce<Float32Array>(
      (h, state, t) => attentionGruStep(gru, state, h, weights[t]!),
      new Float32Array(hidden),
    );
    return { context, weights, ...seen };
  }

  /** e = h·v, or tanh(h·W + b)·v, bounded by a further tanh where the architecture says so. */
  private score(state: Float32Array): number {
    const { attention, scoreActivation } = this.architecture;
    if (scoreActivation === 'dot') {
      const vector = this.value('attention/score');
      return state.reduce((sum, value, i) => sum + value * vector[i]!, 0);
    }
    const z = Float64Array.from(this.value('attention/bias'));
    addProduct(state, this.value('attention/kernel'), attention, z);
    const direction = this.value('attention/score');
    const score = z.reduce((sum, value, i) => sum + Math.tanh(value) * direction[i]!, 0);
    return scoreActivation === 'tanh' ? Math.tanh(score) : score;
  }

  private weightedSum(states: Rows, weights: Float32Array): Float32Array {
    const sum = new Float64Array(stateWidth(this.architecture));
    states.forEach((state, t) => {
      for (let i = 0; i < sum.length; i++) sum[i]! += weights[t]! * state[i]!;
    });
    return Float32Array.from(sum);
  }

  /** The last state of each direction: forward of the last word, backward of the first. */
  private lastStates(states: Rows, words: number): Attended {
    const { hidden, bidirectional } = this.architecture;
    const weights = new Float32Array(words);
    const context = new Float32Array(stateWidth(this.architecture));
    if (words === 0) return { context, weights };
    const ends = bidirectional ? [words - 1, 0] : [words - 1];
    ends.forEach((word, direction) => {
      const from = direction * hidden;
      context.set(states[word]!.subarray(from, from + hidden), from);
      weights[word]! += 1 / ends.length;
    });
    return { context, weights };
  }
}

export /** Over words and `pads` positions of the same score; `padding` is what these get together. */
function softmax(
  scores: readonly number[],
  pads: number,
  padScore: number,
): { weights: Float32Array; padding: number } {
  const most = scores.reduce((a, b) => Math.max(a, b), pads > 0 ? padScore : -Infinity);
  const powers = scores.map((score) => Math.exp(score - most));
  const ofPads = pads > 0 ? pads * Math.exp(padScore - most) : 0;
  const sum = powers.reduce((a, b) => a + b, ofPads);
  return { weights: Float32Array.from(powers, (power) => power / sum), padding: ofPads / sum };
}

export function concatenated(a: Float32Array, b: Float32Array): Float32Array {
  const joined = new Float32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
