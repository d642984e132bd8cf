import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Aligner } from '../../../../src/model/alignment/aligner';
import { modelFolderReader } from '../../../../src/model/node/files';
import { DATE_FORMATS, sampleDates, writeDateAs } from '../../../../src/model/training/alignment/dates';
import { exactness } from '../../../../src/model/training/alignment/exactness';
import { Random } from '../../../../src/model/random';
import { DATES } from '../../../fixtures/alignment';

const FOLDER = path.join('models', 'dates-alignment');

describe('shipped date model', function () {
  this.timeout(20_000);
  let aligner: Aligner;
  before(async () => {
    aligner = await Aligner.open(modelFolderReader(FOLDER));
  });

  it('writes at least 99 % of dates that it has not seen without a mistake', () => {
    const { exact, mistakes } = exactness(aligner, sampleDates(DATES.test, 400, 77));
    assert.ok(exact >= 0.99, `${exact}: ${JSON.stringify(mistakes)}`);
  });

  for (const format of DATE_FORMATS) {
    it(`reads "${format}"`, () => {
      const random = new Random(3);
      const years = DATES.test.filter(({ year }) => year >= 1969 && year <= 2068);
      const dates = years.slice(0, 5).map((date) => ({ ...writeDateAs(date, format, random), format }));
      const written = dates.map(({ text }) => aligner.align(text).output);
      const right = dates.filter(({ iso }, i) => iso === written[i]).length;
      assert.ok(right >= 4, `${dates.map(({ text }) => text).join(', ')}: ${written.join(', ')}`);
    });
  }

  it('is unsure of what is no date', () => {
    for (const text of ['hello world', 'the film was great', 'tomorrow']) {
      const { probability } = aligner.align(text);
      assert.ok(probability < 0.8, `${text}: ${probability}`);
    }
  });

  it('is no larger than 400 kB', async () => {
    const sizes = (await readdir(FOLDER)).map(async (name) => (await stat(path.join(FOLDER, name))).size);
    assert.ok((await Promise.all(sizes)).reduce((a, b) => a + b, 0) < 400_000);
  });
});
