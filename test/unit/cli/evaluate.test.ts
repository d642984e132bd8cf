import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Scores } from '../../../src/model/evaluation/metrics';
import type { PairScores } from '../../../src/model/evaluation/pairs';
import { installCli, type Installation } from './support';

const fixtures = path.resolve('test', 'fixtures', 'data');

describe('the evaluate command and usage, bundled', function () {
  this.timeout(120_000);
  let cli: Installation;

  before(async () => {
    cli = await installCli();
  });
  after(() => cli.remove());

  const evaluate = (args: readonly string[]) => cli.run(['evaluate', '--model', 'tiny', ...args]);

  async function scores(data: string, ...args: string[]): Promise<Scores & { textsPerSecond: number }> {
    const outcome = await evaluate(['--json', '--data', path.join(fixtures, data), ...args]);
    assert.deepEqual([outcome.code, outcome.stderr], [0, '']);
    return JSON.parse(outcome.stdout) as Scores & { textsPerSecond: number };
  }

  it('prints the promised fields as JSON, the same on every backend', async () => {
    const [cpu, wasm] = await Promise.all([
      scores('aclImdb', '--backend', 'cpu'),
      scores('aclImdb', '--backend', 'wasm'),
    ]);
    assert.deepEqual(Object.keys(cpu), ['n', 'accuracy', 'loss', 'ece', 'confusion', 'textsPerSecond']);
    assert.equal(cpu.n, 5);
    const [tn, fp, fn, tp] = cpu.confusion.flat() as [number, number, number, number];
    assert.deepEqual([tn + fp, fn + tp, cpu.accuracy], [2, 3, (tn + tp) / 5]);
    assert.ok(cpu.textsPerSecond > 0);
    assert.deepEqual(wasm.confusion, cpu.confusion);
    assert.ok(Math.abs(wasm.loss - cpu.loss) < 1e-4);
    assert.ok(Math.abs(wasm.ece - cpu.ece) < 1e-4);
  });

  it('agrees with what analyze says of each text', async () => {
    const evaluation = await scores('reviews.jsonl', '--backend', 'cpu');
    const labelled: [string, 0 | 1][] = [
      ['Lovely 😀 film', 1],
      ['Boring', 0],
      ['so bad .', 0],
    ];
    let loss = 0;
    for (const [text, label] of labelled) {
      const { stdout } = await cli.run(['analyze', '--model', 'tiny', '--backend', 'cpu', '--json', text]);
      const { probability } = JSON.parse(stdout) as { probability: number };
      loss -= Math.log(label === 1 ? probability : 1 - probability) / labelled.length;
    }
    assert.ok(Math.abs(evaluation.loss - loss) < 1e-5, `${evaluation.loss} is not ${loss}`);
  });

  it('reads every form of data, and the split asked for', async () => {
    const counts = await Promise.all([
      scores('reviews.csv'),
      scores('reviews.tsv'),
      scores('reviews.jsonl'),
      scores('aclImdb', '--split', 'train'),
    ]);
    assert.deepEqual(
      counts.map(({ n }) => n),
      [3, 2, 3, 2],
    );
  });

  it('prints a table for people', async () => {
    const data = path.join(fixtures, 'reviews.csv');
    const { code, stdout, stderr } = await evaluate(['--data', data, '--backend', 'cpu']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.ok(stdout.startsWith(`tiny on ${data}, backend cpu\n\n  texts               3\n`), stdout);
    assert.match(
      stdout,
      /\n {2}accuracy +\d+\.\d\d % \(95 % interval \d+\.\d\d % to \d+\.\d\d %\)\n {2}log loss +\d\.\d{4} nats\n/,
    );
    assert.match(stdout, /\n {2}truly negative +\d +\d\n {2}truly positive +\d +\d\n$/);
  });

  it('joins counterfactual pairs', async () => {
    const data = path.join(cli.folder, 'pairs.tsv');
    const rows = ['1\ta\tgreat fun', '0\ta\tterrible', '1\tb\tgood', '0\tb\tbad', '1\tc\tfun'];
    await writeFile(data, `label\tpair\ttext\n${rows.join('\n')}\n`);
    const { code, stdout } = await evaluate(['--data', data, '--json', '--backend', 'plain']);
    assert.equal(code, 0);
    const { pairs, n } = JSON.parse(stdout) as Scores & { pairs: PairScores };
    assert.deepEqual([n, pairs.n], [5, 2]);
    assert.ok([0, 0.5, 1].includes(pairs.bothRight));
    const shown = await evaluate(['--data', data, '--backend', 'plain']);
    assert.match(shown.stdout, /\n {2}pairs, both right {3}\d+\.\d\d % of 2\n/);
  });

  it('says how many texts held no word', async () => {
    const data = path.join(cli.folder, 'tags.tsv');
    await writeFile(data, 'label\ttext\n1\tfun\n0\t<br />\n');
    const { code, stdout, stderr } = await evaluate(['--data', data, '--json']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as Scores).n, 2);
    assert.equal(stderr, 'note: 1 without any word or sign, counted with all classes alike\n');
  });

  it('names file, line and what was expected of bad data, before any work', async () => {
    const bad = path.join(cli.folder, 'bad.csv');
    await writeFile(bad, 'label,text\n1,fun\nyes,good\n');
    const { code, stdout, stderr } = await evaluate(['--data', bad]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr,
      `error: ${bad}, line 3: expected label negative, positive or a number from 0 to 1, found label "yes"\n`,
    );
  });

  it('exits with 2 and says why when it is called wrongly', async () => {
    const cases: [args: string[], message: RegExp][] = [
      [[], /Usage: attention-inspector/],
      [['bogus'], /unknown command 'bogus'/],
      [['analyze', '--bogus'], /unknown option '--bogus'/],
      [['analyze', '--file'], /option '--file <path>' argument missing/],
      [
        ['analyze', '--backend', 'gpu', 'x'],
        /'gpu' is invalid\. Allowed choices are auto, kernels, plain, tfjs-node, wasm, cpu/,
      ],
      [['analyze', '--max-words', '0', 'x'], /'0' is invalid\. Expected a whole number from 1 on/],
      [['analyze', '--file', 'a', 'text'], /expected one of TEXT, --file and --jsonl, found TEXT and --file/],
      [['analyze', '--file', 'a', '--jsonl', '-'], /found --file and --jsonl/],
      [['evaluate'], /required option '--data <path>' not specified/],
      [['evaluate', '--data', 'a', '--split', 'dev'], /Allowed choices are train, test/],
      [['evaluate', '--data', 'a', 'b'], /too many arguments/],
    ];
    const outcomes = await Promise.all(cases.map(([args]) => cli.run(args)));
    for (const [i, { code, stdout, stderr }] of outcomes.entries()) {
      assert.match(stderr, cases[i]![1]);
      assert.deepEqual([code, stdout], [2, ''], stderr);
    }
  });

  it('explains itself', async () => {
    const { version } = (await import('../../../package.json')) as { version: string };
    const outcomes = await Promise.all(
      [['--version'], ['--help'], ['analyze', '--help'], ['help', 'evaluate']].map((args) => cli.run(args)),
    );
    for (const { code, stderr } of outcomes) assert.deepEqual([code, stderr], [0, '']);
    assert.equal(outcomes[0]!.stdout, `${version}\n`);
    assert.match(outcomes[1]!.stdout, /analyze .*\n +evaluate .*/);
    for (const { stdout } of outcomes.slice(2)) {
      assert.match(stdout, /Examples:\n {2}\$ attention-inspector .*Exit codes: 0 done, 1 bad input/s);
    }
  });
});
