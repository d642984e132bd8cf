import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ABSOLUTE_CEILING, opacityOf, stepOf, type Shading } from '../../src/editor/shading';
import {
  analyze,
  checkShading,
  clear,
  closeAll,
  hoverAt,
  inspect,
  read,
  REVIEW,
  select,
  setSetting,
  shaded,
  show,
  until,
  untilEqual,
} from './support';

describe('the settings', () => {
  let editor: vscode.TextEditor;

  beforeEach(async () => {
    editor = await show(REVIEW);
  });
  afterEach(async () => {
    for (const key of ['gamma', 'scale', 'emphasis', 'showVerdictNote', 'maxWords', 'model', 'backend']) {
      await setSetting(key, undefined);
    }
    await clear();
    await closeAll();
  });

  /** The steps in reading order that the formula asks for. */
  async function expected(shading: Shading): Promise<(number | null)[]> {
    const [entry] = (await inspect()).analyses(editor.document.uri);
    const unit = entry?.units[0];
    assert.ok(unit);
    return unit.analysis.tokens.map(({ weight }) => stepOf(opacityOf(weight, unit.largest, shading)));
  }
  const steps = async () => shaded((await inspect()).shown(editor)).map(({ step }) => step);

  it('change the shading at once', async () => {
    await read(editor, REVIEW);
    await untilEqual(steps, await expected({ scale: 'relative', gamma: 1 }));
    await setSetting('gamma', 3);
    await untilEqual(steps, await expected({ scale: 'relative', gamma: 3 }));
    await setSetting('scale', 'absolute');
    await untilEqual(steps, await expected({ scale: 'absolute', gamma: 3 }));
    assert.ok(ABSOLUTE_CEILING > 0);
  });

  it('add the line under strong words, and turn the note off', async () => {
    await read(editor, REVIEW);
    const inspector = await inspect();
    const lines = () => inspector.shown(editor).lines.flat().length;
    const notes = () => inspector.shown(editor).notes.length;
    await untilEqual(lines, 0);
    await untilEqual(notes, 1);
    await setSetting('emphasis', 'always');
    await until('lines', () => lines() > 0);
    await setSetting('emphasis', 'never');
    await setSetting('showVerdictNote', false);
    await untilEqual(lines, 0);
    await untilEqual(notes, 0);
  });

  it('follow the theme into high contrast and back', async () => {
    await read(editor, REVIEW);
    const inspector = await inspect();
    const workbench = vscode.workspace.getConfiguration('workbench');
    const lines = () => inspector.shown(editor).lines.flat().length;
    try {
      await workbench.update('colorTheme', 'Default High Contrast', vscode.ConfigurationTarget.Global);
      await until('lines in high contrast', () => lines() > 0);
      await checkShading(editor);
      await workbench.update('colorTheme', 'Default Light Modern', vscode.ConfigurationTarget.Global);
      await until('no lines in a light theme', () => lines() === 0);
    } finally {
      await workbench.update('colorTheme', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('that are wrong leave the default in force', async () => {
    await setSetting('gamma', 'strong');
    await setSetting('scale', 17);
    await setSetting('maxWords', -1);
    await setSetting('backend', 'quantum');
    await read(editor, REVIEW);
    await checkShading(editor);
    await untilEqual(steps, await expected({ scale: 'relative', gamma: 1 }));
  });

  it('with a limit of words read whole paragraphs up to it, and mark the rest', async () => {
    await setSetting('maxWords', 100);
    const text = Array(60).fill(REVIEW).join('\n\n');
    const long = await show(text);
    const { units } = await read(long, text);
    const words = units.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0);
    assert.ok(words > 50 && words <= 100, `${words} words were read`);
    assert.ok(units.every(({ text: paragraph }) => paragraph === REVIEW));
    const inspector = await inspect();
    await untilEqual(() => shaded(inspector.shown(long)).length, words);
    const unread = await until('the mark', () => inspector.shown(long).unread[0]);
    const rest = long.document.getText(unread);
    assert.ok(rest.startsWith(REVIEW) && text.endsWith(rest));
    assert.match((await hoverAt(long.document, unread.end.translate(0, -1))) ?? '', /limit is 100 words/);
  });

  it('with a model that is not there change nothing that is shown, and the next command tries again', async () => {
    const entry = await read(editor, REVIEW);
    const inspector = await inspect();
    await setSetting('model', '/nowhere/at-all');
    select(editor, REVIEW);
    await analyze();
    assert.deepEqual(inspector.analyses(editor.document.uri), [entry]);
    await checkShading(editor);
    await setSetting('model', undefined);
    assert.notEqual(await read(editor, REVIEW), entry);
  });

  it('with a damaged model show nothing, and read once it is whole again', async () => {
    const models = path.resolve(__dirname, '..', '..', 'models');
    const copy = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
    try {
      await cp(path.join(models, 'imdb-attention'), copy, { recursive: true });
      await truncate(path.join(copy, 'weights.bin'), 1_000);
      await setSetting('model', copy);
      select(editor, REVIEW);
      await analyze();
      const inspector = await inspect();
      assert.deepEqual(inspector.analyses(editor.document.uri), []);
      assert.equal(shaded(inspector.shown(editor)).length, 0);
      await cp(path.join(models, 'imdb-attention', 'weights.bin'), path.join(copy, 'weights.bin'));
      await read(editor, REVIEW);
      await checkShading(editor);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });

  it('choose the backend', async () => {
    await setSetting('backend', 'cpu');
    assert.equal((await read(editor, REVIEW)).backend, 'cpu');
    await setSetting('backend', 'wasm');
    assert.equal((await read(editor, REVIEW)).backend, 'wasm');
  });
});
