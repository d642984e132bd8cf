import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FaithfulnessReport } from '../../../src/cli/faithfulness';
import type { StoredReport } from '../../../src/model/evaluation/faithfulnessReport';
import { writeModelFolder } from '../../../src/model/node/writeModelFolder';
import { bagFiles } from '../../fixtures/bagOfWords';
import { writeTinyModel } from '../../fixtures/tinyModel';
import { installCli, type Installation } from './support';

const WORDS =
  "the a film was is not n't good bad great terrible i it loved hated and but really boring fun".split(' ');

/** Texts of 12 to 31 words, always the same ones. */
function text(i: number): string {
  const length = 12 + ((i * 7) % 20);
  return Array.from({ length }, (_, k) => WORDS[(i * 5 + k * (k + 3)) % WORDS.length]!).join(' ');
}

describe('the faithfulness command, bundled', function () {
  this.timeout(240_000);
  let cli: Installation;
  let paired: string;
  let marked: string;
  let long: string;

  before(async () => {
    cli = await installCli();
    paired = path.join(cli.folder, 'paired.tsv');
    const rows = Array.from({ length: 6 }, (_, i) =>
      [`0\t${i}\t${text(i)} bad end`, `1\t${i}\t${text(i)} good and great end`].join('\n'),
    );
    await writeFile(paired, `label\tpair\ttext\n${rows.join('\n')}\n`);
    marked = path.join(cli.folder, 'marked.jsonl');
    const lines = Array.from({ length: 4 }, (_, i) => {
      const tokens = text(i).split(' ');
      return JSON.stringify({
        id: `m${i}`,
        label: i % 2,
        tokens,
        sentence_ends: [5, tokens.length],
        rationale_spans: [[2, 4]],
      });
    });
    await writeFile(marked, `${lines.join('\n')}\n`);
    // More than the tiny model reads at once, then a text without a word.
    long = path.join(cli.folder, 'long.jsonl');
    const many = `${text(1)} ${text(2)}.\n\n${text(3)} ${text(4)}.`;
    await writeFile(
      long,
      [many, '<br />', text(5)].map((one, i) => JSON.stringify({ text: one, label: i % 2 })).join('\n'),
    );
  });
  after(() => cli.remove());

  async function report(...args: string[]): Promise<FaithfulnessReport> {
    const { code, stdout, stderr } = await cli.run(['faithfulness', '--model', 'tiny', '--json', ...args]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as FaithfulnessReport;
  }

  it('measures every kind of set, and the same on any number of threads', async () => {
    const args = ['--data', paired, '--rationales', marked, '--texts', '8', '--per-text'];
    const [one, three] = [await report(...args, '--threads', '1'), await report(...args, '--threads', '3')];
    assert.deepEqual(three, one);
    const { seed, occlusion, models } = one;
    assert.deepEqual([seed, occlusion, models.map(({ model }) => model)], [1, 'removal', ['tiny']]);
    const [pairs, rationales] = models[0]!.sets;

    assert.deepEqual([pairs!.data, pairs!.part, pairs!.texts], ['paired.tsv', null, 8]);
    assert.deepEqual(pairs!.classes, { negative: 4, positive: 4 });
    assert.equal(pairs!.pairs!.n, 4);
    const { trust } = pairs!;
    for (const { mean, low, high } of [
      trust.tau!,
      trust.comprehensiveness.attention,
      trust.sufficiency.random,
    ])
      assert.ok(low <= mean && mean <= high && low >= -1 && high <= 1);
    assert.ok(Math.abs(Object.values(trust.verdicts).reduce((a, b) => a + b) - 1) < 1e-9);
    // Every text differs in its last words alone: 1 of them, or 3.
    const edits = pairs!.pairs!.edits!;
    assert.equal(edits.words.n, 8);
    assert.ok(edits.words.mean > 0.03 && edits.words.mean < 0.2);
    assert.ok(Math.abs(edits.weightsRatio.mean - edits.weights.mean / edits.words.mean) < 1e-9);

    const { scorers, texts, tokens, sentences, countedIn } = rationales!.rationales!;
    assert.deepEqual(
      [rationales!.texts, texts, sentences, countedIn],
      [4, 4, 0.5, 'the texts of marked.jsonl'],
    );
    assert.ok(tokens > 2 / 32 && tokens < 2 / 11);
    assert.deepEqual(Object.keys(scorers), [
      'weights',
      'effects',
      'sizes',
      'first',
      'last',
      'tfIdf',
      'random',
    ]);
    // Words 2 and 3 are third and fourth from the start: precision 1/3 and 2/4, and F1 of the first two is 0.
    assert.ok(Math.abs(scorers.first!.tokenPrecision.mean - (1 / 3 + 2 / 4) / 2) < 1e-9);
    assert.equal(scorers.first!.tokenF1.mean, 0);
    assert.equal(scorers.first!.meanPrecision.mean, 1);
    assert.deepEqual(
      rationales!.perText!.map(({ id }) => id),
      ['m0', 'm1', 'm2', 'm3'],
    );
  });

  it('joins the stretches of long texts, and says what it leaves out', async () => {
    const args = ['--data', long, '--per-text', '--backend', 'plain'];
    const { code, stdout, stderr } = await cli.run(['faithfulness', '--model', 'tiny', '--json', ...args]);
    assert.equal(code, 0);
    assert.equal(stderr, 'note: tiny: texts of long.jsonl without any word, left out: 1\n');
    const [set] = (JSON.parse(stdout) as FaithfulnessReport).models[0]!.sets;
    const words = [1, 2, 3, 4].reduce((sum, i) => sum + 12 + ((i * 7) % 20), 2);
    assert.deepEqual(
      set!.perText!.map((one) => one.words),
      [words, 12 + 15],
    );
  });

  it('keeps its numbers in the folder and the card, again and again', async () => {
    const folder = path.join(cli.folder, 'models', 'tiny');
    const card = path.join(folder, 'README.md');
    await writeFile(card, '# Model card: tiny\n\nWords.\n\n## Intended use and limits\n\n- Few.\n');
    const stored = async () => [
      await readFile(card, 'utf8'),
      await readFile(path.join(folder, 'faithfulness.json'), 'utf8'),
    ];
    const args = ['--data', paired, '--rationales', marked, '--per-text', '--write-card'];
    await report(...args);
    const first = await stored();
    await report(...args);
    assert.deepEqual(await stored(), first);
    const [told, json] = first as [string, string];
    assert.match(
      told,
      /^# Model card: tiny\n\nWords\.\n\n## How far attention can be believed\n\n[^]+\n\n## Intended use and limits\n\n- Few\.\n$/,
    );
    assert.match(told, /\| paired\.tsv, 12 texts \| /);
    const { version, model, sets } = JSON.parse(json) as StoredReport;
    assert.deepEqual([version, model, sets.length, sets[0]!.perText], [1, 'tiny', 2, undefined]);
    // The model still loads with it beside.
    assert.equal((await cli.run(['analyze', '--model', 'tiny', 'good film'])).code, 0);
  });

  it('measures a bag of words, and says in words what came out', async () => {
    await writeModelFolder(path.join(cli.folder, 'models', 'bag'), bagFiles());
    const args = ['--data', paired, '--rationales', marked, '--model', 'tiny', 'bag'];
    const { code, stdout } = await cli.run(['faithfulness', ...args]);
    assert.equal(code, 0);
    assert.match(stdout, /^tiny \(attention weights; backend /);
    assert.match(
      stdout,
      /\nbag \(the words' own contributions, for it has no attention; backend plain\) on 12 /,
    );
    assert.match(stdout, /\n {2}τ with leave-one-out +-?0\.\d{3} \(/);
    assert.match(stdout, /Comprehensiveness: (?:above|below|no better than) chance/);
    assert.match(stdout, /6 pairs, both right /);
    assert.match(stdout, /\n {2}tf-idf +0\.\d{3}/);
  });

  it('refuses what it cannot measure, by name and line', async () => {
    await writeTinyModel(path.join(cli.folder, 'models', 'bare'));
    for (const [args, expected, code] of [
      [[], /expected --data PATH or --rationales FILE/, 2],
      [['--rationales', paired], /paired\.tsv: expected JSON Lines with "tokens" and "rationale_spans"/, 1],
      [['--data', path.join(cli.folder, 'nowhere')], /nowhere: cannot be read/, 1],
      [['--data', paired, '--occlusion', 'mask'], /Allowed choices are removal, unknown, zero/, 2],
      [
        ['--data', paired, '--model', 'bare', '--write-card'],
        /bare.README\.md: expected the model's card/,
        1,
      ],
      [['--data', paired, '--texts', '0'], /Expected a whole number from 1 on/, 2],
    ] as const) {
      const outcome = await cli.run(['faithfulness', '--model', 'tiny', ...args]);
      assert.equal(outcome.code, code);
      assert.match(outcome.stderr, expected);
    }
  });
});
