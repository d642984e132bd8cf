/**
 * What a forward pass leaves in the module's memory for its backward pass. It stays there while a scope of the module is
 * open; elsewhere nobody says when it may go, so it is copied out, and in again.
 */
import type { TrainingModule } from '../kernels/trainingModule';

/** Addresses by name. */
type Tape = Readonly<Record<string, number>>;

export interface Recorded<T extends Tape> {
  /** Calls back with the tape in memory. */
  open<Result>(backward: (tape: T) => Result): Result;
}

/** @param forward leaves its tape, and nothing else, between memory's end before and after it */
export function record<T extends Tape, Result extends { readonly tape: T }>(
  module: TrainingModule,
  forward: () => Result,
): Result & { readonly recorded: Recorded<Result['tape']> } {
  const start = module.allocate(0);
  const result = forward();
  if (module.keeps) return { ...result, recorded: { open: (backward) => backward(result.tape) } };
  const copy = module.at(start, (module.mark() - start) / 4).slice();
  module.release(start);
  return { ...result, recorded: { open: (backward) => reopen(module, copy, start, result.tape, backward) } };
}

/** Puts the copy of a tape back into memory, where its addresses have moved by as much as its start. */
function reopen<T extends Tape, Result>(
  module: TrainingModule,
  copy: Float32Array,
  from: number,
  tape: T,
  backward: (tape: T) => Result,
): Result {
  const mark = module.mark();
  const start = module.allocate(copy.length);
  module.at(start, copy.length).set(copy);
  const moved = Object.entries(tape).map(([name, address]) => [name, address - from + start]);
  const result = backward(Object.fromEntries(moved) as T);
  module.release(mark);
  return result;
}
