import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Aligner } from '../../../../src/model/alignment/aligner';
import { charactersOf } from '../../../../src/model/alignment/characters';
import { alignmentShapes } from '../../../../src/model/alignment/architecture';
import { loadAlignmentModel, parseAlignmentManifest } from '../../../../src/model/alignment/folder';
import {
  tinyAlignmentArchitecture,
  tinyAlignmentFiles,
  tinyAlignmentValues,
  TINY_MOST_READ,
} from '../../../fixtures/alignment';
import { filesReader } from '../../../fixtures/tinyModel';

describe('characters', function () {
  this.timeout(20_000);

  it('stand where they were in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const characters = charactersOf(text);
        for (const { start, end, text: own } of characters) assert.equal(text.slice(start, end), own);
        assert.equal(characters.map((character) => character.text).join(''), text.trim());
      }),
      { seed: 1 },
    );
  });

  it('are read without case, and typographic signs as the plain ones', () => {
    const folded = charactersOf(' 3\u00a0MAY ’17–İ').map((character) => character.folded);
    assert.deepEqual(folded, ['3', '␣', 'm', 'a', 'y', '␣', "'", '1', '7', '-', 'İ'.toLowerCase()]);
  });
});

describe('model folder of kind alignment', () => {
  const manifest = () =>
    JSON.parse(new TextDecoder().decode(tinyAlignmentFiles()['model.json'])) as Record<string, unknown>;
  const changed = (change: object) => JSON.stringify({ ...manifest(), ...change });

  it('gives back what was exported, in half precision', async () => {
    const { architecture, values } = await loadAlignmentModel(filesReader(tinyAlignmentFiles()));
    assert.deepEqual(architecture, tinyAlignmentArchitecture());
    const given = tinyAlignmentValues(architecture);
    for (const name of Object.keys(alignmentShapes(architecture))) {
      values[name]!.forEach((value, i) => {
        const expected = given[name]![i]!;
        assert.ok(Math.abs(value - expected) <= Math.abs(expected) * 2 ** -11 + 1e-7, `${name} ${i}`);
      });
    }
  });

  it('names the field that is wrong', () => {
    const wrong = (change: object, message: RegExp) =>
      assert.throws(() => parseAlignmentManifest(changed(change)), message);
    wrong({ kind: 'network' }, /model\.json: kind/u);
    wrong({ outputs: '0123' }, /outputs: expected 11 characters, found 4/u);
    wrong({ outputs: '01234567899' }, /outputs: /u);
    wrong({ architecture: { ...tinyAlignmentArchitecture('dot'), memory: 7 } }, /twice the hidden units/u);
    wrong({ architecture: { ...tinyAlignmentArchitecture(), hidden: 0 } }, /architecture\.hidden/u);
    assert.throws(() => parseAlignmentManifest('{'), /model\.json: not valid JSON/u);
  });

  it('is refused where its parts do not fit together', async () => {
    const files = tinyAlignmentFiles();
    const refuse = (replace: Record<string, Uint8Array>, message: RegExp) =>
      assert.rejects(loadAlignmentModel(filesReader({ ...files, ...replace })), message);
    await refuse({ 'weights.bin': files['weights.bin']!.subarray(2) }, /weights\.bin: \d+ bytes, expected/u);
    const lines = new TextDecoder().decode(files['vocab.txt']).split('\n');
    const shorter = new TextEncoder().encode(`${lines.slice(0, -2).join('\n')}\n`);
    await refuse({ 'vocab.txt': shorter }, /vocab\.txt: \d+ tokens, model\.json says/u);
    const wider = { architecture: { ...tinyAlignmentArchitecture(), attention: 8 } };
    await refuse(
      { 'model.json': new TextEncoder().encode(changed(wider)) },
      /"attention\/kernel" has shape/u,
    );
  });
});

describe('aligner', () => {
  const open = () => Aligner.open(filesReader(tinyAlignmentFiles()));

  it('gives a row of weights for each character written, over all characters read', async () => {
    const { characters, written, output, probability, model } = (await open()).align(' 3 May 2017 ☃ ');
    assert.equal(model, 'tiny-alignment');
    assert.equal(characters.map(({ text }) => text).join(''), '3 May 2017 ☃');
    assert.deepEqual(characters[0], { text: '3', start: 1, end: 2, known: true });
    assert.deepEqual(characters.at(-1), { text: '☃', start: 12, end: 13, known: false });
    assert.equal(written.map(({ text }) => text).join(''), output);
    assert.ok(written.length > 0);
    for (const { weights } of written) {
      assert.equal(weights.length, characters.length);
      assert.ok(Math.abs(weights.reduce((a, b) => a + b, 0) - 1) < 1e-6);
    }
    const product = written.reduce((all, one) => all * one.probability, 1);
    assert.ok(probability > 0 && probability <= product);
  });

  it('refuses nothing at all, and more than the model reads', async () => {
    const aligner = await open();
    assert.throws(() => aligner.align(' \n '), /^InputError: expected a text to read, found none$/u);
    assert.doesNotThrow(() => aligner.align('7'.repeat(TINY_MOST_READ)));
    assert.throws(
      () => aligner.align('7'.repeat(61)),
      /^InputError: expected at most 60 characters, found 61$/u,
    );
  });
});
