import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { oneModel, severalModels, type ModelBehaviour } from '../../../src/cli/behave';
import { judgeOf } from '../../../src/cli/sentiment';
import { columns } from '../../../src/cli/table';
import { runBehaviour, type Judge } from '../../../src/model/evaluation/behaviour';
import { parseSuite } from '../../../src/model/evaluation/behaviourSuite';
import { InputError, type ModelInfo } from '../../../src/model/types';
import { writeTinyModel } from '../../fixtures/tinyModel';
import { installCli, type Installation } from './support';

const SUITE = JSON.stringify({
  capability: 'words',
  about: 'Plain words.',
  tests: [
    { name: 'praise', type: 'minimum', expect: 'positive', cases: ['good', 'great', 'fun'] },
    { name: 'blame', type: 'minimum', expect: 'negative', cases: ['bad', 'boring'] },
    { name: 'capitals', type: 'invariance', cases: [['good', 'GOOD']] },
  ],
});

async function reportOf(model: string, judge: Judge): Promise<ModelBehaviour> {
  return { model, backend: 'plain', ...(await runBehaviour(parseSuite(SUITE, 'suite.json'), judge)) };
}

describe('figures in columns', () => {
  it('are as wide as their widest cell, in terminal cells, the first to the left', () => {
    assert.equal(
      columns([
        ['a', '10', 'x'],
        ['词', '5'],
        ['bcd', '', '12'],
      ]),
      'a    10   x\n词    5\nbcd      12\n',
    );
  });
});

describe('a report of behavioural tests', () => {
  it('shows rates by type, then one failure of each test before the second of any', async () => {
    const report = await reportOf('m', async (texts) => texts.map((text) => (text === 'bad' ? 0.1 : 0.25)));
    assert.equal(
      oneModel(report, 3),
      [
        'm, backend plain\n',
        'capability  cases  passed  minimum  invariance  direction',
        'words           6  50.0 %   40.0 %     100.0 %',
        'all             6  50.0 %   40.0 %     100.0 %\n',
        'Failing, 3 in all, for example:',
        '  words, praise: expected positive, P(positive) was\n     25.0 %  good',
        '  words, praise: expected positive, P(positive) was\n     25.0 %  great',
        '  words, praise: expected positive, P(positive) was\n     25.0 %  fun\n',
      ].join('\n'),
    );
    const both = await reportOf('m', async (texts) => texts.map((text) => (text === 'bad' ? 0.6 : 0.4)));
    assert.match(oneModel(both, 2), /praise: .*\n.* good\n {2}words, blame: .*\n.* bad\n$/);
    assert.doesNotMatch(
      oneModel(await reportOf('m', async (texts) => texts.map((t) => Number(!t.startsWith('b')))), 9),
      /Failing/,
    );
  });

  it('sets several models side by side', async () => {
    const models = [
      await reportOf('one', async (texts) => texts.map(() => 0.9)),
      await reportOf('two', async (texts) => texts.map(() => 0.1)),
    ];
    assert.equal(
      severalModels(models),
      'passed     one     two\nwords   66.7 %  50.0 %\nall     66.7 %  50.0 %\n',
    );
  });
});

describe('a model as a judge of sentiment', () => {
  const info = (labels: string[]) => ({ name: 'm', labels }) as unknown as ModelInfo;
  const gives = (probabilities: number[]) => ({ classify: async () => [{ probabilities, tokens: 1 }] });

  it('weighs positive against negative, wherever they stand among the classes', async () => {
    const judge = judgeOf(info(['positive', 'neutral', 'negative']), gives([0.3, 0.6, 0.1]));
    assert.ok(Math.abs((await judge(['x']))[0]! - 0.75) < 1e-12);
    assert.deepEqual(await judgeOf(info(['negative', 'x', 'positive']), gives([0, 1, 0]))(['x']), [0.5]);
  });

  it('is refused where it has other classes', () => {
    assert.throws(
      () => judgeOf(info(['sports', 'politics']), gives([0.5, 0.5])),
      (error) => error instanceof InputError && /^m: expected .* found sports, politics$/.test(error.message),
    );
  });
});

describe('the behave command, bundled', function () {
  this.timeout(120_000);
  let cli: Installation;
  let suite: string;

  before(async () => {
    cli = await installCli();
    await writeTinyModel(path.join(cli.folder, 'models', 'other'), 'other', 2);
    suite = path.join(cli.folder, 'suite.json');
    await writeFile(suite, SUITE);
  });
  after(() => cli.remove());

  it('prints what each model passes, as JSON and as a table', async () => {
    const arguments_ = ['behave', '--model', 'all', '--backend', 'plain', '--suite', suite];
    const { code, stdout, stderr } = await cli.run([...arguments_, '--json']);
    assert.deepEqual([code, stderr], [0, '']);
    const { suite: name, models } = JSON.parse(stdout) as { suite: string; models: ModelBehaviour[] };
    assert.deepEqual([name, models.map(({ model }) => model)], ['suite.json', ['other', 'tiny']]);
    for (const { cases, passed, failures, backend } of models) {
      assert.deepEqual([cases, passed + failures.length, backend], [6, 6, 'plain']);
    }
    const tables = await cli.run(arguments_);
    assert.match(tables.stdout, /^passed +other +tiny\nwords/);
    const one = await cli.run(['behave', '--model', 'tiny', '--backend', 'plain', '--suite', suite]);
    assert.match(one.stdout, /^tiny, backend plain\n\ncapability +cases/);
  });

  it('says what is wrong with suite, model or usage', async () => {
    const [noSuite, noModel, usage] = await Promise.all([
      cli.run(['behave', '--model', 'tiny', '--suite', path.join(cli.folder, 'nowhere')]),
      cli.run(['behave', '--model', 'nowhere', '--suite', suite]),
      cli.run(['behave', '--failures', 'x']),
    ]);
    assert.deepEqual([noSuite.code, noModel.code, usage.code], [1, 1, 2]);
    assert.match(noSuite.stderr, /nowhere: cannot be read .* expected a folder of behavioural tests/);
    assert.match(noModel.stderr, /--model "nowhere": expected a model of .* \(there: other, tiny\)/);
    assert.match(usage.stderr, /'x' is invalid/);
  });
});
