import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { parameterNames, type Architecture, type ParameterName } from '../../../../src/model/architecture';
import { loadModel, parseManifest } from '../../../../src/model/artifacts';
import { PlainEngine } from '../../../../src/model/engines/plain';
import { exportModel, type ExportOptions } from '../../../../src/model/training/export';
import { InputError } from '../../../../src/model/types';
import { Vocab } from '../../../../src/model/vocab';
import { randomIds, randomNetwork } from '../../../fixtures/networks';
import { filesReader } from '../../../fixtures/tinyModel';

const VOCAB = Vocab.fromCounts(new Map(Array.from({ length: 30 }, (_, i) => [`w${i}`, 40 - i])), 100);
const ARCHITECTURE: Architecture = {
  ...{ vocabulary: VOCAB.size, embedding: 5, hidden: 7, attention: 3, scoreActivation: 'linear' },
  ...{ layers: 2, attentionKind: 'attention-gru', classes: 3 },
};
const DESCRIPTION = {
  name: 'small',
  description: '',
  maxTokens: 10,
  temperature: 0.9,
  labels: ['a', 'b', 'c'],
};

function valuesOf(seed: number): Record<ParameterName, Float32Array> {
  const { weights } = randomNetwork(ARCHITECTURE, seed).data;
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [name, weight.floats()]),
  ) as Record<ParameterName, Float32Array>;
}

const write = (values = valuesOf(1), options: ExportOptions = {}) =>
  exportModel(values, ARCHITECTURE, VOCAB, DESCRIPTION, options);

const under = (folder: string, files: Record<string, Uint8Array>) =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`../${folder}/${name}`, bytes]));

