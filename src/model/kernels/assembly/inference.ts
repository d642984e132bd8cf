/**
 * The inference module: the steps from word ids to logits, each over flat memory. What memory holds, and in which order
 * the steps run for an architecture, is decided by the caller (../../engines/kernels.ts).
 */
export { blockedProduct } from './products';
export { recur, recurAttention } from './recurrence';
export { decode, score, softmax, weightedSum } from './attention';

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
