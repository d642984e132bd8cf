/**
 * The training module: what the trainer's operations and its optimiser need. Memory is the host's to divide, from
 * `heapBase` on: below it lie the compiler's own tables, and writing there gives wrong numbers without an error.
 */
export { fillRows, multiply, multiplyTransposed, pack, packTransposed, sumRows } from './trainingProducts';
export { gruBackward, gruForward } from './trainingGru';
export { attend, attendBackward } from './trainingAttention';
export { scoreHidden, scoreHiddenBackward, scoreStates, scoreStatesBackward } from './trainingScores';
export { attentionGruBackward, attentionGruForward } from './trainingAttentionGru';
export { sampledSoftmax } from './trainingSoftmax';
export { adamRows, average, mergeRows } from './trainingOptimizer';

export const heapBase: usize = __heap_base;
