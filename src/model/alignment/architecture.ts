/**
 * What a network with memory-conditioned attention is made of: sizes, and the names and shapes of its parameters. Free
 * of any library, as ../architecture.ts.
 *
 * It reads characters and writes characters, one by one: an encoder, a GRU that reads both ways; attention, asked anew
 * for every character to write; a decoder, a GRU whose state is the memory.
 *
 * Letters: V characters of the vocabulary, E embedding size, H hidden units of one direction of the encoder, S = 2H width
 * of its states, M width of the memory, A attention units, O characters that can be written, the boundary included,
 * F size of their embedding.
 */
import { gruShapes } from '../architecture';

/**
 * How a state h and the memory s become a score: `additive`: tanh(h·W + s·U + b)·v (Bahdanau et al. 2015);
 * `dot`: h·s, for which the memory is as wide as the states.
 */
export type MemoryScore = 'additive' | 'dot';

export interface AlignmentArchitecture {
  readonly vocabulary: number; // V
  readonly embedding: number; // E
  readonly hidden: number; // H
  readonly score: MemoryScore;
  readonly attention: number; // A; not used by `dot`
  readonly memory: number; // M
  readonly outputs: number; // O
  readonly outputEmbedding: number; // F
}

/** Of the characters that can be written: what stands before the first and after the last. */
export const BOUNDARY = 0;

/** S */
export function stateWidth(architecture: AlignmentArchitecture): number {
  return 2 * architecture.hidden;
}

function attentionShapes(a: AlignmentArchitecture): Record<string, number[]> {
  if (a.score === 'dot') return {};
  return {
    'attention/kernel': [stateWidth(a), a.attention],
    'attention/memory': [a.memory, a.attention],
    'attention/bias': [a.attention],
    'attention/score': [a.attention, 1],
  };
}

/** Names and shapes of all parameters, in the order of the weights file. */
export function alignmentShapes(a: AlignmentArchitecture): Record<string, number[]> {
  return {
    'embedding/table': [a.vocabulary, a.embedding],
    ...gruShapes('gru', a.embedding, a.hidden),
    ...gruShapes('gru/backward', a.embedding, a.hidden),
    ...attentionShapes(a),
    'memory/kernel': [a.hidden, a.memory],
    'memory/bias': [a.memory],
    'output/table': [a.outputs, a.outputEmbedding],
    ...gruShapes('decoder/gru', a.outputEmbedding + stateWidth(a), a.memory),
    'decoder/kernel': [a.memory + stateWidth(a), a.outputs],
    'decoder/bias': [a.outputs],
  };
}
