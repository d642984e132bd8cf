/** The network by the WebAssembly kernels: one text at a time, its words in chunks that stay in the processor's cache. */
import { Heap } from '../kernels/heap';
import type { InferenceKernels } from '../kernels/inference';
import type { KernelBuild, OpenedKernel } from '../kernels/open';
import type { Backend } from '../types';
import {
  commonPrefix,
  softmaxOfTwo,
  type Engine,
  type NetworkData,
  type Outcome,
  type Session,
} from './engine';
import { placeNetwork, type PlacedGru, type PlacedLayer, type PlacedNetwork } from './placed';
import { withRoom, type Tape } from './tape';

/** Words projected at a time, before the recurrence reads them. */
const CHUNK = 32;

const BACKENDS: Record<KernelBuild, Backend> = { relaxed: 'kernels-relaxed', simd: 'kernels-simd' };

/** Addresses of what is needed for a moment only. */
interface Scratch {
  readonly inputs: number; // (CHUNK, E)
  readonly projected: number; // (CHUNK, 3 units)
  readonly gates: number; // (4 units)
  readonly zeros: number; // (units)
  readonly context: number;
  readonly logits: number; // (2)
}

export class KernelEngine implements Engine {
  readonly backend: Backend;
  private readonly kernels: InferenceKernels;
  private readonly heap: Heap;
  private readonly network: PlacedNetwork;
  private readonly scratch: Scratch;
  private own: Tape | null = null;

