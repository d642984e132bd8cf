import { Aligner } from '../../../src/model/alignment/aligner';
import { listCheckpoints, loadCheckpoint } from '../../../src/model/checkpoints';
import { isBagOfWords, loadAnyModel } from '../../../src/model/load';
import { tinyAlignmentFiles } from '../../fixtures/alignment';
import { bagFiles } from '../../fixtures/bagOfWords';
import { refuseCuts } from '../../fixtures/cuts';
import { filesReader, tinyModelFiles } from '../../fixtures/tinyModel';

const CUTS = 60;

describe('a model folder with a file cut short at any byte', function () {
  this.timeout(60_000);

  it('is refused, naming the file: a network and the epochs of its training', async () => {
    const files = tinyModelFiles('tiny', 1, { checkpoints: true });
    const load = async (given: Readonly<Record<string, Uint8Array>>) => {
      const read = filesReader(given);
      const model = await loadAnyModel(read);
      if (isBagOfWords(model)) throw new Error('a bag of words');
      const epochs = [];
      for (const { epoch } of listCheckpoints(model)) epochs.push(await loadCheckpoint(model, epoch, read));
      return [model, epochs].map((one) => JSON.stringify(one));
    };
    await refuseCuts(files, load, CUTS, 1);
  });

  it('is refused, naming the file: a bag of words', async () => {
    await refuseCuts(
      bagFiles(),
      async (files) => JSON.stringify(await loadAnyModel(filesReader(files))),
      CUTS,
      2,
    );
  });

  it('is refused, naming the file: a model that writes', async () => {
    const load = async (files: Readonly<Record<string, Uint8Array>>) => {
      const aligner = await Aligner.open(filesReader(files));
      return JSON.stringify({ ...aligner.align('3 May 2017'), ms: 0 });
    };
    await refuseCuts(tinyAlignmentFiles(), load, CUTS, 3);
  });
});
