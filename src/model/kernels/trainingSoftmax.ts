/**
 * Sampled softmax (equations in ./assembly/trainingSoftmax.ts) on plain arrays, by the training module: loss and
 * gradients at once, since the next step needs both.
 *
 * Letters: N words, K drawn words, H hidden units.
 */
import { packed, padded, placeRows, readRows } from './trainingLayout';
import type { TrainingModule } from './trainingModule';

/** Numbers of words that can be drawn are multiples of this. */
export const DRAWN_STEP = 8;

export interface SampledSoftmax {
  /** Sum over the words that have a target. */
  readonly loss: number;
  readonly dStates: Float32Array; // (N, H)
  readonly dRows: Float32Array; // (N, H)
  readonly dDrawn: Float32Array; // (K, H)
}

/**
 * @param states (N, H)
 * @param rows (N, H), the targets' output rows
 * @param drawnRows (K, H), the drawn words' output rows; K a multiple of DRAWN_STEP
 * @param targets N ids, −1 where a word has no target
 * @param drawn K ids
 * @param scale factor on the gradients
 * @throws RangeError for another number of drawn words
 */
export function sampledSoftmax(
  module: TrainingModule,
  states: Float32Array,
  rows: Float32Array,
  drawnRows: Float32Array,
  targets: Int32Array,
  drawn: Int32Array,
  width: number,
  scale: number,
): SampledSoftmax {
  const words = targets.length;
  const count = drawn.length;
  if (count % DRAWN_STEP !== 0) {
    throw new RangeError(`expected a multiple of ${DRAWN_STEP} drawn words, found ${count}`);
  }
  const stride = padded(width);
  const { kernels } = module;
  const dStates = module.allocate(words * stride);
  const dRows = module.allocate(words * stride);
  const dDrawn = module.allocateZeros(count * stride);
  const mark = module.mark();
  const integers = (values: Int32Array) => {
    const address = module.allocate(values.length);
    new Int32Array(module.memory.buffer, address, values.length).set(values);
    return address;
  };
  const left = placeRows(module, states, width, stride);
  const right = placeRows(module, drawnRows, width, stride);
  const own = placeRows(module, rows, width, stride);
  const logits = module.allocateZeros(words * count);
  const panelsT = packed(module, right, count, stride, true);
  kernels.multiply(words, count, stride, left, 4 * stride, panelsT, logits, 4 * count);
  const loss = kernels.sampledSoftmax(
    words,
    count,
    stride,
    left,
    own,
    logits,
    integers(targets),
    integers(drawn),
    scale,
    dStates,
    dRows,
  );
  const panels = packed(module, right, count, stride, false);
  kernels.multiply(words, stride, count, logits, 4 * count, panels, dStates, 4 * stride);
  const scratch = module.allocate(64 * (count + 8));
  kernels.multiplyTransposed(
    count,
    stride,
    words,
    logits,
    4 * count,
    left,
    4 * stride,
    dDrawn,
    4 * stride,
    scratch,
  );
  module.release(mark);
  return {
    loss,
    dStates: readRows(module, dStates, words, width),
    dRows: readRows(module, dRows, words, width),
    dDrawn: readRows(module, dDrawn, count, width),
  };
}
