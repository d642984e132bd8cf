/** The network by the WebAssembly kernels: one text at a time, its words in chunks that stay in the processor's cache. */
import { Heap } from '../kernels/heap';
import type { InferenceKernels } from '../kernels/inference';
import type { KernelBuild, OpenedKernel } from '../kernels/open';
import { restartsIn, type Restarts } from '../architecture';
import { classProbabilities } from '../classes';
import type { Backend } from '../types';
import {
  commonPrefix,
  rejoins,
  wholeStretches,
  shown,
  type Engine,
  type NetworkData,
  type Outcome,
  type Session,
} from './engine';
import { placeNetwork, type PlacedGru, type PlacedNetwork, type Precision } from './placed';
import { placesOf, projectWords, type Projections } from './projections';
import { CHUNK, integers, singlePrecision, type Scratch, type Steps, type Stretch } from './steps';
import { moveKnown, withRoom, type Tape } from './tape';
import { openGates } from './vectorGate';

const BACKENDS: Record<KernelBuild, Backend> = { relaxed: 'kernels-relaxed', simd: 'kernels-simd' };

export class KernelEngine implements Engine {
  readonly backend: Backend;
  private readonly kernels: InferenceKernels;
  private readonly heap: Heap;
  private readonly network: PlacedNetwork;
  private readonly scratch: Scratch & { readonly context: number; readonly logits: number };
  private readonly steps: Steps;
  private own: Tape | null = null;

  constructor(
    { build, exports }: Pick<OpenedKernel<InferenceKernels>, 'build' | 'exports'>,
    private readonly data: NetworkData,
    precision: Precision = 'integer',
  ) {
    this.backend = BACKENDS[build];
    this.kernels = exports;
    this.heap = new Heap(exports);
    this.network = placeNetwork(data, this.heap, precision);
    const { units, contextWidth, table, gate } = this.network;
    this.scratch = {
      inputs: this.heap.zeros(CHUNK * table.inputs),
      projected: this.heap.zeros(CHUNK * 3 * units),
      gates: this.heap.zeros(4 * units),
      zeros: this.heap.zeros(units),
      attended: this.heap.zeros(CHUNK * (gate?.hidden?.units ?? 0)),
      context: this.heap.zeros(contextWidth),
      logits: this.heap.zeros(this.network.architecture.classes),
    };
    const steps = precision === 'integer' ? integers : singlePrecision;
    this.steps = steps(this.kernels, this.network, this.scratch);
  }

  /** Bytes that weights, states and scratch take together. */
  get memory(): number {
    return this.heap.size;
  }

  run(sequences: readonly Int32Array[]): Outcome[] {
    return sequences.map((ids) => {
      this.own = this.withRoom(this.own, ids.length, 0);
      return this.read(this.own, ids, 0);
    });
  }

  open(words?: Int32Array): Session {
    return new KernelSession(this, this.keepsStates ? words : undefined);
  }

  paddingIn(ids: Int32Array, positions: number): number | undefined {
    this.own = this.withRoom(this.own, ids.length, 0);
    return this.read(this.own, ids, 0, positions).padding;
  }

  uniformly(ids: Int32Array): Outcome | undefined {
    const { attention, architecture } = this.network;
    if (!attention) return undefined;
    this.own = this.withRoom(this.own, ids.length, 0);
    return this.read(this.own, ids, 0, architecture.positions, true);
  }

  dispose(): void {
    // Memory goes with the module.
  }

  get keepsStates(): boolean {
    const { bidirectional, restartAfter } = this.network.architecture;
    return !bidirectional || restartAfter.length > 0;
  }

  /** Room for a text of `words` words, taken over with what the given tape holds of its first `kept` ones. */
  withRoom(tape: Tape | null, words: number, kept: number): Tape {
    return withRoom(this.heap, this.network, tape, words, kept);
  }

  /** Where the recurrence begins anew in a text. */
  restartsIn(ids: Int32Array): Restarts | null {
    return restartsIn(this.network.architecture, ids);
  }

  /**
   * How many words, of those that both texts begin with, have the same states in both.
   * @param restarts of `after`
   */
  keptOf(before: Int32Array, after: Int32Array, restarts: Restarts | null): number {
    if (!this.keepsStates) return 0;
    const kept = commonPrefix(before, after);
    return this.network.architecture.bidirectional ? wholeStretches(kept, restarts!.backward) : kept;
  }

