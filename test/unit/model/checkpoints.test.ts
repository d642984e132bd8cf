import assert from 'node:assert/strict';
import type { ParameterName } from '../../../src/model/architecture';
import { loadModel } from '../../../src/model/artifacts';
import { listCheckpoints, loadCheckpoint } from '../../../src/model/checkpoints';
import { PlainEngine } from '../../../src/model/engines/plain';
import { InputError } from '../../../src/model/types';
import { filesReader, tinyModelFiles, tinyNetwork, TINY_EPOCHS } from '../../fixtures/tinyModel';

const FILES = tinyModelFiles('tiny', 1, { checkpoints: true });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

interface Json {
  frozen?: string[];
  checkpoints: Record<string, unknown>[];
}

const withManifest = (change: (json: Json) => void): Record<string, Uint8Array> => {
  const json = JSON.parse(text(FILES['model.json']!)) as Json;
  change(json);
  return { ...FILES, 'model.json': new TextEncoder().encode(JSON.stringify(json)) };
};

const load = async (epoch: number, files = FILES) => {
  const read = filesReader(files);
  return loadCheckpoint(await loadModel(read), epoch, read);
};

describe('checkpoints', () => {
  it('are listed by epoch, with what training measured', async () => {
    const list = listCheckpoints(await loadModel(filesReader(FILES)));
    assert.deepEqual(
      list.map(({ epoch, trainLoss }) => [epoch, trainLoss]),
      [0, 1, 2].map((epoch) => [epoch, epoch === 0 ? null : 1 / epoch]),
    );
    assert.deepEqual(listCheckpoints(await loadModel(filesReader(tinyModelFiles()))), []);
  });

  it('need no loss of training before the first epoch', async () => {
    const files = withManifest(({ checkpoints }) => delete checkpoints[0]!['trainLoss']);
    assert.equal(listCheckpoints(await loadModel(filesReader(files)))[0]!.trainLoss, null);
  });

  it('are wholly the network of their epoch, but for the frozen embedding', async () => {
    const model = await loadModel(filesReader(FILES));
    for (const epoch of TINY_EPOCHS) {
      const { weights, temperature, manifest, vocab } = await load(epoch);
      const { values } = tinyNetwork(epoch);
      for (const [name, weight] of Object.entries(weights)) {
        if (name === 'embedding/table') continue;
        const written = values[name as ParameterName]!;
        weight
          .floats()
          .forEach((value, i) => assert.ok(Math.abs(value - written[i]!) <= 2 ** -10, `${name} ${i}`));
      }
      assert.deepEqual(weights['embedding/table'].codes, model.weights['embedding/table'].codes);
      assert.equal(temperature, manifest.temperature);
      assert.equal(manifest.name, `tiny, epoch ${epoch}`);
      assert.equal(vocab.toString(), model.vocab.toString());
    }
    const temperatures = await Promise.all(TINY_EPOCHS.map(async (epoch) => (await load(epoch)).temperature));
    assert.deepEqual(temperatures, [3, 2, 1]);
  });

  it('end in the model itself', async () => {
    const model = await loadModel(filesReader(FILES));
    const last = await load(2);
    for (const [name, weight] of Object.entries(model.weights)) {
      assert.deepEqual(last.weights[name as ParameterName]!.floats(), weight.floats());
    }
    const ids = [Int32Array.of(3, 1, 4, 1, 5)];
    assert.deepEqual(new PlainEngine(last).run(ids), new PlainEngine(model).run(ids));
    assert.notDeepEqual(new PlainEngine(await load(1)).run(ids), new PlainEngine(model).run(ids));
  });

  const refusals: [string, number, Record<string, Uint8Array>, RegExp][] = [
    ['an epoch that is not there', 7, FILES, /none of epoch 7 \(there: 0, 1, 2\)/],
    ['any epoch of a model without', 0, tinyModelFiles(), /none of epoch 0 \(there: none\)/],
    [
      'an embedding that changed',
      0,
      withManifest((json) => delete json.frozen),
      /frozen: the embedding changed/,
    ],
    [
      "another epoch's file",
      0,
      { ...FILES, 'checkpoints/epoch-00.bin': FILES['checkpoints/epoch-01.bin']! },
      /epoch-00\.bin: its checksum is/,
    ],
    [
      'a file cut short',
      1,
      { ...FILES, 'checkpoints/epoch-01.bin': FILES['checkpoints/epoch-01.bin']!.subarray(2) },
      /epoch-01\.bin: its checksum is/,
    ],
    [
      'a file that is whole but of another size',
      0,
      withManifest(({ checkpoints }) =>
        Object.assign(checkpoints[0]!, { file: 'none.bin', checksum: '00000000' }),
      ),
      /none\.bin: 0 bytes, expected \d+/,
    ],
  ];
  for (const [what, epoch, files, message] of refusals) {
    it(`refuse ${what}`, async () => {
      await assert.rejects(load(epoch, { ...files, 'none.bin': new Uint8Array() }), (error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('are refused out of order, twice, or outside the folder', async () => {
    const change = (at: number, fields: object) =>
      loadModel(filesReader(withManifest(({ checkpoints }) => Object.assign(checkpoints[at]!, fields))));
    await assert.rejects(change(1, { epoch: 0 }), /model\.json: checkpoints: expected rising epochs/);
    await assert.rejects(change(0, { epoch: 5 }), /model\.json: checkpoints: expected rising epochs/);
    await assert.rejects(
      change(0, { file: '../../x.bin' }),
      /model\.json: checkpoints\.0\.file: "\.\.\/\.\.\/x\.bin"/,
    );
  });
});
