/** The steps of a reading that depend on what products are computed in: word vectors, projection, recurrence, scores. */
import type { InferenceKernels } from '../kernels/inference';
import type { PlacedGru, PlacedNetwork } from './placed';
import type { PlacedAttentionUnits } from './placedAttention';
import type { Tape } from './tape';

/** Words projected at a time, before the recurrence reads them. */
export const CHUNK = 32;

/** Addresses of what is needed for a moment only. */
export interface Scratch {
  /** Word vectors of a chunk. */
  readonly inputs: number;
  /** (chunk, 3 units) */
  readonly projected: number;
  /** (4 units) */
  readonly gates: number;
  /** A state of zeros (units). */
  readonly zeros: number;
  /** (chunk, attention units) of a vector gate. */
  readonly attended: number;
}

/** A stretch that one direction of one layer reads, in the order of reading. */
export interface Stretch {
  readonly layer: number;
  readonly direction: number;
  /** Words. */
  readonly count: number;
  /** The word read before the first one; none where reading begins. */
  readonly before: number | null;
  readonly first: number;
  /** Row of the first word read within the projected chunk. */
  readonly row: number;
  /** 1 forward, −1 backward. */
  readonly step: 1 | -1;
}

export interface Steps {
  /** Word vectors of `count` words from `first` on, into scratch. */
  embed(tape: Pick<Tape, 'ids'>, first: number, count: number): number;
  /** The rows of a layer's states from a word on, as the layer above reads them. */
  rows(tape: Tape, layer: number, first: number): number;
  /** x·W + b of `count` rows, into scratch. */
  project(gru: PlacedGru, inputs: number, rows: number, count: number): void;
  recur(tape: Tape, gru: PlacedGru, stretch: Stretch): void;
  /** Scores of the words from `from` on, onto the tape. */
  score(tape: Tape, from: number, words: number): void;
  /** tanh(h·W + b) of `count` words from `first` on, into scratch. */
  attentionUnits(tape: Tape, placed: PlacedAttentionUnits, first: number, count: number): number;
}

export function singlePrecision(kernels: InferenceKernels, network: PlacedNetwork, scratch: Scratch): Steps {
  const { units, width, architecture, table, attention } = network;
  const row = (tape: Tape, layer: number, word: number) => tape.states[layer]! + 4 * word * width;
  return {
    embed(tape, first, count) {
      const ids = tape.ids + 4 * first;
      const { embedding } = architecture;
      if (table.isCodes)
        kernels.gatherCodes(count, ids, embedding, table.address, table.values, scratch.inputs);
      else kernels.gather(count, ids, embedding, table.address, scratch.inputs);
      return scratch.inputs;
    },
    rows: row,
    project(gru, inputs, rows, count) {
      kernels.blockedProduct(count, inputs, 3 * units, rows, gru.kernel.weights, gru.bias, scratch.projected);
    },
    recur(tape, gru, stretch) {
      const { layer, direction, before, step } = stretch;
      const state = (word: number) => row(tape, layer, word) + 4 * direction * units;
      kernels.recur(
        stretch.count,
        units,
        architecture.hidden,
        scratch.projected + stretch.row * 12 * units,
        step * 12 * units,
        gru.gates.weights,
        gru.candidate.weights,
        gru.gamma,
        gru.beta,
        before === null ? scratch.zeros : state(before),
        state(stretch.first),
        step * 4 * width,
        scratch.gates,
      );
    },
    score(tape, from, words) {
      const { hidden, score } = attention!;
      const states = row(tape, tape.states.length - 1, from);
      const out = tape.scores + 4 * from;
      if (!hidden) return kernels.scoreStates(words - from, width, states, score, out);
      const { units: attentionUnits, kernel, bias } = hidden;
      kernels.score(words - from, width, attentionUnits, states, kernel.weights, bias, score, out);
    },
    attentionUnits(tape, placed, first, count) {
      const states = row(tape, tape.states.length - 1, first);
      const { units: columns, kernel, bias } = placed;
      kernels.blockedProduct(count, width, columns, states, kernel.weights, bias, scratch.attended);
      kernels.tanhAll(count * columns, scratch.attended);
      return scratch.attended;
    },
  };
}

export function integers(kernels: InferenceKernels, network: PlacedNetwork, scratch: Scratch): Steps {
  const { units, width, architecture, table, attention } = network;
  const row = (tape: Tape, layer: number, word: number) => tape.codes[layer]! + 2 * word * width;
  return {
    embed(tape, first, count) {
      const ids = tape.ids + 4 * first;
      const { embedding } = architecture;
      const { address, inputs, scale } = table;
      if (table.isCodes) kernels.integerGatherCodes(count, ids, embedding, inputs, address, scratch.inputs);
      else kernels.integerGather(count, ids, embedding, inputs, address, 1 / scale.unit, scratch.inputs);
      return scratch.inputs;
    },
    rows: row,
    project({ kernel, bias }, inputs, rows, count) {
      const { weights, scales } = kernel;
      kernels.integerBlockedProduct(count, inputs, 3 * units, rows, weights, scales, bias, scratch.projected);
    },
    recur(tape, gru, stretch) {
      const { layer, direction, before, first, step } = stretch;
      const state = (word: number) => tape.states[layer]! + 4 * (word * width + direction * units);
      const code = (word: number) => row(tape, layer, word) + 2 * direction * units;
      kernels.integerRecur(
        stretch.count,
        units,
        architecture.hidden,
        scratch.projected + stretch.row * 12 * units,
        step * 12 * units,
        gru.gates.weights,
        gru.gates.scales,
        gru.candidate.weights,
        gru.candidate.scales,
        gru.gamma,
        gru.beta,
        before === null ? scratch.zeros : state(before),
        before === null ? scratch.zeros : code(before),
        state(first),
        code(first),
        step * 4 * width,
        scratch.gates,
      );
    },
    score(tape, from, words) {
      const { hidden, score } = attention!;
      const last = tape.states.length - 1;
      const out = tape.scores + 4 * from;
      if (!hidden) {
        const states = tape.states[last]! + 4 * from * width;
        return kernels.scoreStates(words - from, width, states, score, out);
      }
      const { units: attentionUnits, kernel, bias } = hidden;
      const { weights, scales } = kernel;
      const codes = row(tape, last, from);
      kernels.integerScore(words - from, width, attentionUnits, codes, weights, scales, bias, score, out);
    },
    attentionUnits(tape, placed, first, count) {
      const codes = row(tape, tape.states.length - 1, first);
      const { units: columns, kernel, bias } = placed;
      const { weights, scales } = kernel;
      const { attended } = scratch;
      kernels.integerBlockedProduct(count, width, columns, codes, weights, scales, bias, attended);
      kernels.tanhAll(count * columns, attended);
      return attended;
    },
  };
}