  /**
   * Puts what the tape knows of the end of a text where it is in the text as changed.
   * @param kept words that both begin with
   * @param restarts of `after`
   * @returns the first word from which on the tape knows all
   */
  rejoin(tape: Tape, before: Int32Array, after: Int32Array, kept: number, restarts: Restarts | null): number {
    // A vector gate scores whole tiles of words from scratch, and would do so beyond `until`.
    if (!restarts || this.network.gate) return after.length;
    const at = rejoins(before, after, kept, restarts.forward);
    const from = at + before.length - after.length;
    if (at < after.length) moveKnown(this.heap, this.network, tape, from, before.length, at);
    return at;
  }

  /** What the first layer makes of these words, to be given back with `free`. */
  project(words: Int32Array): Projections {
    const { heap, steps, network } = this;
    const { architecture, units, layers } = network;
    const { inputs, directions } = layers[0]!;
    return projectWords(
      heap,
      words,
      architecture.vocabulary,
      3 * units,
      directions.length,
      (ids, count, direction) => {
        steps.project(directions[direction]!, inputs, steps.embed({ ids }, 0, count), count);
        return this.scratch.projected;
      },
    );
  }

  free({ starts }: Projections): void {
    starts.forEach((start) => this.heap.free(start));
  }

  release(tape: Tape): void {
    this.heap.free(tape.start);
  }

  /**
   * Reads the words of a text from `from` on; the tape holds what is known of those before, and of those from `until` on.
   * @param positions that the softmax sees, PADs among them; 0: words alone
   * @param equal whether all words are attended to alike
   * @param projections of the words, where they are known
   * @param restarts where the recurrence begins anew in the text
   */
  read(
    tape: Tape,
    ids: Int32Array,
    from: number,
    positions = this.network.architecture.positions,
    equal = false,
    projections?: Projections,
    until = ids.length,
    restarts = this.restartsIn(ids),
  ): Outcome {
    const { kernels, heap, scratch, network } = this;
    const words = ids.length;
    const places = projections && placesOf(projections, ids);
    heap.integers(tape.ids, words).set(places ?? ids);
    const known = places && projections;
    network.layers.forEach(({ directions }, layer) => {
      directions.forEach((gru, direction) =>
        this.readLayer(tape, layer, gru, direction, from, until, known, restarts),
      );
    });
    const padding = this.attend(tape, from, until, words, positions, equal);
    const { decoder, contextWidth } = network;
    const { classes } = network.architecture;
    kernels.decode(contextWidth, classes, scratch.context, decoder.kernel, decoder.bias, scratch.logits);
    return {
      probabilities: classProbabilities(heap.floats(scratch.logits, classes), this.data.temperature),
      ...shown(heap.floats(tape.weights, words), padding),
    };
  }

  /**
   * One direction of one layer, chunk by chunk in the direction of reading.
   * @param known what the first layer makes of each word, whose rows are then on the tape in the ids' place
   */
  private readLayer(
    tape: Tape,
    layer: number,
    gru: PlacedGru,
    direction: number,
    from: number,
    until: number,
    known: Projections | undefined,
    restarts: Restarts | null,
  ): void {
    const { steps } = this;
    const { inputs } = this.network.layers[layer]!;
    const backward = direction === 1;
    // What is read from its end ends with a stretch, or with the text.
    let before = from === 0 || backward ? null : from - 1;
    const anew = (backward ? restarts?.backward : restarts?.forward) ?? null;
    for (let done = from; done < until; done += CHUNK) {
      const count = Math.min(CHUNK, until - done);
      const start = backward ? until - (done - from) - count : done; // of the chunk, in the order of the text
      const end = start + count - 1;
      if (layer === 0 && known) {
        const { units } = this.network;
        this.kernels.gather(
          count,
          tape.ids + 4 * start,
          3 * units,
          known.starts[direction]!,
          this.scratch.projected,
        );
      } else {
        const rows = layer === 0 ? steps.embed(tape, start, count) : steps.rows(tape, layer - 1, start);
        steps.project(gru, inputs, rows, count);
      }
      const [first, last] = backward ? [end, start] : [start, end]; // in the order of reading
      const [row, step] = [first - start, backward ? -1 : 1] as const;
      this.recurAnew(tape, gru, { layer, direction, count, before, first, row, step }, anew);
      before = last;
    }
  }

  /**
   * Reads on, from zeros wherever the recurrence begins anew.
   * @param anew 1 at the words that it begins anew with
   */
  private recurAnew(tape: Tape, gru: PlacedGru, stretch: Stretch, anew: Uint8Array | null): void {
    const { first, row, step, count } = stretch;
    for (let done = 0; done < count;) {
      const at = first + step * done;
      let more = done + 1;
      while (more < count && !anew?.[first + step * more]) more++;
      const before = anew?.[at] ? null : done === 0 ? stretch.before : at - step;
      this.steps.recur(tape, gru, {
        ...stretch,
        ...{ before, first: at, count: more - done, row: row + step * done },
      });
      done = more;
    }
  }

