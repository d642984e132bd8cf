import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasRationales, readRationales } from '../../../../src/model/node/datasets';
import { InputError } from '../../../../src/model/types';

const CLASSES = ['negative', 'positive'];
const GOOD = {
  id: 'a',
  label: 1,
  tokens: ['a', 'good', 'film', '.', 'Yes', '!'],
  sentence_ends: [4, 4, 6],
  rationale_spans: [
    [1, 2],
    [4, 6],
  ],
};

describe('texts in ERASER form', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'eraser-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function file(...lines: readonly unknown[]): Promise<string> {
    const to = path.join(folder, 'marked.jsonl');
    await writeFile(to, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return to;
  }

  async function read(...lines: readonly unknown[]) {
    const all = [];
    for await (const one of readRationales(await file(...lines), CLASSES)) all.push(one);
    return all;
  }

  it('have their words, sentences and what people marked', async () => {
    const unsplit = { ...GOOD, id: 7, sentence_ends: undefined, rationale_spans: [] };
    const [first, second] = await read(GOOD, unsplit);
    assert.deepEqual(first, {
      id: 'a',
      text: 'a good film . Yes !',
      label: 1,
      tokens: GOOD.tokens,
      marked: [false, true, false, false, true, true],
      sentences: [
        [0, 4],
        [4, 6],
      ],
    });
    assert.deepEqual([second!.id, second!.marked.includes(true), second!.sentences], ['7', false, [[0, 6]]]);
  });

  it('are known by their fields', async () => {
    assert.equal(await hasRationales(await file(GOOD)), true);
    assert.equal(await hasRationales(await file({ text: 'x', label: 1 })), false);
    assert.equal(await hasRationales(path.join('test', 'fixtures', 'data', 'reviews.tsv')), false);
    assert.equal(await hasRationales(path.join('test', 'fixtures', 'data', 'aclImdb')), false);
    await assert.rejects(hasRationales(path.join(folder, 'nowhere')), InputError);
  });

  it('are refused by file, line and what was expected', async () => {
    for (const [change, expected] of [
      [{ tokens: 'a b' }, /line 2: expected "tokens" to be a list of words, found "a b"/],
      [{ tokens: [] }, /expected "tokens"/],
      [{ rationale_spans: [[1, 7]] }, /within 6 tokens, found \[1,7\]/],
      [{ rationale_spans: [[2, 2]] }, /within 6 tokens, found \[2,2\]/],
      [{ rationale_spans: [[1, 2, 3]] }, /found \[1,2,3\]/],
      [{ rationale_spans: 3 }, /"rationale_spans" to be a list of \[start, end\]/],
      [{ sentence_ends: [4, 3] }, /"sentence_ends" to be a list of rising numbers up to 6, found \[4,3\]/],
      [{ sentence_ends: [7] }, /found \[7\]/],
      [{ sentence_ends: null }, /found null/],
      [
        { label: 'maybe' },
        /line 2: expected label negative, positive or a number from 0 to 1, found label "maybe"/,
      ],
    ] as const) {
      await assert.rejects(read(GOOD, { ...GOOD, ...change }), (error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, /marked\.jsonl, line 2/);
        assert.match(error.message, expected);
        return true;
      });
    }
    await assert.rejects(read(), /marked\.jsonl: expected one \{"tokens"/);
  });
});