describe('export of a model', () => {
  before(() => tf.setBackend('cpu'));

  it("is read by TensorFlow.js's own loader of weights, to the same numbers as by ours", async () => {
    const files = write();
    const model = await loadModel(filesReader(files));
    const load = tf.io.weightsLoaderFactory((urls) =>
      Promise.resolve(urls.map((url) => files[url.replace('model/', '')]!.slice().buffer as ArrayBuffer)),
    );
    const tensors = await load(model.manifest.weightsManifest, 'model');
    assert.deepEqual(Object.keys(tensors).sort(), parameterNames(ARCHITECTURE).sort());
    for (const [name, tensor] of Object.entries(tensors)) {
      const weight = model.weights[name as ParameterName]!;
      assert.deepEqual(tensor.shape, weight.shape);
      assert.deepEqual(tensor.dataSync(), weight.floats(), name);
    }
    tf.dispose(Object.values(tensors));
  });

  it('takes 2 bytes a number, and 1 in the embedding', () => {
    const values = valuesOf(1);
    const numbers = Object.values(values).reduce((sum, { length }) => sum + length, 0);
    const table = values['embedding/table'].length;
    const files = write(values);
    assert.equal(files['embedding.bin']!.length, table);
    assert.equal(files['weights.bin']!.length, 2 * (numbers - table));
  });

  it('writes again what was loaded, to the last bit', async () => {
    const files = write();
    const { weights } = await loadModel(filesReader(files));
    const values = valuesOf(1);
    for (const [name, weight] of Object.entries(weights)) values[name as ParameterName] = weight.floats();
    const { codes } = weights['embedding/table'];
    assert.deepEqual(write(values, { codes: codes! }), files);
  });

  it('gives back a network with a vector gate', async () => {
    const architecture = { ...ARCHITECTURE, attentionGate: 'vector' } as const;
    const { data } = randomNetwork(architecture, 3, DESCRIPTION.temperature);
    const values = Object.fromEntries(
      Object.entries(data.weights).map(([name, weight]) => [name, weight.floats()]),
    ) as Record<ParameterName, Float32Array>;
    const model = await loadModel(filesReader(exportModel(values, architecture, VOCAB, DESCRIPTION)));
    assert.deepEqual(model.architecture, architecture);
    assert.deepEqual(model.weights['attention/score'].shape, [3, 7]);
    const ids = randomIds(9, VOCAB.size, 4);
    const [expected, actual] = [data, model].map((one) => new PlainEngine(one).run([ids])[0]!);
    // Half precision, and 8 bits in the embedding.
    actual!.weights.forEach((weight, t) => assert.ok(Math.abs(weight - expected!.weights[t]!) < 0.01));
    actual!.probabilities.forEach((p, k) => assert.ok(Math.abs(p - expected!.probabilities[k]!) < 0.02));
  });

  it('refuses codes that are not those of the table', async () => {
    const values = valuesOf(1);
    const { weights } = await loadModel(filesReader(write(values)));
    const codes = weights['embedding/table'].codes!;
    assert.throws(() => write(values, { codes }), /codes are not those of the embedding/);
  });

  it('names the embedding and vocabulary of a sibling, and loads the same from there', async () => {
    const whole = write();
    const parts = write(valuesOf(1), { shared: { embedding: 'first', vocabulary: 'first' } });
    assert.deepEqual(Object.keys(parts).sort(), ['model.json', 'weights.bin']);
    const [a, b] = await Promise.all([
      loadModel(filesReader(whole)),
      loadModel(filesReader({ ...parts, ...under('first', whole) })),
    ]);
    for (const name of parameterNames(ARCHITECTURE)) {
      assert.deepEqual(b.weights[name]!.floats(), a.weights[name]!.floats());
    }
    assert.equal(b.vocab.toString(), a.vocab.toString());
    assert.deepEqual(b.weights['embedding/table'].codes, a.weights['embedding/table'].codes);
  });

  it('is refused once the sibling has changed, or is gone', async () => {
    const whole = write();
    const parts = write(valuesOf(1), { shared: { embedding: 'first', vocabulary: 'first' } });
    const sibling = under('first', whole);
    const refused = (files: Record<string, Uint8Array>, message: RegExp) =>
      assert.rejects(
        loadModel(filesReader({ ...parts, ...files })),
        (error) => error instanceof InputError && message.test(error.message),
      );
    const other = under('first', write(valuesOf(2)));
    await refused(other, /\.\.\/first\/embedding\.bin: its checksum is \w+, model\.json says \w+/);
    const words = { '../first/vocab.txt': new TextEncoder().encode(VOCAB.toString().replace('w1 ', 'wx ')) };
    await refused({ ...sibling, ...words }, /\.\.\/first\/vocab\.txt: its checksum/);
    await refused({}, /\.\.\/first\/(embedding\.bin|vocab\.txt): the file is missing/);
  });

  it('refuses checkpoints that do not end in the model, are out of order, or have another embedding', () => {
    const values = valuesOf(1);
    const at = (epoch: number, own = values, temperature = 0.9) => ({
      ...{ epoch, values: own, trainLoss: 1, validationLoss: 1, validationAccuracy: 0.5, temperature },
    });
    const gru = { ...values, 'gru/bias': valuesOf(2)['gru/bias'] };
    const table = { ...values, 'embedding/table': valuesOf(2)['embedding/table'] };
    const none = { ...values, 'gru/bias': undefined } as unknown as typeof values;
    const exporting = (...checkpoints: ReturnType<typeof at>[]) => write(values, { checkpoints });
    assert.doesNotThrow(() => exporting(at(0, gru, 2), at(1)));
    assert.throws(() => exporting(at(0), at(1, gru)), /epoch 1: the last one is not the model itself/);
    assert.throws(() => exporting(at(0), at(1, values, 2)), /epoch 1: the last one is not the model itself/);
    assert.throws(() => exporting(at(1), at(1)), /epoch 1: out of order/);
    assert.throws(() => exporting(at(0, table), at(1)), /epoch 0: the embedding was not frozen/);
    assert.throws(() => exporting(at(0, none), at(1)), /gru\/bias: no values/);
  });

  it('refuses a description that would not load', () => {
    const exporting = (change: object) =>
      exportModel(valuesOf(1), ARCHITECTURE, VOCAB, { ...DESCRIPTION, ...change });
    assert.throws(() => exporting({ name: 'a b' }), /model\.json: name/);
    assert.throws(() => exporting({ labels: ['a', 'b'] }), /model\.json: labels: expected 3/);
    assert.throws(() => exporting({ temperature: NaN }), /model\.json: temperature/);
  });

  it('names no file elsewhere', () => {
    const text = new TextDecoder().decode(write()['model.json']!);
    for (const path of [
      '../../etc/embedding.bin',
      '/embedding.bin',
      'a/embedding.bin',
      '../.x/embedding.bin',
    ]) {
      const field = /model\.json: weightsManifest\.0\.paths\.0: ".*" is neither NAME\.ext nor/;
      assert.throws(() => parseManifest(text.replace('embedding.bin', path)), field);
      assert.throws(
        () => parseManifest(text.replace('vocab.txt', path)),
        /model\.json: vocabulary: ".*" is neither/,
      );
    }
  });
});
