import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Analyzer } from '../../../../src/model/analyzer';
import { openEngine } from '../../../../src/model/node/engines';
import { loadModelFolder } from '../../../../src/model/node/files';
import type { Analysis } from '../../../../src/model/types';
import { bagFiles, randomBag } from '../../../fixtures/bagOfWords';

const close = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('Analyzer of a bag of words', () => {
  const folders: string[] = [];
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  async function open(files: Record<string, Uint8Array>, prefer: 'auto' | 'wasm' = 'auto') {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'bag-'));
    folders.push(folder);
    for (const [name, bytes] of Object.entries(files)) await writeFile(path.join(folder, name), bytes);
    const model = await loadModelFolder(folder);
    const { engine, passedOver } = await openEngine(model, { prefer, bundleFolder: '/nowhere' });
    return new Analyzer(model, engine, passedOver);
  }
  const only = async (analyzer: Analyzer, text: string): Promise<Analysis> => {
    const { analyses } = await analyzer.analyze(text);
    assert.equal(analyses.length, 1);
    return analyses[0]!;
  };

  it('shows what every word contributes to the verdict that is given', async () => {
    const analyzer = await open(bagFiles());
    assert.equal(analyzer.info.kind, 'contribution');
    assert.deepEqual([analyzer.info.backend, analyzer.info.passedOver], ['plain', []]);
    // z = 0.125 − 0.5 + 1 − 1.5: negative by 0.875, to which "not" brings 1.25 and "good" −0.25.
    const { label, probability, kind, bias, tokens } = await only(analyzer, 'Not good, xyzzy');
    assert.deepEqual([label, kind, bias], ['negative', 'contribution', -0.125]);
    close(probability, 1 / (1 + Math.exp(-0.875)), 1e-4); // weights are rounded to 16 bits
    const expected = [1.25, -0.25, 0, 0];
    tokens.forEach(({ effect, weight }, i) => {
      close(effect!, expected[i]!, 1e-4);
      close(weight, Math.abs(expected[i]!) / 1.5, 1e-4);
    });
    assert.deepEqual(
      tokens.map(({ known }) => known),
      [true, true, false, false],
    );
    analyzer.dispose();
  });

  it('weighs words alike that all bring nothing', async () => {
    const analyzer = await open(bagFiles());
    const { label, tokens } = await only(analyzer, 'xyzzy xyzzy film');
    assert.equal(label, 'positive');
    for (const { weight } of tokens) close(weight, 1 / 3);
  });

  it('has effects and a bias that sum up to the log-odds, divided by the temperature', async () => {
    for (const temperature of [1, 2.5]) {
      const analyzer = await open(bagFiles(randomBag(2, 31), temperature));
      for (const text of ['not good', 'good film bad film not bad', 'film film film']) {
        const { probability, bias, tokens } = await only(analyzer, text);
        const sum = tokens.reduce((all, { effect }) => all + effect!, bias!);
        close(sum, Math.log(probability / (1 - probability)));
        close(
          tokens.reduce((all, { weight }) => all + weight, 0),
          1,
        );
      }
    }
  });

  it('has those of the likeliest class against the rest where there are more than two', async () => {
    const labels = ['joy', 'anger', 'fear'];
    const bag = randomBag(3, 12);
    const analyzer = await open(bagFiles(bag, 1, labels));
    const seen = new Set<string>();
    for (const text of ['good', 'bad film', 'not good film', 'film', 'not bad', 'bad good']) {
      const { label, classes, bias, tokens } = await only(analyzer, text);
      seen.add(label);
      assert.deepEqual(
        classes.map((c) => c.label),
        labels,
      );
      close(
        classes.reduce((sum, c) => sum + c.probability, 0),
        1,
      );
      const column = labels.indexOf(label);
      close(bias!, bag.bias[column]!);
      // Probabilities are in the proportion of the sigmoids of these sums.
      const own = tokens.reduce((all, { effect }) => all + effect!, bias!);
      const likelihood = 1 / (1 + Math.exp(-own));
      for (const { probability } of classes) assert.ok(probability <= classes[column]!.probability);
      assert.ok(likelihood > 0 && classes[column]!.probability >= likelihood / 3);
    }
    assert.ok(seen.size > 1, 'always the same label');
  });

  it('classifies as it analyses, and says why another backend was not taken', async () => {
    const analyzer = await open(bagFiles(), 'wasm');
    assert.deepEqual(analyzer.info.passedOver, ['wasm: a bag of words is added up in plain TypeScript']);
    const [classified, empty] = await analyzer.classify(['not bad', '']);
    const { classes } = await only(analyzer, 'not bad');
    assert.deepEqual(
      classified!.probabilities,
      classes.map(({ probability }) => probability),
    );
    assert.deepEqual(empty, { probabilities: [0.5, 0.5], tokens: 0 });
  });

  it('has no epochs', async () => {
    await open(bagFiles());
    await assert.rejects(loadModelFolder(folders.at(-1)!, 3), /a bag of words has no epochs of training/);
  });
});
