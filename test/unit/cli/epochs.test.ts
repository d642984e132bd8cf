import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { CommanderError } from 'commander';
import type { Context } from '../../../src/cli/context';
import { createProgram } from '../../../src/cli/program';
import { percent } from '../../../src/cli/render';
import type { TextResult } from '../../../src/cli/result';
import { InputError } from '../../../src/model/types';
import { spreadOf } from '../../../src/spread';
import { TINY_EPOCHS, writeTinyModel } from '../../fixtures/tinyModel';

type EpochResult = TextResult & {
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly entropy: number;
  readonly effectiveWords: number;
};

describe('analyze through the epochs of training', () => {
  const TEXT = 'I loved this film, and it was not bad!';
  let modelsFolder = '';

  before(async () => {
    modelsFolder = await mkdtemp(path.join(tmpdir(), 'epochs-'));
    await writeTinyModel(path.join(modelsFolder, 'tiny'));
    await writeTinyModel(path.join(modelsFolder, 'watched'), 'watched', 1, { checkpoints: true });
  });
  after(() => rm(modelsFolder, { recursive: true }));

  /** What the command prints; rejects as it does. */
  async function analyze(...args: string[]): Promise<string> {
    let printed = '';
    const stdout = new Writable({
      write(chunk: Buffer, _encoding, done) {
        printed += chunk.toString();
        done();
      },
    });
    const context = {
      ...{ stdin: Readable.from([]), stdout, stderr: stdout, environment: {} },
      ...{ bundleFolder: modelsFolder, modelsFolder },
    };
    const program = createProgram(context as unknown as Context);
    await program.parseAsync(['analyze', '--backend', 'plain', '--model', 'watched', ...args], {
      from: 'user',
    });
    return printed;
  }

  async function json(...args: string[]): Promise<EpochResult[]> {
    const lines = (await analyze('--json', ...args)).trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as EpochResult);
  }

  it('gives with --epochs what --epoch gives for each, and last what the model gives', async () => {
    const rows = await json('--epochs', TEXT);
    assert.deepEqual(
      rows.map(({ epoch, model }) => [epoch, model]),
      TINY_EPOCHS.map((epoch) => [epoch, `watched, epoch ${epoch}`]),
    );
    const [own] = await json(TEXT);
    for (const row of rows) {
      const [single] = await json('--epoch', String(row.epoch), TEXT);
      assert.deepEqual([row.probability, row.tokens], [single!.probability, single!.tokens]);
      assert.deepEqual({ entropy: row.entropy, effectiveWords: row.effectiveWords }, spreadOf(row.tokens));
      const { trainLoss, validationLoss, validationAccuracy } = row;
      assert.deepEqual(
        [trainLoss, validationLoss, validationAccuracy],
        [row.epoch === 0 ? null : 1 / row.epoch, 0.7, 0.5],
      );
    }
    assert.deepEqual([rows.at(-1)!.probability, rows.at(-1)!.tokens], [own!.probability, own!.tokens]);
    assert.notEqual(rows[0]!.probability, rows[1]!.probability);
  });

  it('draws a table with the five words that have most, an epoch a row', async () => {
    const [title, empty, head, ...rows] = (await analyze('--epochs', TEXT)).trimEnd().split('\n');
    assert.deepEqual([title, empty], ['watched on plain, 11 words and signs', '']);
    assert.match(head!, /^epoch +verdict +probability +entropy +effective words {2}most attention$/);
    const results = await json('--epochs', TEXT);
    assert.equal(rows.length, results.length);
    rows.forEach((row, i) => {
      const { epoch, label, tokens } = results[i]!;
      const words = [...tokens].sort((a, b) => b.weight - a.weight).map(({ text }) => text);
      const [figures, top] = row.split(/ {2}(?=\S+ \S+ % ·)/);
      assert.match(figures!, new RegExp(`^${epoch} +${label} +\\S+ % +\\d\\.\\d\\d bits +\\d+\\.\\d$`));
      assert.deepEqual(
        top!.split(' · ').map((word) => word.split(' ')[0]),
        words.slice(0, 5),
      );
    });
  });

  it('has a column for what PADs get, where the softmax sees them', async () => {
    await writeSeeing(path.join(modelsFolder, 'seeing'));
    const [, , head, ...rows] = (await analyze('--epochs', '--model', 'seeing', TEXT)).trimEnd().split('\n');
    assert.match(head!, / effective words +on PADs {2}most attention$/);
    const results = await json('--epochs', '--model', 'seeing', TEXT);
    rows.forEach((row, i) => {
      const share = results[i]!.padding!;
      assert.ok(share > 0 && share < 1);
      assert.match(row, new RegExp(`\\d\\.\\d +${percent(share)} {2}`));
    });
  });

  it('says when not everything was read', async () => {
    const text = `${'good '.repeat(30)}\n\n${'bad '.repeat(30)}`;
    assert.match(
      await analyze('--epochs', '--max-words', '3', text),
      /Not all was read \(above --max-words\)\.\n$/,
    );
  });

  it('refuses a model without epochs, an epoch that is not there, and a damaged one', async () => {
    const refused = (promise: Promise<string>, message: RegExp) =>
      assert.rejects(promise, (error) => error instanceof InputError && message.test(error.message));
    await refused(analyze('--model', 'tiny', '--epochs', TEXT), /--epochs: the model tiny keeps no epochs/);
    await refused(
      analyze('--epoch', '9', TEXT),
      /watched: model\.json: checkpoints: there is none of epoch 9/,
    );
    await writeTinyModel(path.join(modelsFolder, 'cut'), 'cut', 1, { checkpoints: true });
    await writeFile(path.join(modelsFolder, 'cut', 'checkpoints', 'epoch-01.bin'), new Uint8Array(9));
    await refused(
      analyze('--model', 'cut', '--epochs', TEXT),
      /cut: checkpoints\/epoch-01\.bin: its checksum is/,
    );
    await refused(analyze('--epochs', '  '), /expected a text with at least one word/);
  });

  it('refuses what means nothing together', async () => {
    const wrong = [
      ['--epochs', '--epoch', '1', TEXT],
      ['--epochs', '--jsonl', 'x.jsonl'],
      ['--epoch', '-1', TEXT],
    ];
    for (const args of wrong) await assert.rejects(analyze(...args), CommanderError);
  });
});

/** A model like the tiny one whose softmax sees 30 positions. */
async function writeSeeing(folder: string): Promise<void> {
  await writeTinyModel(folder, 'seeing', 1, { checkpoints: true });
  const file = path.join(folder, 'model.json');
  const json = JSON.parse(await readFile(file, 'utf8')) as { architecture: object; maxTokens: number };
  Object.assign(json.architecture, { positions: 30 });
  json.maxTokens = 30;
  await writeFile(file, JSON.stringify(json));
}
