import assert from 'node:assert/strict';
import { checksum } from '../../../../src/model/checksum';
import { BigramIndex } from '../../../../src/model/linear/bigrams';
import { isBagOfWords, loadAnyModel } from '../../../../src/model/load';
import { loadBagOfWords } from '../../../../src/model/linear/folder';
import { exportLinear, roundedTo16Bits } from '../../../../src/model/training/linearStorage';
import { InputError } from '../../../../src/model/types';
import { Vocab } from '../../../../src/model/vocab';
import { bagFiles, randomBag, readerOf, smallBag, smallVocab } from '../../../fixtures/bagOfWords';
import { tinyReader } from '../../../fixtures/tinyModel';

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (files: Record<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(files['model.json'])) as Record<string, never>;

describe('folder of a bag of words', () => {
  it('gives back what was written: words, pairs and bias; zero stays zero', async () => {
    for (const classes of [2, 3]) {
      const bag = randomBag(classes, 5);
      const labels = ['a', 'b', 'c'].slice(0, classes);
      const loaded = await loadAnyModel(readerOf(bagFiles(bag, 1.5, labels)));
      assert.ok(isBagOfWords(loaded));
      const { bagOfWords, manifest, vocab } = loaded;
      assert.deepEqual([manifest.temperature, manifest.labels, manifest.maxTokens], [1.5, labels, 40]);
      assert.equal(vocab.toString(), smallVocab().toString());
      assert.deepEqual(bagOfWords.bias, bag.bias);
      assert.deepEqual(bagOfWords.bigrams.pairs(), bag.bigrams.pairs());
      const largest = Math.max(...bag.weights.map(Math.abs));
      bag.weights.forEach((value, i) => {
        assert.ok(Math.abs(bagOfWords.weights[i]! - value) <= (0.51 * largest) / 32_767);
        if (value === 0) assert.equal(bagOfWords.weights[i], 0);
      });
    }
  });

  it('rounds to what it is read back as, so that what was measured is what ships', async () => {
    const bag = randomBag(2, 8);
    const words = bag.vocabulary * bag.bias.length;
    const weights = Float32Array.of(
      ...roundedTo16Bits(bag.weights.subarray(0, words)).values,
      ...roundedTo16Bits(bag.weights.subarray(words)).values,
    );
    const { bagOfWords } = await loadBagOfWords(readerOf(bagFiles(bag)));
    assert.deepEqual(bagOfWords.weights, weights);
    const again = await loadBagOfWords(readerOf(bagFiles({ ...bag, weights })));
    assert.deepEqual(again.bagOfWords.weights, weights);
  });

  it('holds no pair, or words beyond 16 bits, as well', async function () {
    this.timeout(20_000); // 70,000 words
    const none = { ...smallBag(), bigrams: BigramIndex.fromPairs(new Float64Array(), 6) };
    const without = { ...none, weights: none.weights.slice(0, 6) };
    assert.equal((await loadBagOfWords(readerOf(bagFiles(without)))).bagOfWords.bigrams.size, 0);

    const many = new Map(Array.from({ length: 70_000 }, (_, i) => [`w${i}`, 1]));
    const vocab = Vocab.fromCounts(many, 70_000);
    const bag = {
      ...smallBag(),
      vocabulary: vocab.size,
      bigrams: BigramIndex.fromPairs(Float64Array.of(7 * vocab.size + 69_999), vocab.size),
      weights: new Float32Array(vocab.size + 1).fill(0.5),
    };
    const description = { name: 'b', description: '', labels: ['x', 'y'], maxTokens: 9, temperature: 1 };
    const { bagOfWords } = await loadBagOfWords(readerOf(exportLinear(bag, vocab, description)));
    assert.equal(bagOfWords.bigrams.find(7, 69_999), 0);
    assert.equal(bagOfWords.weights.at(-1), 0.5);
  });

  it('reads the vocabulary of a sibling, which must be the very same', async () => {
    const vocab = smallVocab();
    const description = { name: 'b', description: '', labels: ['x', 'y'], maxTokens: 9, temperature: 1 };
    const files = exportLinear(smallBag(), vocab, description, '../other/vocab.txt');
    assert.deepEqual(Object.keys(files).sort(), ['model.json', 'weights.bin']);
    const text = bytes(vocab.toString());
    const loaded = await loadBagOfWords(readerOf({ ...files, '../other/vocab.txt': text }));
    assert.equal(loaded.vocab.id('film'), 5);
    assert.deepEqual(loaded.manifest.checksums, { '../other/vocab.txt': checksum(text) });
    const other = bytes(vocab.toString().replace('film', 'flim'));
    await assert.rejects(
      loadBagOfWords(readerOf({ ...files, '../other/vocab.txt': other })),
      /^InputError: \.\.\/other\/vocab\.txt: its checksum is/,
    );
  });

  it('is told from a network by its kind', async () => {
    assert.equal(isBagOfWords(await loadAnyModel(tinyReader())), false);
    await assert.rejects(
      loadAnyModel(readerOf({ 'model.json': bytes('{"kind":') })),
      /^InputError: model\.json: not valid JSON/,
    );
  });

  const files = bagFiles();
  const manifestWith = (change: (manifest: Record<string, never>) => void) => {
    const manifest = json(files);
    change(manifest);
    return { 'model.json': bytes(JSON.stringify(manifest)) };
  };
  /** weights.bin holds: bias (4 bytes), words (6 × 2), pairs (3 × 2), counts (6 × 2), seconds (3 × 2). */
  const weightsWith = (at: number, value: number) => {
    const changed = files['weights.bin']!.slice();
    new DataView(changed.buffer).setUint16(at, value, true);
    return { 'weights.bin': changed };
  };
  const damaged: [string, Record<string, Uint8Array | null>, RegExp][] = [
    ['missing weights', { 'weights.bin': null }, /weights\.bin: the file is missing/],
    [
      'weights cut short',
      { 'weights.bin': files['weights.bin']!.subarray(1) },
      /weights\.bin: 39 bytes, exp/,
    ],
    ['an unknown format', manifestWith((m) => Object.assign(m, { format: 'x/9' })), /model\.json: format/],
    ['one label', manifestWith((m) => Object.assign(m, { labels: ['a'] })), /model\.json: labels/],
    ['a label twice', manifestWith((m) => Object.assign(m, { labels: ['a', 'a'] })), /labels: .*second time/],
    [
      'a label more',
      manifestWith((m) => Object.assign(m, { labels: ['a', 'b', 'c'] })),
      /weight "bias" has shape \[1\], the architecture says \[3\]/,
    ],
    [
      'another number of pairs',
      manifestWith((m) => Object.assign(m['architecture']!, { pairs: 4 })),
      /weight "pairs\/weights" has shape/,
    ],
    [
      'an absurd number of pairs',
      manifestWith((m) => Object.assign(m['architecture']!, { pairs: 1e12 })),
      /model\.json: architecture\.pairs/,
    ],
    [
      'a way out of the folder',
      manifestWith((m) => Object.assign(m, { vocabulary: '../../secret.txt' })),
      /model\.json: vocabulary/,
    ],
    [
      'a vocabulary of another size',
      { 'vocab.txt': bytes('<pad> 0\n<unk> 0\n') },
      /vocab\.txt: 2 tokens, model\.json says 6/,
    ],
    ['too few pairs counted', weightsWith(22 + 2 * 2, 1), /weights\.bin: (counts|words) of pairs/],
    ['too many pairs counted', weightsWith(22, 9), /weights\.bin: counts of pairs/],
    ['a pair twice', weightsWith(34 + 2, 3), /weights\.bin: words of pairs/],
    ['a word that there is not', weightsWith(34 + 4, 6), /weights\.bin: words of pairs/],
    ['a bias that is no number', weightsWith(2, 0x7fc0), /"bias" holds values that are not numbers/],
  ];
  for (const [what, replace, message] of damaged) {
    it(`refuses ${what}, naming it`, async () => {
      await assert.rejects(loadAnyModel(readerOf({ ...files, ...replace })), (error: Error) => {
        assert.ok(error instanceof InputError, `not an InputError: ${String(error)}`);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
