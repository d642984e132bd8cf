/**
 * The network in plain TypeScript, as the equations stand in network.ts and memoryAttention.ts, with greedy decoding: the
 * most probable character is written and fed back, until it is the boundary. Some milliseconds for a written date.
 */
import { classProbabilities, mostProbable } from '../classes';
import { addProduct, concatenated, gruStep, type Gru, type Rows } from '../engines/plainSteps';
import { BOUNDARY, type AlignmentArchitecture } from './architecture';

export interface AlignmentData {
  readonly architecture: AlignmentArchitecture;
  /** By the names of alignmentShapes, row-major. */
  readonly values: Readonly<Record<string, Float32Array>>;
}

/** One character that was written. */
export interface Step {
  readonly id: number;
  /** p(y_i), given what was written before it. */
  readonly probability: number;
  /** a_i, one for each character read; sums to 1. */
  readonly weights: readonly number[];
}

/**
 * @param ids of the characters to read, at least one
 * @param most characters to write, the boundary included
 * @returns the steps; the last is the boundary unless `most` characters were written without one
 */
export function decodeGreedily(
  { architecture, values }: AlignmentData,
  ids: Int32Array,
  most: number,
): Step[] {
  const value = (name: string) => values[name]!;
  const { states, memory: first } = encode(architecture, value, ids);
  const attend = attention(architecture, value, states);
  const cell = recurrence(value, 'decoder/gru');
  const steps: Step[] = [];
  let memory = first;
  let before = BOUNDARY;
  do {
    const { context, weights } = attend(memory);
    memory = gruStep(
      cell,
      concatenated(row(value('output/table'), before, architecture.outputEmbedding), context),
      memory,
    );
    const logits = Float64Array.from(value('decoder/bias'));
    addProduct(concatenated(memory, context), value('decoder/kernel'), architecture.outputs, logits);
    const probabilities = classProbabilities(logits, 1);
    before = mostProbable(probabilities);
    steps.push({ id: before, probability: probabilities[before]!, weights });
  } while (before !== BOUNDARY && steps.length < most);
  return steps;
}

type Value = (name: string) => Float32Array;

/** Row `index` of a table of `width` columns. */
function row(table: Float32Array, index: number, width: number): Float32Array {
  return table.subarray(index * width, (index + 1) * width);
}

function recurrence(value: Value, prefix: string): Gru {
  return {
    kernel: value(`${prefix}/kernel`),
    gates: value(`${prefix}/gates`),
    candidate: value(`${prefix}/candidate`),
    bias: value(`${prefix}/bias`),
    gamma: value(`${prefix}/gamma`),
    beta: value(`${prefix}/beta`),
  };
}

/** The states (T, S) of all characters and the first memory (M). */
function encode(
  { embedding, hidden, memory: units }: AlignmentArchitecture,
  value: Value,
  ids: Int32Array,
): { states: Rows; memory: Float32Array } {
  const input = Array.from(ids, (id) => row(value('embedding/table'), id, embedding));
  const recur = (rows: Rows, gru: Gru): Rows => {
    let h: Float32Array = new Float32Array(hidden);
    return rows.map((x) => (h = gruStep(gru, x, h)));
  };
  const forward = recur(input, recurrence(value, 'gru'));
  const backward = recur(input.toReversed(), recurrence(value, 'gru/backward')).toReversed();
  const first = Float64Array.from(value('memory/bias'));
  addProduct(backward[0]!, value('memory/kernel'), units, first);
  return {
    states: forward.map((state, t) => concatenated(state, backward[t]!)),
    memory: Float32Array.from(first, Math.tanh),
  };
}

/** From the memory (M) to the scores (T). */
type Scores = (memory: Float32Array) => number[];

/** From the memory (M) to the context (S) and the weights (T). */
function attention(
  architecture: AlignmentArchitecture,
  value: Value,
  states: Rows,
): (memory: Float32Array) => { context: Float32Array; weights: readonly number[] } {
  const scores =
    architecture.score === 'dot' ? dotScores(states) : additiveScores(architecture, value, states);
  return (memory) => {
    const weights = classProbabilities(scores(memory), 1);
    const context = new Float64Array(states[0]!.length);
    states.forEach((state, t) => {
      for (let i = 0; i < context.length; i++) context[i]! += weights[t]! * state[i]!;
    });
    return { context: Float32Array.from(context), weights };
  };
}

function dotScores(states: Rows): Scores {
  return (memory) => states.map((state) => state.reduce((sum, h, i) => sum + h * memory[i]!, 0));
}

/** The states' share of the scores does not depend on the memory: it is computed once. */
function additiveScores({ attention: units }: AlignmentArchitecture, value: Value, states: Rows): Scores {
  const keys = states.map((state) => {
    const key = Float64Array.from(value('attention/bias'));
    addProduct(state, value('attention/kernel'), units, key);
    return key;
  });
  const direction = value('attention/score');
  return (memory) => {
    const query = new Float64Array(units);
    addProduct(memory, value('attention/memory'), units, query);
    return keys.map((key) => key.reduce((sum, k, i) => sum + Math.tanh(k + query[i]!) * direction[i]!, 0));
  };
}
