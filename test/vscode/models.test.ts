/** Models of other classes and without attention, from folders of their own, in a real VS Code. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Architecture } from '../../src/model/architecture';
import { writeModelFolder } from '../../src/model/node/writeModelFolder';
import { exportModel } from '../../src/model/training/export';
import { Vocab } from '../../src/model/vocab';
import { isAgainst } from '../../src/wording';
import { randomNetwork } from '../fixtures/networks';
import {
  analyze,
  checkShading,
  clear,
  closeAll,
  hoverAt,
  inspect,
  read,
  rangeOf,
  REVIEW,
  select,
  setSetting,
  show,
  until,
  untilEqual,
} from './support';

const HOSTILE = 'joy *b* $(trash) <img src=x> https://example.org\nsecond line';

describe('other models', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-models-'));
  });
  afterEach(async () => {
    await setSetting('model', undefined);
    await clear();
    await closeAll();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A model with random weights that knows the words of the review. */
  async function model(name: string, labels: string[]): Promise<string> {
    const words = REVIEW.toLowerCase().match(/\w+/g) ?? [];
    const vocab = Vocab.fromCounts(new Map(words.map((word) => [word, 1])), 100);
    const architecture: Architecture = {
      ...{ vocabulary: vocab.size, embedding: 8, hidden: 12, attention: 1, scoreActivation: 'linear' },
      ...{ attentionKind: 'none', classes: labels.length },
    };
    const values = randomNetwork(architecture, 3).reference.values as Parameters<typeof exportModel>[0];
    const description = { name, description: 'Random weights.', labels, maxTokens: 100, temperature: 0.2 };
    await writeModelFolder(path.join(folder, name), exportModel(values, architecture, vocab, description));
    return path.join(folder, name);
  }

  it('without attention and of three classes say label, effects and sides, and never "attention"', async () => {
    await setSetting('model', await model('moods', ['anger', 'fear', 'joy']));
    const editor = await show(REVIEW);
    const [unit] = (await read(editor, REVIEW)).units;
    assert.ok(unit?.span);
    const { kind, label, tokens } = unit.analysis;
    assert.equal(kind, 'deletion');
    await checkShading(editor);

    const inspector = await inspect();
    await untilEqual(() => inspector.shown(editor).notes.map(({ text }) => text.split(',')[0]), [label]);
    const status = inspector.status();
    assert.match(status?.text ?? '', /^\$\(eye\) (Anger|Fear|Joy) \d+ %$/);
    assert.match(status?.tooltip ?? '', /All classes: anger .*, fear .*, joy .* %/);

    const against = tokens.filter(isAgainst);
    assert.ok(against.length > 0 && against.length < tokens.length, 'the sample has both sides');
    assert.equal(inspector.shown(editor).against.shades.flat().length, against.length);
    assert.ok(inspector.shown(editor).against.lines.flat().length > 0, 'a line besides the colour');
    for (const token of [against[0], tokens.find((one) => !isAgainst(one) && (one.effect ?? 0) > 0.01)]) {
      assert.ok(token);
      const hover = await hoverAt(editor.document, editor.document.positionAt(unit.span.start + token.start));
      const side = isAgainst(token) ? '−' : '\\+|\\d';
      assert.match(hover ?? '', new RegExp(`Effect on the verdict, by leaving it out: (${side})`));
      assert.doesNotMatch(hover ?? '', /attention/i);
    }
  });

  it('may have labels that would be marks, icons, links and lines: they are text', async () => {
    await setSetting('model', await model('hostile', [HOSTILE, `${HOSTILE} 2`]));
    const editor = await show(REVIEW);
    await read(editor, REVIEW);
    const inspector = await inspect();
    assert.match(
      inspector.status()?.text ?? '',
      /^\$\(eye\) joy \*b\* \\\$\(trash\) <i… \d+ %( \$\([a-z-]+\))?$/i,
    );
    const hover = await hoverAt(editor.document, rangeOf(editor.document, 'superb').start);
    assert.ok(hover?.includes('joy \\*b\\* \\$(trash) \\<img src=x\\>'), hover ?? 'no hover');
    await until('a note', () => inspector.shown(editor).notes[0]);
    assert.ok(!inspector.shown(editor).notes[0]?.text.includes('\n'));
  });

  it('that align sequences are refused in one sentence, and change nothing that is shown', async () => {
    const editor = await show(REVIEW);
    await read(editor, REVIEW);
    const before = (await inspect()).analyses();
    const dates = path.join(await model('dates', ['a', 'b']));
    await writeFile(path.join(dates, 'model.json'), '{"kind":"alignment"}');
    await setSetting('model', dates);
    select(editor, REVIEW);
    await analyze();
    assert.deepEqual((await inspect()).analyses(), before);
  });
});
