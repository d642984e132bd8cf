/** The network in plain TypeScript, word by word: where no WebAssembly runs, and to check the others against. */
import {
  complete,
  gruPrefix,
  restartsIn,
  scoreWidth,
  stateWidth,
  type Architecture,
  type ParameterName,
} from '../architecture';
import { classProbabilities } from '../classes';
import { commonPrefix, shown, type Engine, type NetworkData, type Outcome, type Session } from './engine';
import {
  addProduct,
  attentionGruStep,
  concatenated,
  gruStep,
  meanOf,
  softmax,
  type Gru,
  type Rows,
} from './plainSteps';

/** What attention makes of the states; `padding` where PADs are seen. */
interface Attended {
  readonly context: Float32Array;
  readonly weights: Float32Array;
  readonly padding?: number;
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

  paddingIn(ids: Int32Array, positions: number): number | undefined {
    return this.attend(this.encode(ids, []).at(-1)!, ids.length, positions).padding;
  }

  uniformly(ids: Int32Array): Outcome | undefined {
    const { attentionKind, attentionGate, positions } = this.architecture;
    if (attentionKind === 'none' || attentionGate === 'vector') return undefined;
    const states = this.encode(ids, []).at(-1)!;
    return this.decide(this.attend(states, ids.length, positions, true));
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
    const { vocabulary, embedding, layers, bidirectional } = this.architecture;
    const table = this.value('embedding/table');
    const blank = new Float32Array(embedding);
    const restarts = restartsIn(this.architecture, ids);
    let input: Rows = Array.from(ids, (id) =>
      id < vocabulary ? table.subarray(id * embedding, (id + 1) * embedding) : blank,
    );
    return Array.from({ length: layers }, (_, layer) => {
      const forward = this.recur(input, gruPrefix(layer, false), known[layer] ?? [], restarts?.forward);
      if (!bidirectional) return (input = forward);
      const backward = this.recur(
        input.toReversed(),
        gruPrefix(layer, true),
        [],
        restarts?.backward.toReversed(),
      ).toReversed();
      return (input = forward.map((state, t) => concatenated(state, backward[t]!)));
    });
  }

  private recur(input: Rows, prefix: string, known: Rows, restarts?: Uint8Array): Rows {
    const gru = this.gru(prefix, 'gates');
    const states = [...known];
    const zeros = new Float32Array(this.architecture.hidden);
    for (let t = known.length; t < input.length; t++) {
      const before = t === 0 || restarts?.[t] ? zeros : states[t - 1]!;
      states.push(gruStep(gru, input[t]!, before));
    }
    return states;
  }

  private read(ids: Int32Array, layers: readonly Rows[]): Outcome {
    return this.decide(this.attend(layers.at(-1)!, ids.length));
  }

  private decide({ context, weights, padding }: Attended): Outcome {
    const logits = Float64Array.from(this.value('decoder/bias'));
    addProduct(context, this.value('decoder/kernel'), this.architecture.classes, logits);
    return { probabilities: classProbabilities(logits, this.data.temperature), ...shown(weights, padding) };
  }

  /**
   * The vector that is decided upon, the weight of each word and, where they are seen, of all PADs.
   * @param equal whether all words are attended to alike
   */
  private attend(
    states: Rows,
    words: number,
    positions = this.architecture.positions,
    equal = false,
  ): Attended {
    const { attentionKind, hidden } = this.architecture;
    if (attentionKind === 'none') return this.lastStates(states, words);
    const padScores = this.scores(new Float32Array(stateWidth(this.architecture)));
    const pads = Math.max(0, positions - words);
    const scores = states.map((state) => this.scores(state));
    const gates = padScores.map((padScore, unit) => {
      const column = scores.map((ofWord) => ofWord[unit]!);
      const gate = softmax(column, pads, padScore);
      if (equal) gate.weights.fill((1 - gate.padding) / words);
      return gate;
    });
    const weights = Float32Array.from(states, (_, t) => meanOf(gates.map((gate) => gate.weights[t]!)));
    const seen = positions > 0 ? { padding: meanOf(gates.map(({ padding }) => padding)) } : {};
    if (attentionKind === 'soft') return { context: this.weightedSum(states, weights), weights, ...seen };
    const gru = this.gru('attention/gru', 'reset');
    const context = states.reduce<Float32Array>(
      (h, state, t) =>
        attentionGruStep(
          gru,
          state,
          h,
          gates.map((gate) => gate.weights[t]!),
        ),
      new Float32Array(hidden),
    );
    return { context, weights, ...seen };
  }

  /**
   * e = h·v, or tanh(h·W + b)·v, bounded by a further tanh where the architecture says so: one score, or of a vector
   * gate one for each hidden unit.
   */
  private scores(state: Float32Array): number[] {
    const { scoreActivation } = this.architecture;
    const scored = scoreActivation === 'dot' ? state : this.attentionUnits(state);
    const directions = this.value('attention/score');
    const columns = scoreWidth(this.architecture);
    return Array.from({ length: columns }, (_, column) => {
      let score = 0;
      for (let i = 0; i < scored.length; i++) score += scored[i]! * directions[i * columns + column]!;
      return scoreActivation === 'tanh' ? Math.tanh(score) : score;
    });
  }

  /** tanh(h·W + b) */
  private attentionUnits(state: Float32Array): Float64Array {
    const z = Float64Array.from(this.value('attention/bias'));
    addProduct(state, this.value('attention/kernel'), this.architecture.attention, z);
    return z.map(Math.tanh);
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
