import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClassifierPool } from '../../../../src/model/node/pool';
import { InputError } from '../../../../src/model/types';
import { uniform } from '../../../fixtures/random';
import { writeTinyModel } from '../../../fixtures/tinyModel';
import { builtWorker } from '../../../fixtures/worker';

const WORDS = 'the film was not good bad great terrible really boring fun zyzzyva'.split(' ');

/** Texts of 0 to 90 words: some without any, some longer than the tiny model reads at once. */
function texts(count: number): string[] {
  const next = uniform(4);
  return Array.from({ length: count }, () =>
    Array.from({ length: Math.floor(next() * 91) }, () => WORDS[Math.floor(next() * WORDS.length)]).join(' '),
  );
}

describe('model/node/pool', function () {
  this.timeout(300_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pool-'));
    await writeTinyModel(path.join(folder, 'tiny'));
  });
  after(() => rm(folder, { recursive: true }));

  const open = (workers: number, model = 'tiny') =>
    createClassifierPool(
      { ...builtWorker(), modelFolder: path.join(folder, model), backend: 'auto', log: () => undefined },
      workers,
    );

  it('gives the same with one worker as with three, in the order of the texts', async () => {
    const many = texts(300);
    const [one, three] = [open(1), open(3)];
    const expected = await one.classify(many);
    assert.deepEqual(await three.classify(many), expected);
    assert.equal(expected.length, 300);
    expected.forEach(({ tokens, probabilities: [, probability] }, i) => {
      assert.equal(tokens, many[i]!.split(' ').filter(Boolean).length);
      assert.ok(tokens > 0 ? probability !== 0.5 : probability === 0.5);
    });
    assert.deepEqual(await three.classify([]), []);
    assert.match((await three.info()).backend, /^kernels-/);
    one.dispose();
    three.dispose();
  });

  it('does any work on each item, in order, whoever is free', async () => {
    const pool = open(3);
    const many = texts(20);
    let done = 0;
    const words = await pool.each(
      many,
      async (service, text) => {
        const { analyses } = await service.analyze(text);
        return analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
      },
      (count) => assert.equal(count, ++done),
    );
    assert.deepEqual(
      words,
      many.map((text) => text.split(' ').filter(Boolean).length),
    );
    assert.equal(done, 20);
    assert.deepEqual(await pool.each([], () => Promise.resolve(1)), []);
    let asked = 0;
    const failing = pool.each(many, () => Promise.reject(new InputError(`no ${++asked}`)));
    await assert.rejects(failing, /^InputError: no \d$/);
    assert.ok(asked <= 3);
    pool.dispose();
  });

  it('rejects with the error of a damaged model, naming what is missing', async () => {
    const pool = open(2, 'nowhere');
    await assert.rejects(
      pool.classify(texts(100)),
      (error) => error instanceof InputError && /nowhere/.test(error.message),
    );
    pool.dispose();
  });
});
