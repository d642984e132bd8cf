import assert from 'node:assert/strict';
import { Analyzer } from '../../../src/model/analyzer';
import { loadModel } from '../../../src/model/artifacts';
import { loadBagOfWords } from '../../../src/model/linear/folder';
import { nearest } from '../../../src/model/neighbours';
import { openEngine } from '../../../src/model/node/engines';
import { loadModelFolder } from '../../../src/model/node/files';
import { PAD, UNKNOWN, Vocab } from '../../../src/model/vocab';
import { bagFiles, readerOf } from '../../fixtures/bagOfWords';
import { normals } from '../../fixtures/random';
import { tinyReader } from '../../fixtures/tinyModel';

const SIZE = 6;
const WORDS = "good bad great fine awful film the not n't is . ! ? 10 9 't x'y".split(' ');

function vocabulary(words = WORDS) {
  const vocab = Vocab.fromCounts(new Map(words.map((word, i) => [word, 100 - i])), 100);
  return { vocab, table: normals(vocab.size * SIZE, 1, 3) };
}

/** Every pair compared, in double precision. */
function byHand(table: Float32Array, vocab: Vocab, word: string): [string, number][] {
  const vector = (id: number) => Array.from(table.slice(id * SIZE, (id + 1) * SIZE));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const own = vector(vocab.id(word));
  return WORDS.filter((other) => other !== word)
    .map((other): [string, number] => {
      const theirs = vector(vocab.id(other));
      return [other, dot(own, theirs) / Math.sqrt(dot(own, own) * dot(theirs, theirs))];
    })
    .sort((a, b) => b[1] - a[1]);
}

describe('model/neighbours', () => {
  it('are those that comparing every pair finds, words for a word', () => {
    const { vocab, table } = vocabulary();
    const isWord = (word: string) => /\p{L}/u.test(word) && word !== "'t" && word !== "x'y";
    const expected = byHand(table, vocab, 'good').filter(([word]) => isWord(word));
    const found = nearest(table, vocab, 'Good', 100);
    assert.deepEqual(
      found.map(({ word }) => word),
      expected.map(([word]) => word),
    );
    found.forEach(({ similarity }, i) => assert.ok(Math.abs(similarity - expected[i]![1]) < 1e-6));
    assert.deepEqual(nearest(table, vocab, 'good', 3), found.slice(0, 3));
  });

  it('are signs for a sign', () => {
    const { vocab, table } = vocabulary();
    assert.deepEqual(
      nearest(table, vocab, '!', 10)
        .map(({ word }) => word)
        .sort(),
      ['.', '10', '9', '?'],
    );
  });

  it('are none of a word that the vocabulary does not hold, nor of its special tokens', () => {
    const { vocab, table } = vocabulary();
    assert.deepEqual(nearest(table, vocab, 'zyzzyva', 5), []);
    assert.deepEqual(nearest(table, vocab, PAD, 5), []);
    assert.deepEqual(nearest(table, vocab, UNKNOWN, 5), []);
    for (const { word } of nearest(table, vocab, 'good', 100)) assert.ok(![PAD, UNKNOWN].includes(word));
  });

  it('of equally alike ones begin with the more frequent, and leave out vectors of zeros', () => {
    const { vocab } = vocabulary();
    const table = new Float32Array(vocab.size * SIZE).fill(1);
    table.fill(0, vocab.id('bad') * SIZE, (vocab.id('bad') + 1) * SIZE);
    assert.deepEqual(
      nearest(table, vocab, 'good', 3).map(({ word }) => word),
      ['great', 'fine', 'awful'],
    );
  });

  it('are empty for a bag of words, which has no embedding', async () => {
    const model = await loadBagOfWords(readerOf(bagFiles()));
    const { engine } = await openEngine(model, { prefer: 'plain', bundleFolder: '', log: () => undefined });
    assert.deepEqual(new Analyzer(model, engine).neighbours('good', 5), []);
  });

  it('come through the analyzer of a network', async () => {
    const model = await loadModel(tinyReader());
    const { engine } = await openEngine(model, { prefer: 'plain', bundleFolder: '', log: () => undefined });
    const found = new Analyzer(model, engine).neighbours('good', 5);
    assert.equal(found.length, 5);
    assert.ok(found.every(({ similarity }, i) => i === 0 || similarity <= found[i - 1]!.similarity));
  });

  it('of the shipped model are words that mean something alike', async () => {
    const model = await loadModelFolder('models/imdb-attention');
    assert.ok('weights' in model);
    const found = nearest(model.weights['embedding/table'].floats(), model.vocab, 'terrible', 5);
    assert.ok(
      found.some(({ word }) => word === 'horrible'),
      found.map(({ word }) => word).join(),
    );
  });
});