  constructor(
    { build, exports }: Pick<OpenedKernel<InferenceKernels>, 'build' | 'exports'>,
    private readonly data: NetworkData,
  ) {
    this.backend = BACKENDS[build];
    this.kernels = exports;
    this.heap = new Heap(exports);
    this.network = placeNetwork(data, this.heap);
    const { units, contextWidth, architecture } = this.network;
    this.scratch = {
      inputs: this.heap.zeros(CHUNK * architecture.embedding),
      projected: this.heap.zeros(CHUNK * 3 * units),
      gates: this.heap.zeros(4 * units),
      zeros: this.heap.zeros(units),
      context: this.heap.zeros(contextWidth),
      logits: this.heap.zeros(2),
    };
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

  open(): Session {
    return new KernelSession(this);
  }

  dispose(): void {
    // Memory goes with the module.
  }

  /** Whether the states of a beginning stay what they are, whatever follows. */
  get keepsStates(): boolean {
    return !this.network.architecture.bidirectional;
  }

  /** Room for a text of `words` words, taken over with what the given tape holds of its first `kept` ones. */
  withRoom(tape: Tape | null, words: number, kept: number): Tape {
    return withRoom(this.heap, this.network, tape, words, kept);
  }

  release(tape: Tape): void {
    this.heap.free(tape.start);
  }

  /** Reads the words of a text from `from` on; the tape holds what is known of those before. */
  read(tape: Tape, ids: Int32Array, from: number): Outcome {
    const { kernels, heap, scratch, network } = this;
    const words = ids.length;
    heap.integers(tape.ids, words).set(ids);
    network.layers.forEach((layer, index) => {
      layer.directions.forEach((gru, direction) =>
        this.readLayer(tape, layer, index, gru, direction, from, words),
      );
    });
    this.attend(tape, from, words);
    const { decoder, contextWidth } = network;
    kernels.decode(contextWidth, scratch.context, decoder.kernel, decoder.bias, scratch.logits);
    const [negative, positive] = heap.floats(scratch.logits, 2) as unknown as [number, number];
    return {
      probabilities: softmaxOfTwo(negative, positive, this.data.temperature),
      weights: heap.floats(tape.weights, words).slice(),
    };
  }

  /** One direction of one layer, chunk by chunk in the direction of reading. */
  private readLayer(
    tape: Tape,
    layer: PlacedLayer,
    index: number,
    gru: PlacedGru,
    direction: number,
    from: number,
    words: number,
  ): void {
    const { kernels, scratch } = this;
    const { units, width, architecture } = this.network;
    const backward = direction === 1;
    const rowBytes = 4 * width;
    const states = tape.states[index]! + 4 * direction * units;
    const projectedStep = backward ? -12 * units : 12 * units;
    let hidden = from === 0 ? scratch.zeros : states + (from - 1) * rowBytes;
    for (let done = from; done < words; done += CHUNK) {
      const count = Math.min(CHUNK, words - done);
      const first = backward ? words - done - count : done; // of the chunk, in the order of the text
      const inputs =
        index === 0 ? this.embed(tape, first, count) : tape.states[index - 1]! + first * rowBytes;
      kernels.blockedProduct(count, layer.inputs, 3 * units, inputs, gru.kernel, gru.bias, scratch.projected);
      const start = backward ? count - 1 : 0; // where reading begins within the chunk
      kernels.recur(
        count,
        units,
        architecture.hidden,
        scratch.projected + start * 12 * units,
        projectedStep,
        gru.gates,
        gru.candidate,
        gru.gamma,
        gru.beta,
        hidden,
        states + (first + start) * rowBytes,
        backward ? -rowBytes : rowBytes,
        scratch.gates,
      );
      hidden = states + (backward ? first : first + count - 1) * rowBytes;
    }
  }

  /** Word vectors of a chunk, as rows. */
  private embed(tape: Tape, first: number, count: number): number {
    const { table, tableValues, architecture } = this.network;
    const { inputs } = this.scratch;
    const ids = tape.ids + 4 * first;
    if (tableValues === null) this.kernels.gather(count, ids, architecture.embedding, table, inputs);
    else this.kernels.gatherCodes(count, ids, architecture.embedding, table, tableValues, inputs);
    return inputs;
  }

  /** Context into scratch, weights onto the tape. Scores of words before `from` are there already. */
  private attend(tape: Tape, from: number, words: number): void {
    const { kernels, heap, scratch } = this;
    const { attention, attentionGru, attentionUnits, width, contextWidth, architecture } = this.network;
    heap.floats(scratch.context, contextWidth).fill(0);
    if (words === 0) return;
    if (!attention) return this.takeLastStates(tape, words);
    const states = tape.states.at(-1)!;
    kernels.score(
      words - from,
      width,
      attentionUnits,
      states + 4 * from * width,
      attention.kernel,
      attention.bias,
      attention.score,
      tape.scores + 4 * from,
    );
    kernels.softmax(words, tape.scores, architecture.scoreActivation === 'tanh', tape.weights);
    if (attentionGru) this.readByAttention(attentionGru, states, tape.weights, words);
    else kernels.weightedSum(words, width, tape.weights, states, scratch.context);
  }

  private readByAttention(gru: PlacedGru, states: number, weights: number, words: number): void {
    const { kernels, scratch } = this;
    const { units, width, architecture } = this.network;
    for (let done = 0; done < words; done += CHUNK) {
      const count = Math.min(CHUNK, words - done);
      const inputs = states + 4 * done * width;
      kernels.blockedProduct(count, width, 2 * units, inputs, gru.kernel, gru.bias, scratch.projected);
      kernels.recurAttention(
        count,
        units,
        architecture.hidden,
        scratch.projected,
        weights + 4 * done,
        gru.gates,
        gru.candidate,
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

  constructor(private readonly engine: KernelEngine) {}

  read(ids: Int32Array): Outcome {
    this.kept = this.engine.keepsStates ? commonPrefix(this.ids, ids) : 0;
    this.tape = this.engine.withRoom(this.tape, ids.length, this.kept);
    this.ids = ids.slice();
    return this.engine.read(this.tape, ids, this.kept);
  }

  close(): void {
    if (this.tape) this.engine.release(this.tape);
    this.tape = null;
    this.ids = new Int32Array();
  }
}
