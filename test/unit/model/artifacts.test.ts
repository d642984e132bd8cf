import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadModel, parseManifest } from '../../../src/model/artifacts';
import { PARAMETER_NAMES } from '../../../src/model/network';
import { quantize } from '../../../src/model/training/export';
import { InputError } from '../../../src/model/types';
import { normals } from '../../fixtures/random';
import { tinyModelFiles, tinyReader } from '../../fixtures/tinyModel';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (s: string) => new TextEncoder().encode(s);

describe('model folder', () => {
  before(async () => {
    await tf.setBackend('cpu');
  });

  /** The manifest with something changed. */
  const manifestWith = (change: (json: Record<string, never>) => void): Uint8Array => {
    const json = JSON.parse(text(tinyModelFiles()['model.json']!)) as Record<string, never>;
    change(json);
    return bytes(JSON.stringify(json));
  };

  it('loads what was written, to half a code of the embedding and exactly elsewhere, and gives it all back', async () => {
    const before = tf.memory().numTensors;
    const model = await loadModel(tinyReader());
    assert.equal(tf.memory().numTensors, before + PARAMETER_NAMES.length);
    const table = model.parameters['embedding/table'].dataSync();
    const spec = model.manifest.weights.find((w) => w.name === 'embedding/table')!;
    const { scale } = spec.quantization as { scale: number };
    normals(table.length, 0.7, 100).forEach((value, i) =>
      assert.ok(Math.abs(value - table[i]!) <= scale * 0.51),
    );
    assert.deepEqual(
      [...model.parameters['gru/kernel'].dataSync()],
      [...normals(model.parameters['gru/kernel'].size, 0.7, 101)],
    );
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('quantises a constant table without dividing by zero', () => {
    const { bytes: codes, scale, min } = quantize(new Float32Array(8).fill(0.5));
    assert.ok(Number.isFinite(scale) && scale > 0);
    codes.forEach((code) => assert.equal(min + scale * code, 0.5));
  });

  const damaged: [string, Record<string, Uint8Array | null>, RegExp][] = [
    ['a missing file', { 'weights.bin': null }, /weights\.bin: the file is missing/],
    ['broken JSON', { 'model.json': bytes('{"format":') }, /model\.json: not valid JSON/],
    [
      'another format',
      { 'model.json': manifestWith((j) => Object.assign(j, { format: 'x/9' })) },
      /model\.json: format/,
    ],
    [
      'an absurd size',
      { 'model.json': manifestWith((j) => Object.assign(j['architecture']!, { hidden: 1e9 })) },
      /model\.json: architecture\.hidden/,
    ],
    [
      'a shape that contradicts the architecture',
      { 'model.json': manifestWith((j) => Object.assign(j['architecture']!, { hidden: 13 })) },
      /weight "gru\/kernel" has shape/,
    ],
    [
      'a weight left out',
      { 'model.json': manifestWith((j) => (j['weights'] as unknown as unknown[]).pop()) },
      /weight "decoder\/bias" stands there 0 times/,
    ],
    [
      'weights cut short',
      { 'weights.bin': tinyModelFiles()['weights.bin']!.subarray(0, 100) },
      /weights\.bin: 100 bytes, expected \d+/,
    ],
    [
      'weights that are not numbers',
      {
        'weights.bin': tinyModelFiles()['weights.bin']!.slice().fill(0xff, -8),
      },
      /"decoder\/bias" holds values that are not numbers/,
    ],
    [
      'a vocabulary of another size',
      { 'vocab.txt': bytes('<pad> 0\n<unk> 0\n') },
      /vocab\.txt: 2 tokens, model\.json says/,
    ],
    ['a binary vocabulary', { 'vocab.txt': new Uint8Array([0xff, 0xfe, 0]) }, /vocab\.txt: not UTF-8/],
  ];
  for (const [what, replace, message] of damaged) {
    it(`refuses ${what}, naming it, and leaves no tensor behind`, async () => {
      const before = tf.memory().numTensors;
      await assert.rejects(loadModel(tinyReader(replace)), (error: Error) => {
        assert.ok(error instanceof InputError, `not an InputError: ${String(error)}`);
        assert.match(error.message, message);
        return true;
      });
      assert.equal(tf.memory().numTensors, before);
    });
  }

  it('passes over prototype keys', () => {
    const json = text(tinyModelFiles()['model.json']!).replace('{', '{"__proto__": {"polluted": 1},');
    parseManifest(json);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});
