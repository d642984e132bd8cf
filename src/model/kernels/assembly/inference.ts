/**
 * The inference module: the steps from word ids to logits, each over flat memory. What memory holds, and in which order
 * the steps run for an architecture, is decided by the caller (../../engines/kernels.ts).
 */
import { rounded } from './integers';

export { integerBlockedProduct } from './integers';
export { blockedProduct } from './products';
export { integerRecur, recur, recurAttention, recurGated } from './recurrence';
export { decode, integerScore, score, scoreStates, softmax, weightedSum } from './attention';
export { softmaxColumns, tanhAll } from './gates';

/** Where free memory begins: below lie the compiler's own tables. */
export const heapBase: usize = __heap_base;

/** out (count, size) = rows of a single-precision table (words, size). */
export function gather(count: i32, ids: usize, size: i32, table: usize, out: usize): void {
  const bytes = <usize>size << 2;
  for (let i = 0; i < count; i++) {
    memory.copy(out + <usize>i * bytes, table + <usize>load<i32>(ids + (<usize>i << 2)) * bytes, bytes);
  }
}

/** The same of a table (words, size) of 8-bit codes; `values` (256) says what each code stands for. */
export function gatherCodes(count: i32, ids: usize, size: i32, table: usize, values: usize, out: usize): void {
  let to = out;
  for (let i = 0; i < count; i++) {
    const row = table + <usize>load<i32>(ids + (<usize>i << 2)) * <usize>size;
    for (let code = row; code < row + <usize>size; code++) {
      store<f32>(to, load<f32>(values + (<usize>load<u8>(code) << 2)));
      to += 4;
    }
  }
}

/**
 * out (count, padded) = rows of a single-precision table (words, size) times `scale`, as 16-bit integers.
 * @param padded size as a multiple of 8; what stands in the padding is of no account (and may be of the next row)
 */
export function integerGather(
  count: i32,
  ids: usize,
  size: i32,
  padded: i32,
  table: usize,
  scale: f32,
  out: usize,
): void {
  const factor = f32x4.splat(scale);
  let to = out;
  for (let i = 0; i < count; i++) {
    let from = table + (<usize>(load<i32>(ids + (<usize>i << 2)) * size) << 2);
    for (const end = to + (<usize>padded << 1); to < end; to += 16) {
      v128.store(to, rounded(v128.load(from, 0), v128.load(from, 16), factor));
      from += 32;
    }
  }
}

/** The same of a table (words, size) of 8-bit codes: each code less 128. */
export function integerGatherCodes(
  count: i32,
  ids: usize,
  size: i32,
  padded: i32,
  table: usize,
  out: usize,
): void {
  const middle = i16x8.splat(128);
  let to = out;
  for (let i = 0; i < count; i++) {
    let from = table + <usize>(load<i32>(ids + (<usize>i << 2)) * size);
    for (const end = to + (<usize>padded << 1); to < end; to += 16) {
      v128.store(to, i16x8.sub(v128.load_ext<u8>(from), middle));
      from += 8;
    }
  }
}
