import assert from 'node:assert/strict';
import { loadAnyModel } from '../../../src/model/load';
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
