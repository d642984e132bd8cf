import assert from 'node:assert/strict';
import path from 'node:path';
import type { ComparedModel } from '../../../src/cli/compare';
import { comparisonTable } from '../../../src/cli/compareTable';
import { parseNames } from '../../../src/cli/options';
import { modelNames } from '../../../src/model/node/modelFolders';
import { writeTinyModel } from '../../fixtures/tinyModel';
import { installCli, type Installation } from './support';

const DATA = path.resolve('test', 'fixtures', 'data');

const row: ComparedModel = {
  model: 'one',
  backend: 'plain',
  accuracy: 0.9,
  interval: [0.88, 0.92],
  loss: 0.25,
  ece: 0.0125,
  parameters: 1234567,
  bytes: 10,
  trainingMinutes: null,
  ms: { verdict: 0.5, words: 40 },
  comparison: null,
};

describe('a comparison for people', () => {
  it('leaves out what there is not, and shows pairs where there are', () => {
    const other = {
      ...row,
      model: 'other',
      trainingMinutes: 12.34,
      comparison: { agreement: 0.875, onlyFirst: 20, onlySecond: 3, p: 0.00001 },
    };
    const [title, , header, first, second] = comparisonTable('data', 12345, [row, other]).split('\n');
    assert.equal(title, '12,345 texts of data');
    assert.match(header!, /^model +accuracy .*parameters +ms +ms, words +minutes +agrees/);
    assert.match(
      first!,
      /^one +90\.00 % +88\.00 % to 92\.00 % +0\.2500 +1\.25 % +1,234,567 +0\.50 +40\.00 +\?$/,
    );
    assert.match(second!, / 12\.3 +87\.5 % +20 : 3 +< 0\.0001$/);
    const paired = comparisonTable('data', 3, [{ ...row, pairs: { n: 2, bothRight: 0.5 } }, other]);
    assert.match(paired, /both of a pair/);
    assert.match(paired, /\none .* 1\.25 % +50\.0 % +1,234,567/);
  });
});

describe('names of models', () => {
  it('stand between commas', () => {
    assert.deepEqual(parseNames('a, b,models/c'), ['a', 'b', 'models/c']);
    for (const wrong of ['', 'a,,b', ',']) assert.throws(() => parseNames(wrong), /Expected names/);
  });
});

describe('the compare command, bundled', function () {
  this.timeout(120_000);
  let cli: Installation;
  before(async () => {
    cli = await installCli();
    await writeTinyModel(path.join(cli.folder, 'models', 'other'), 'other', 2);
  });
  after(() => cli.remove());

  it('gives each model its scores and sets it against the first', async () => {
    const data = path.join(DATA, 'aclImdb');
    const args = ['--data', data, '--models', 'tiny,other,tiny', '--backend', 'plain'];
    const { code, stdout, stderr } = await cli.run(['compare', ...args, '--json']);
    assert.deepEqual([code, stderr], [0, '']);
    const { texts, timedWords, models } = JSON.parse(stdout) as {
      texts: number;
      timedWords: number;
      models: ComparedModel[];
    };
    assert.deepEqual(
      [texts, timedWords, models.map(({ model }) => model)],
      [5, 200, ['tiny', 'other', 'tiny']],
    );
    const [first, , again] = models;
    assert.equal(first!.comparison, null);
    assert.deepEqual(again!.comparison, { agreement: 1, onlyFirst: 0, onlySecond: 0, p: 1 });
    const evaluated = await cli.run([
      'evaluate',
      '--data',
      data,
      '--model',
      'tiny',
      '--backend',
      'plain',
      '--json',
    ]);
    const { accuracy, loss, ece } = JSON.parse(evaluated.stdout) as ComparedModel;
    assert.deepEqual([first!.accuracy, first!.loss, first!.ece], [accuracy, loss, ece]);
    for (const { ms, interval, accuracy, parameters, trainingMinutes } of models) {
      assert.ok(ms.verdict > 0 && ms.words > 0 && parameters > 1000);
      assert.ok(interval[0] < accuracy && accuracy < interval[1]);
      assert.equal(trainingMinutes, null);
    }
  });

  it('takes all models, and no more texts than asked for', async () => {
    assert.deepEqual(await modelNames(path.join(cli.folder, 'models')), ['other', 'tiny']);
    const data = path.join(DATA, 'aclImdb');
    const { code, stdout } = await cli.run(['compare', '--data', data, '--limit', '2', '--backend', 'plain']);
    assert.equal(code, 0);
    assert.match(stdout, /^2 texts of .*\n\nmodel .*\nother .*\ntiny .*\n\nms: /);
  });
});
