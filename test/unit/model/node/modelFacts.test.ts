import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { factsOf } from '../../../../src/model/node/modelFacts';

describe('what a model takes', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facts-'));
    for (const [name, bytes] of Object.entries({
      'model.json': 3,
      'vocab.txt': 10,
      'a.bin': 100,
      'rest.md': 1000,
    })) {
      await writeFile(path.join(folder, name), Buffer.alloc(bytes));
    }
  });
  after(() => rm(folder, { recursive: true }));

  const weight = (name: string, ...shape: number[]) => ({ name, shape, dtype: 'float32' });
  const facts = (training?: object) => {
    const weightsManifest = [
      { paths: ['a.bin'], weights: [weight('words', 2, 3), weight('pairs/counts', 100)] },
      { paths: ['a.bin'], weights: [weight('bias', 5)] },
    ];
    const manifest = { vocabulary: 'vocab.txt', weightsManifest, training };
    return factsOf(folder, { manifest } as unknown as Parameters<typeof factsOf>[1]);
  };

  it('are its parameters without the index of pairs, and the files it is read from, each once', async () => {
    assert.deepEqual(await facts(), { parameters: 11, bytes: 113, trainingMinutes: null });
  });

  it('are the minutes that its manifest tells', async () => {
    const minutes = async (training: object) => (await facts(training)).trainingMinutes;
    assert.equal(await minutes({ minutes: 12, curve: [{ seconds: 60 }] }), 12);
    assert.equal(await minutes({ seconds: 90 }), 1.5);
    assert.equal(await minutes({ curve: [{ seconds: 60 }, { seconds: 30 }] }), 1.5);
    assert.equal(await minutes({ curve: [{ seconds: 60 }, {}] }), null);
    assert.equal(await minutes({}), null);
  });
});