  /**
   * Context into scratch, weights onto the tape. Scores of words before `from` and from `until` on are there already.
   * @returns the attention on PADs, where the softmax sees them
   */
  private attend(
    tape: Tape,
    from: number,
    until: number,
    words: number,
    positions: number,
    equal: boolean,
  ): number | undefined {
    const { kernels, heap, scratch } = this;
    const { attention, gate, attentionGru, width, contextWidth, architecture } = this.network;
    heap.floats(scratch.context, contextWidth).fill(0);
    if (!attention && !gate) {
      if (words > 0) this.takeLastStates(tape, words);
      return undefined;
    }
    const { scoreActivation } = architecture;
    if (words === 0) return positions > 0 ? 1 : undefined;
    const states = tape.states.at(-1)!;
    if (!attention) {
      const network = { ...this.network, gate: gate!, architecture: { ...architecture, positions } };
      const padding = openGates(kernels, network, scratch, this.steps, tape, from, until, words);
      this.readByAttention(attentionGru!, states, tape.gates, words);
      return positions > 0 ? padding : undefined;
    }
    this.steps.score(tape, from, until);
    const padding = kernels.softmax(
      words,
      tape.scores,
      scoreActivation === 'tanh',
      Math.max(0, positions - words),
      attention.padScore,
      tape.weights,
    );
    if (equal) heap.floats(tape.weights, words).fill((1 - padding) / words);
    if (attentionGru) this.readByAttention(attentionGru, states, tape.weights, words);
    else kernels.weightedSum(words, width, tape.weights, states, scratch.context);
    return positions > 0 ? padding : undefined;
  }

  /** @param weights of each word, or of a vector gate of each word and unit */
  private readByAttention(gru: PlacedGru, states: number, weights: number, words: number): void {
    const { kernels, scratch } = this;
    const { units, width, architecture, gate } = this.network;
    const recur = gate ? kernels.recurGated : kernels.recurAttention;
    const ofWord = gate ? 4 * units : 4;
    for (let done = 0; done < words; done += CHUNK) {
      const count = Math.min(CHUNK, words - done);
      const inputs = states + 4 * done * width;
      kernels.blockedProduct(
        count,
        width,
        2 * units,
        inputs,
        gru.kernel.weights,
        gru.bias,
        scratch.projected,
      );
      recur(
        count,
        units,
        architecture.hidden,
        scratch.projected,
        weights + ofWord * done,
        gru.gates.weights,
        gru.candidate.weights,
        gru.gamma,
        gru.beta,
        scratch.context,
        scratch.gates,
      );
    }
  }

  private takeLastStates(tape: Tape, words: number): void {
    const { heap } = this;
    const { units, width, layers } = this.network;
    const states = tape.states.at(-1)!;
    const context = heap.floats(this.scratch.context, width);
    const weights = heap.floats(tape.weights, words).fill(0);
    const ends = [words - 1, 0].slice(0, layers[0]!.directions.length);
    ends.forEach((word, direction) => {
      const offset = direction * units;
      context.set(heap.floats(states + 4 * (word * width + offset), units), offset);
      weights[word]! += 1 / ends.length;
    });
  }
}

class KernelSession implements Session {
  kept = 0;
  private tape: Tape | null = null;
  private ids = new Int32Array();

  private projections: Projections | undefined;

  /** @param words that the texts are made of, where they are known */
  constructor(
    private readonly engine: KernelEngine,
    words: Int32Array | undefined,
  ) {
    this.projections = words && engine.project(words);
  }

  read(ids: Int32Array): Outcome {
    const restarts = this.engine.restartsIn(ids);
    this.kept = this.engine.keptOf(this.ids, ids, restarts);
    const tape = this.engine.withRoom(this.tape, ids.length, this.kept);
    // A new tape has only been given what the text begins with.
    const same = tape === this.tape && this.engine.keepsStates;
    const until = same ? this.engine.rejoin(tape, this.ids, ids, this.kept, restarts) : ids.length;
    this.tape = tape;
    this.ids = ids.slice();
    return this.engine.read(tape, ids, this.kept, undefined, false, this.projections, until, restarts);
  }

  close(): void {
    if (this.tape) this.engine.release(this.tape);
    if (this.projections) this.engine.free(this.projections);
    this.projections = undefined;
    this.tape = null;
    this.ids = new Int32Array();
  }
}
