import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { builtKernel } from '../../../../scripts/kernels.mjs';
import { Heap } from '../../../../src/model/kernels/heap';
import { openKernel } from '../../../../src/model/kernels/open';

describe('kernels/heap', function () {
  // The kernels may have to be compiled first.
  this.timeout(120_000);

  it('gives out aligned blocks beyond the base that never overlap, and takes freed room again', async () => {
    const folder = await builtKernel('inference');
    const { exports } = await openKernel('inference', (name) => readFile(path.join(folder, name)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 5000 }), free: fc.boolean() }), {
          maxLength: 60,
        }),
        async (requests) => {
          const heap = new Heap(exports);
          const held: { start: number; bytes: number }[] = [];
          for (const { bytes, free } of requests) {
            const start = heap.allocate(bytes);
            assert.equal(start % 64, 0);
            assert.ok(start >= exports.heapBase.value && start + bytes <= heap.size);
            for (const other of held) {
              assert.ok(start + bytes <= other.start || start >= other.start + other.bytes || bytes === 0);
            }
            held.push({ start, bytes });
            if (free) heap.free(held.shift()!.start);
          }
        },
      ),
      { numRuns: 100, seed: 5 },
    );
    const heap = new Heap(exports);
    const [first, second] = [heap.allocate(1000), heap.allocate(10)];
    heap.free(first);
    assert.equal(heap.allocate(1000), first);
    assert.notEqual(heap.allocate(1000), second);
  });

  it('grows the memory and keeps what was placed', async () => {
    const folder = await builtKernel('inference');
    const { exports } = await openKernel('inference', (name) => readFile(path.join(folder, name)));
    const heap = new Heap(exports);
    const before = heap.size;
    const values = Float32Array.from({ length: 1000 }, (_, i) => i);
    const start = heap.place(values);
    heap.allocate(before + 5_000_000);
    assert.ok(heap.size > before + 5_000_000);
    assert.deepEqual(heap.floats(start, 1000), values);
  });
});
