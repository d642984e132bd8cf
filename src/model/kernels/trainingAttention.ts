/**
 * Forward and backward of soft attention (equations in ../attention.ts) on plain arrays, by the training module.
 *
 * Letters: T time steps (words), B batch, S width of the states, A attention units; time-major.
 */
import { padded, placeRows, readRows } from './trainingLayout';
import type { TrainingModule } from './trainingModule';
import {
  allocateScores,
  scoreBackward,
  scoreForward,
  type ScoreShape,
  type ScoreTape,
  type ScoreValues,
} from './trainingScores';

export interface AttentionShape extends Pick<ScoreShape, 'width' | 'units' | 'bounded'> {
  readonly time: number;
  readonly batch: number;
  /** (B) how many PADs, whose states are zero, the softmax sees of each text; null where it sees none. */
  readonly pads: Float32Array | null;
}

/** Where a forward pass left what its backward pass needs: addresses. */
export type AttentionTape = ScoreTape & Readonly<Record<'weights' | 'padding', number>>;

function scoreShape(shape: AttentionShape): ScoreShape {
  const { time, batch, width, units, bounded, pads } = shape;
  return { words: time * batch, width, units, bounded, padded: pads !== null };
}

/**
 * The tape's memory stays given out; it ends where memory ends when this returns.
 * @param states (T, B, S)
 * @param mask (B, T), 0 on padding
 * @returns context (B, S), weights, time-major (T, B), and the tape for `attentionBackward`
 */
export function attentionForward(
  module: TrainingModule,
  states: Float32Array,
  mask: Float32Array,
  shape: AttentionShape,
  values: ScoreValues,
): { readonly context: Float32Array; readonly weights: Float32Array; readonly tape: AttentionTape } {
  const { time, batch } = shape;
  const words = time * batch;
  const width = padded(shape.width);
  const tape = {
    states: placeRows(module, states, shape.width, width),
    ...allocateScores(module, scoreShape(shape), values),
    weights: module.allocate(words),
    padding: module.allocate(batch),
  };
  const context = module.allocateZeros(batch * width);
  const mark = module.mark();
  scoreForward(module, tape, scoreShape(shape), values);
  const masked = module.allocate(words);
  module.at(masked, words).set(mask);
  const pads = module.allocateZeros(batch);
  if (shape.pads) module.at(pads, batch).set(shape.pads);
  const { scores, weights, padding } = tape;
  module.kernels.attend(time, batch, width, tape.states, scores, masked, pads, weights, padding, context);
  module.release(mark);
  return {
    context: readRows(module, context, batch, shape.width),
    weights: module.at(weights, words).slice(),
    tape,
  };
}

/**
 * Uses up the tape: it can be called once for each `attentionForward`.
 * @param dContext (B, S)
 * @param dWeights (T, B), the weights' own gradient where they are used further, else null
 * @returns the gradients of the states, (T, B, S), and of the parameters
 */
export function attentionBackward(
  module: TrainingModule,
  tape: AttentionTape,
  dContext: Float32Array,
  dWeights: Float32Array | null,
  shape: AttentionShape,
  values: ScoreValues,
): { readonly states: Float32Array; readonly parameters: ScoreValues } {
  const { time, batch } = shape;
  const words = time * batch;
  const width = padded(shape.width);
  // Lent to the caller, so it comes before what is given back.
  const dStates = module.allocate(words * width);
  const mark = module.mark();
  const dScores = module.allocateZeros(words + 1);
  if (dWeights) module.at(dScores, words).set(dWeights);
  module.kernels.attendBackward(
    time,
    batch,
    width,
    tape.states,
    tape.weights,
    tape.padding,
    placeRows(module, dContext, shape.width, width),
    dStates,
    module.allocate(batch),
    dScores,
  );
  const parameters = scoreBackward(module, tape, dScores, dStates, scoreShape(shape), values);
  module.release(mark);
  return { states: readRows(module, dStates, words, shape.width), parameters };
}
