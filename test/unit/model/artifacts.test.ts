import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { Analyzer } from '../../../src/model/analyzer';
import { PlainEngine } from '../../../src/model/engines/plain';
import type { Architecture, ParameterName } from '../../../src/model/architecture';
import { loadModel, MODEL_FORMAT, parseManifest } from '../../../src/model/artifacts';
import { InputError } from '../../../src/model/types';
import { Vocab } from '../../../src/model/vocab';
import { storedWeight } from '../../../src/model/weights';
import { randomNetwork } from '../../fixtures/networks';
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

  it('loads what was written, to half a code of the embedding and half a step of half precision elsewhere', async () => {
    const { weights } = await loadModel(tinyReader());
    const table = weights['embedding/table'].floats();
    const { scale } = weights['embedding/table'].codes!;
    normals(table.length, 0.7, 100).forEach((value, i) =>
      assert.ok(Math.abs(value - table[i]!) <= scale * 0.51),
    );
    const kernel = weights['gru/kernel'].floats();
    normals(kernel.length, 0.7, 101).forEach((value, i) =>
      assert.ok(Math.abs(value - kernel[i]!) <= Math.max(Math.abs(value), 2 ** -14) * 2 ** -11),
    );
  });

  it('may name models of other seeds, by plain names, each once', async () => {
    const withSeeds = (seeds: unknown) =>
      loadModel(tinyReader({ 'model.json': manifestWith((json) => Object.assign(json, { seeds })) }));
    const seeds = ['tiny-2', 'tiny.seed_3'];
    const model = await withSeeds(seeds);
    assert.deepEqual(model.manifest.seeds, seeds);
    assert.deepEqual(new Analyzer(model, new PlainEngine(model)).info.seeds, seeds);
    const plain = await loadModel(tinyReader());
    assert.ok(!('seeds' in new Analyzer(plain, new PlainEngine(plain)).info));
    for (const wrong of ['tiny-2', ['../other'], ['..'], ['.hidden'], [''], ['a/b'], [3], ['a', 'a']]) {
      await assert.rejects(withSeeds(wrong), (error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, /^model\.json: seeds/);
        return true;
      });
    }
  });

  it('decodes every storage format to the numbers that TensorFlow.js decodes', () => {
    const codes = Uint8Array.from({ length: 512 }, (_, i) => (i * 37) % 256);
    const halves = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    const formats = [
      [codes, undefined, 4],
      [codes, { dtype: 'uint8', scale: 0.0123, min: -1.57 }, 1],
      [codes, { dtype: 'uint16', scale: 1.1e-4, min: -3.3 }, 2],
      [new Uint8Array(halves.buffer), { dtype: 'float16' }, 2],
    ] as const;
    for (const [bytes, quantization, size] of formats) {
      const shape = [bytes.length / size];
      const spec = { name: 'w', shape, dtype: 'float32' as const, ...(quantization && { quantization }) };
      const expected = tf.io.decodeWeights(bytes.slice().buffer, [spec])['w']!;
      // At an address that is no multiple of anything, too.
      const shifted = new Uint8Array(bytes.length + 1);
      shifted.set(bytes, 1);
      for (const stored of [bytes, shifted.subarray(1)]) {
        assert.deepEqual(storedWeight(stored, shape, quantization).floats(), expected.dataSync());
      }
      expected.dispose();
    }
  });

  it('loads every variant, and tells a parameter too many', async () => {
    const architecture: Architecture = {
      ...{ vocabulary: 40, embedding: 3, hidden: 5, attention: 2, scoreActivation: 'linear' },
      ...{ layers: 2, bidirectional: true, attentionKind: 'attention-gru' },
    } as const;
    const vocab = Vocab.fromCounts(new Map(Array.from({ length: 38 }, (_, i) => [`w${i}`, 1])), 100);
    assert.equal(vocab.size, 40);
    const { data, reference } = randomNetwork(architecture, 2);
    const manifest = {
      ...{
        format: MODEL_FORMAT,
        name: 'variant',
        description: '',
        maxTokens: 10,
        temperature: 1,
        architecture,
      },
      weightsManifest: [
        {
          paths: ['weights.bin'],
          weights: Object.entries(data.weights).map(([name, { shape }]) => ({
            name,
            shape,
            dtype: 'float32',
          })),
        },
      ],
    };
    const folder = (specs: object) =>
      tinyReader({
        'model.json': bytes(JSON.stringify(specs)),
        'vocab.txt': bytes(vocab.toString()),
        'weights.bin': Buffer.concat(
          Object.values(data.weights).map((weight) => new Uint8Array(weight.floats().slice().buffer)),
        ),
      });
    const loaded = await loadModel(folder(manifest));
    for (const [name, values] of Object.entries(reference.values)) {
      assert.deepEqual(loaded.weights[name as ParameterName]!.floats(), values);
    }
    const simpler = { ...manifest, architecture: { ...architecture, attentionKind: 'soft' as const } };
    await assert.rejects(loadModel(folder(simpler)), /weight "attention\/gru\/kernel" is none of/);
  });

  const groupsOf = (json: Record<string, unknown>) =>
    json['weightsManifest'] as { paths: string[]; weights: { name: string }[] }[];

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
      'a gate where there is no attention GRU',
      { 'model.json': manifestWith((j) => Object.assign(j['architecture']!, { attentionGate: 'vector' })) },
      /model\.json: architecture\.attentionGate: only an attention GRU has a gate/,
    ],
    [
      'a shape that contradicts the architecture',
      { 'model.json': manifestWith((j) => Object.assign(j['architecture']!, { hidden: 13 })) },
      /weight "gru\/kernel" has shape/,
    ],
    [
      'a weight left out',
      { 'model.json': manifestWith((j) => groupsOf(j)[1]!.weights.pop()) },
      /weight "decoder\/bias" stands there 0 times/,
    ],
    [
      'a weight that stands in two groups',
      { 'model.json': manifestWith((j) => groupsOf(j)[0]!.weights.push(groupsOf(j)[1]!.weights[0]!)) },
      /weight "gru\/kernel" stands there 2 times/,
    ],
    [
      'a group without a file',
      { 'model.json': manifestWith((j) => (groupsOf(j)[1]!.paths = [])) },
      /model\.json: weightsManifest\.1\.paths/,
    ],
    [
      'an embedding of another size',
      { 'embedding.bin': new Uint8Array(3) },
      /embedding\.bin: 3 bytes, expected 216/,
    ],
    [
      'one name for two classes',
      { 'model.json': manifestWith((j) => Object.assign(j, { labels: ['good', 'good'] })) },
      /model\.json: labels: a name stands there a second time/,
    ],
    [
      'more names than classes',
      { 'model.json': manifestWith((j) => Object.assign(j, { labels: ['a', 'b', 'c'] })) },
      /model\.json: labels: expected 2 names, found a, b, c/,
    ],
    [
      'weights cut short',
      { 'weights.bin': tinyModelFiles()['weights.bin']!.subarray(0, 100) },
      /weights\.bin: 100 bytes, expected \d+/,
    ],
    [
      'weights that are not numbers',
      {
        'weights.bin': tinyModelFiles()['weights.bin']!.slice().fill(0xff, -4),
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
    it(`refuses ${what}, naming it`, async () => {
      await assert.rejects(loadModel(tinyReader(replace)), (error: Error) => {
        assert.ok(error instanceof InputError, `not an InputError: ${String(error)}`);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('passes over prototype keys', () => {
    const json = text(tinyModelFiles()['model.json']!).replace('{', '{"__proto__": {"polluted": 1},');
    parseManifest(json);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});
