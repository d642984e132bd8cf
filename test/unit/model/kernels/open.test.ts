import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { builtKernel } from '../../../../scripts/kernels.mjs';
import { openKernel } from '../../../../src/model/kernels/open';
import { webAssembly } from '../../../../src/model/kernels/webassembly';
import { openEngine } from '../../../../src/model/node/engines';
import { randomNetwork } from '../../../fixtures/networks';

const { data } = randomNetwork(
  { vocabulary: 5, embedding: 3, hidden: 4, attention: 2, scoreActivation: 'linear' },
  1,
);

describe('kernels/open', function () {
  this.timeout(120_000);

  it('passes over a build that this WebAssembly does not have, and says so', async () => {
    const folder = await builtKernel('inference');
    // What Node 20 says of relaxed SIMD: not valid.
    const read = (name: string) =>
      name.includes('relaxed') ? Promise.resolve(Uint8Array.of(0, 1, 2)) : readFile(path.join(folder, name));
    const opened = await openKernel('inference', read);
    assert.equal(opened.build, 'simd');
    assert.equal(opened.passedOver.length, 1);
    assert.match(opened.passedOver[0]!, /kernels-relaxed: inference-relaxed\.wasm needs instructions/);
  });

  it('rejects with every reason when no build loads', async () => {
    const read = (name: string) => Promise.reject(new Error(`${name} is missing`));
    await assert.rejects(openKernel('inference', read), /relaxed\.wasm is missing.*simd\.wasm is missing/);
  });

  it('needs nothing but the binary: no imports', async () => {
    const folder = await builtKernel('inference');
    const read = (name: string) => readFile(path.join(folder, name));
    const relaxed = webAssembly.validate(await read('inference-relaxed.wasm'));
    for (const build of relaxed ? (['simd', 'relaxed'] as const) : (['simd'] as const)) {
      const { exports } = await openKernel('inference', read, [build]);
      assert.ok(exports.heapBase.value > 0);
    }
  });

  it('is replaced by plain TypeScript where no kernel is, with the reason', async () => {
    const { engine, passedOver } = await openEngine(data, { prefer: 'auto', bundleFolder: '/nowhere' });
    assert.equal(engine.backend, 'plain');
    assert.match(passedOver.join(), /kernels: .*inference-relaxed\.wasm.*inference-simd\.wasm/);
    assert.equal(engine.run([Int32Array.of(1, 2, 3)])[0]!.weights.length, 3);
  });
});
