import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attributionsOf, readTexts } from '../../../src/cli/faithfulnessReading';
import { createClassifierPool, type ClassifierPool } from '../../../src/model/node/pool';
import { writeModelFolder } from '../../../src/model/node/writeModelFolder';
import { tokenize } from '../../../src/model/tokenizer';
import { bagFiles } from '../../fixtures/bagOfWords';
import { TINY_MAX_TOKENS, writeTinyModel } from '../../fixtures/tinyModel';
import { builtWorker } from '../../fixtures/worker';

describe('texts read for faithfulness', function () {
  this.timeout(300_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reading-'));
    await writeTinyModel(path.join(folder, 'tiny'));
    await writeModelFolder(path.join(folder, 'bag'), bagFiles());
  });
  after(() => rm(folder, { recursive: true }));

  async function withPool(model: string, work: (pool: ClassifierPool) => Promise<void>): Promise<void> {
    const modelFolder = path.join(folder, model);
    const pool = createClassifierPool(
      { ...builtWorker(), modelFolder, backend: 'auto', log: () => undefined },
      2,
    );
    try {
      await work(pool);
    } finally {
      pool.dispose();
    }
  }

  it('have attributions where the model can be asked for them', () =>
    withPool('tiny', async (pool) => {
      const { methods, refusals } = await attributionsOf(pool, await pool.info());
      assert.deepEqual(methods, ['gradient-input', 'integrated-gradients', 'attention-gradient']);
      assert.deepEqual(refusals, []);
      const text = { id: 'a', text: 'the film was not good but really fun !', label: 1 };
      const [reading] = await readTexts(pool, [text], { occlusion: 'removal', methods }, () => undefined);
      assert.equal(reading!.words.length, 9);
      for (const method of methods) {
        assert.equal(reading!.attributions[method]!.length, 9);
        const tau = reading!.trust.attributions![method]!;
        assert.ok(tau >= -1 && tau <= 1);
      }
    }));

  it('have none where contributions are shown anyway', () =>
    withPool('bag', async (pool) => {
      assert.deepEqual(await attributionsOf(pool, await pool.info()), { methods: [], refusals: [] });
    }));

  it('are the same words in stretches as in the whole, also where one begins like a comment', () =>
    withPool('tiny', async (pool) => {
      const part = `${'good film '.repeat((TINY_MAX_TOKENS - 2) / 2)}bad .`;
      const text = `${part} -- ${part} # ${part}`;
      const words = tokenize(text);
      assert.deepEqual([words[TINY_MAX_TOKENS]!.text, words.length], ['--', 3 * TINY_MAX_TOKENS + 2]);
      const set = [{ id: 'a', text, label: 1 }];
      const [reading] = await readTexts(pool, set, { occlusion: 'unknown', methods: [] }, () => undefined);
      assert.deepEqual(
        reading!.words.map(({ start }) => start),
        words.map(({ start }) => start),
      );
      assert.equal(reading!.effects.length, words.length);
      assert.ok(Math.abs(reading!.weights.reduce((a, b) => a + b) - 1) < 1e-6);
    }));
});
