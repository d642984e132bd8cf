import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { withFaithfulness } from '../../../src/lab/report/faithfulnessSection';
import type { StoredReport } from '../../../src/model/evaluation/faithfulnessReport';
import { tokenize, normalizeToken } from '../../../src/model/tokenizer';
import { calibrationOf, isBagOfWords, parametersOf } from '../../../src/model/load';
import { listCheckpoints, loadCheckpoint } from '../../../src/model/checkpoints';
import type { LoadedModel } from '../../../src/model/artifacts';
import { loadModelFolder, modelFolderReader } from '../../../src/model/node/files';
import { factsOf } from '../../../src/model/node/modelFacts';
import { ALL_ENGINES, openNamed } from '../../fixtures/engines';

const MODELS = path.resolve('models');
const NETWORKS = [
  'imdb-attention',
  'imdb-faithful',
  'imdb-article',
  'imdb-attention-gru',
  'imdb-last-state',
  'imdb-attention-2',
  'imdb-attention-3',
];
const ALL = [...NETWORKS, 'imdb-bag-of-words', 'dates-alignment'];
const TEXT = 'A dull film at first, but the last scene is wonderful. I would not call it a waste of time!';
const EMBEDDING = 'embedding/table';

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((e) => e.isFile()).map((e) => path.join(e.parentPath, e.name));
}

async function network(name: string): Promise<LoadedModel> {
  const model = await loadModelFolder(path.join(MODELS, name));
  assert.ok(!isBagOfWords(model));
  return model;
}

describe('shipped models', function () {
  this.timeout(120_000);

  it('are these, each with a card, and take 14 MB at most together', async () => {
    const folders = (await readdir(MODELS, { withFileTypes: true })).filter((e) => e.isDirectory());
    assert.deepEqual(folders.map((e) => e.name).sort(), [...ALL].sort());
    for (const name of ALL) {
      assert.match(await readFile(path.join(MODELS, name, 'README.md'), 'utf8'), new RegExp(`^# .*${name}`));
    }
    const sizes = await Promise.all((await filesUnder(MODELS)).map(async (file) => (await stat(file)).size));
    assert.ok(sizes.reduce((a, b) => a + b, 0) <= 14e6, `${sizes.reduce((a, b) => a + b, 0)} bytes`);
  });

  it('say that their probabilities were fitted on the 2,000 validation texts', async () => {
    for (const name of [...NETWORKS, 'imdb-bag-of-words']) {
      const { manifest } = await loadModelFolder(path.join(MODELS, name));
      assert.deepEqual(calibrationOf(manifest), { temperature: manifest.temperature, fittedOn: 2000 });
    }
  });

  it('have cards that say of faithfulness what their numbers do', async () => {
    for (const name of ALL) {
      const read = (file: string) => readFile(path.join(MODELS, name, file), 'utf8');
      const [card, stored] = [await read('README.md'), await read('faithfulness.json').catch(() => null)];
      if (stored === null) assert.doesNotMatch(card, /faithfulness\.json/);
      else assert.equal(withFaithfulness(card, JSON.parse(stored) as StoredReport), card);
    }
  });

  for (const name of NETWORKS) {
    it(`give the same on every engine: ${name}`, async () => {
      const model = await network(name);
      const ids = Int32Array.from(tokenize(TEXT), (t) => model.vocab.id(normalizeToken(t.text)));
      const found: { title: string; rounded: boolean; p: number; weights: Float32Array }[] = [];
      for (const named of ALL_ENGINES) {
        const engine = await openNamed(named, model);
        if (typeof engine === 'string') continue;
        const [outcome] = engine.run([ids]);
        found.push({ ...named, p: outcome!.probabilities[1]!, weights: outcome!.weights });
        engine.dispose();
      }
      const exact = found.find(({ title }) => title === 'plain')!;
      assert.ok(found.length >= 4, found.map(({ title }) => title).join());
      for (const { title, rounded, p, weights } of found) {
        const tolerance = rounded ? 1e-3 : 1e-5;
        assert.ok(Math.abs(p - exact.p) <= tolerance, `${title}: ${p}, plain ${exact.p}`);
        weights.forEach((w, t) =>
          assert.ok(Math.abs(w - exact.weights[t]!) <= tolerance, `${title}, word ${t}`),
        );
      }
    });
  }

  for (const [name, epochs] of [
    ['imdb-attention', 6],
    ['imdb-article', 6],
  ] as const) {
    it(`keep every epoch from the untrained network on, each another one: ${name}`, async () => {
      const model = await network(name);
      const checkpoints = listCheckpoints(model);
      assert.ok(checkpoints.length >= epochs);
      assert.deepEqual(
        checkpoints.map(({ epoch }) => epoch),
        checkpoints.map((_, i) => i),
      );
      const read = modelFolderReader(path.join(MODELS, name));
      const loaded = await Promise.all(checkpoints.map(({ epoch }) => loadCheckpoint(model, epoch, read)));
      const firsts = loaded.map(({ weights }) => weights['gru/kernel'].floats().slice(0, 20).join());
      assert.equal(new Set(firsts).size, loaded.length);
      for (const { weights } of loaded) assert.equal(weights[EMBEDDING], model.weights[EMBEDDING]);
      assert.deepEqual(loaded.at(-1)!.weights['gru/kernel'].floats(), model.weights['gru/kernel'].floats());
    });
  }

  it('keep an epoch of the default in 300 KB', async () => {
    const folder = path.join(MODELS, 'imdb-attention/checkpoints');
    for (const file of await readdir(folder)) {
      assert.ok((await stat(path.join(folder, file))).size <= 300e3, file);
    }
  });

  it('have as many parameters as their manifests list, the embedding counted', async () => {
    for (const name of [...NETWORKS, 'imdb-bag-of-words']) {
      const folder = path.join(MODELS, name);
      const model = await loadModelFolder(folder);
      const { parameters } = await factsOf(folder, model);
      assert.equal(parametersOf(model), parameters, name);
    }
    // V·E of the embedding alone is 2.5 million.
    assert.equal(parametersOf(await network('imdb-attention')) > 25_000 * 100, true);
  });

  it('share the word vectors of the default where they are the same', async () => {
    const table = (await network('imdb-attention')).weights[EMBEDDING].floats();
    for (const name of [
      'imdb-faithful',
      'imdb-attention-gru',
      'imdb-last-state',
      'imdb-attention-2',
      'imdb-attention-3',
    ]) {
      assert.deepEqual((await network(name)).weights[EMBEDDING].floats(), table);
      assert.ok(!(await readdir(path.join(MODELS, name))).includes('embedding.bin'), name);
    }
  });
});
