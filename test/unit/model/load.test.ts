import assert from 'node:assert/strict';
import { calibrationOf, loadAnyModel } from '../../../src/model/load';
import { InputError } from '../../../src/model/types';
import { tinyModelFiles, tinyReader } from '../../fixtures/tinyModel';

describe('loading a model of any kind', () => {
  it('says in one sentence that a model which aligns sequences is no classifier, whatever else its folder holds', async () => {
    const manifest = new TextEncoder().encode('{"kind":"alignment","architecture":{}}');
    const read = tinyReader({ ...tinyModelFiles(), 'model.json': manifest });
    await assert.rejects(loadAnyModel(read), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^model\.json: the model aligns two sequences and is no classifier/);
      return true;
    });
  });
});

describe('what a manifest says of its probabilities', () => {
  const of = async (training?: Record<string, unknown>) => {
    const { manifest } = await loadAnyModel(tinyReader());
    return calibrationOf({ ...manifest, temperature: 1.5, ...(training && { training }) });
  };

  it('is the temperature, and on how many texts training fitted it, where it wrote so', async () => {
    assert.deepEqual(await of({ validationTexts: 2000 }), { temperature: 1.5, fittedOn: 2000 });
    assert.deepEqual(await of({ data: { validation: 300 } }), { temperature: 1.5, fittedOn: 300 });
    assert.deepEqual(await of({ other: true }), { temperature: 1.5 });
  });

  it('is only the temperature where that is no number of texts', async () => {
    for (const texts of [0, -1, 1.5, '2000', null, {}, []]) {
      assert.deepEqual(await of({ validationTexts: texts }), { temperature: 1.5 });
      assert.deepEqual(await of({ data: { validation: texts } }), { temperature: 1.5 });
    }
    assert.deepEqual(await of({ data: null }), { temperature: 1.5 });
  });
});
