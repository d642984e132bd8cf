/** Whether attention can be believed, as the editor shows it: by the shipped model, and by a service that waits. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readConfig, type Config } from '../../src/config';
import { Controller, type Panel } from '../../src/controller';
import { inspector, type Shown, type Sides } from '../../src/editor/inspector';
import { outOfTheWay } from '../../src/features/trust';
import { AUTOMATIC_WORDS } from '../../src/features/trust/plan';
import { Trust } from '../../src/features/trust/trust';
import type { PanelEvents } from '../../src/webview/link';
import type { ToWebview, TrustView, ViewState } from '../../src/webview/protocol';
import { certaintyText } from '../../src/wording';
import { FakeService, type FakeOptions } from '../unit/editor/fakes';
import {
  clear,
  closeAll,
  hoverAt,
  inspect,
  PAN,
  putCursor,
  rangeOf,
  read,
  REVIEW,
  select,
  setSetting,
  shaded,
  show,
  until,
  untilEqual,
} from './support';

/** What stands in the status bar once a text was examined. */
const HINT = /%.* \$\((pass|question|circle-slash)\)/;

const status = async () => (await inspect()).status();
const hint = () => until('the hint beside the verdict', async () => HINT.test((await status())?.text ?? ''));

const textsOf = (document: vscode.TextDocument, { shades }: Pick<Sides, 'shades'>): string[] =>
  shades
    .flat()
    .sort((a, b) => a.start.compareTo(b.start))
    .map((range) => document.getText(range));

/** Words that are shaded by signed values, on either side, in reading order. */
const signed = ({ effects }: Shown) => ({ shades: [...effects.for.shades, ...effects.against.shades] });

async function untilSigned(editor: vscode.TextEditor, words: readonly string[]): Promise<Shown> {
  const look = await inspect();
  const found = () => textsOf(editor.document, signed(look.shown(editor)));
  await untilEqual(found, [...words]);
  assert.deepEqual(shaded(look.shown(editor)), [], 'no word is shaded by its attention as well');
  return look.shown(editor);
}

describe('trust in the editor', () => {
  afterEach(async () => {
    for (const name of ['shading.source', 'trust.examine', 'model', 'emphasis'])
      await setSetting(name, undefined);
    await clear();
    await closeAll();
  });

  const wordsOf = ({ units }: Awaited<ReturnType<typeof read>>) =>
    units[0]!.analysis.tokens.map(({ text }) => text);

  it('says in the hover what becomes of the verdict without a word: what a reading without it gives', async () => {
    const editor = await show(`${REVIEW}\n\n${REVIEW.replace(' superb', '')}`);
    const [whole, without] = (await read(editor, REVIEW, REVIEW.replace(' superb', ''))).units;
    putCursor(editor, rangeOf(editor.document, 'superb').start);
    await hint();
    const text = await hoverAt(editor.document, rangeOf(editor.document, 'superb').start);
    const { label, probability } = whole!.analysis;
    const after = without!.analysis.classes.find((one) => one.label === label)!.probability;
    const [was, is] = [certaintyText(probability), certaintyText(after)];
    const expected =
      after < 0.5
        ? `instead of ${label} ${was}`
        : was === is
          ? `Without it: ${label} ${was}, as with it`
          : `Without it: ${label} ${was} → ${is}`;
    assert.ok(text?.replaceAll('\\', '').includes(expected), `${expected} is not in ${text}`);
  });

  it('says it of a word in another text as well', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    await read(editor, REVIEW, PAN);
    putCursor(editor, rangeOf(editor.document, 'superb').start);
    await hint();
    const place = rangeOf(editor.document, 'lifeless').start;
    await until('the line', async () => /Without it: /.test((await hoverAt(editor.document, place)) ?? ''));
  });

  it('hints beside the verdict, in words for who points there or listens', async () => {
    const editor = await show(REVIEW);
    await read(editor, REVIEW);
    await hint();
    const { tooltip, spoken } = (await status())!;
    assert.match(tooltip, /\nAttention (agrees|does not show)/);
    assert.match(spoken, /\. Attention (agrees|does not show)/);
    const next = await show(`Again: ${REVIEW}`);
    await read(next, REVIEW);
    assert.match((await status())?.text ?? '', HINT, 'the second time it is there at once');
  });

  it('says nothing of a few words, nor of a model without attention', async () => {
    const editor = await show('A fine film.');
    await read(editor, 'A fine film.');
    const place = rangeOf(editor.document, 'fine').start;
    await until('the examination', async () =>
      /Without it/.test((await hoverAt(editor.document, place)) ?? ''),
    );
    assert.doesNotMatch((await status())?.text ?? '', HINT);
    await setSetting('model', 'imdb-last-state');
    await read(editor, 'A fine film.');
    assert.match((await hoverAt(editor.document, place)) ?? '', /Without it/);
    assert.doesNotMatch((await status())?.text ?? '', HINT);
  });

  it('shades by the effect of leaving out where that is chosen, and by attention again as it was', async () => {
    const editor = await show(REVIEW);
    const words = wordsOf(await read(editor, REVIEW));
    const look = await inspect();
    const before = shaded(look.shown(editor));
    assert.equal(before.length, words.length);
    assert.deepEqual(textsOf(editor.document, signed(look.shown(editor))), []);
    await vscode.commands.executeCommand('attentionInspector.shadeBy', 'deletion');
    const shown = await untilSigned(editor, words);
    assert.equal(
      [...shown.effects.for.shades.at(-1)!, ...shown.effects.against.shades.at(-1)!].length,
      1,
      'the strongest word has full shading',
    );
    assert.ok(textsOf(editor.document, shown.effects.for).includes('superb'));
    await vscode.commands.executeCommand('attentionInspector.shadeBy', 'attention');
    await untilEqual(() => shaded(look.shown(editor)), before);
    assert.deepEqual(textsOf(editor.document, signed(look.shown(editor))), []);
  });

  it('tells the sides apart by more than colour', async () => {
    const editor = await show(PAN);
    const words = wordsOf(await read(editor, PAN));
    await setSetting('emphasis', 'always');
    await setSetting('shading.source', 'deletion');
    const { effects } = await untilSigned(editor, words);
    const lines = (side: Sides) => side.lines.flat().length;
    assert.ok(lines(effects.for) > 0 && lines(effects.against) > 0);
    await setSetting('emphasis', 'never');
    await until('lines on one side only', async () => {
      const shown = (await inspect()).shown(editor).effects;
      return lines(shown.for) === 0 && lines(shown.against) > 0;
    });
  });

  it('shades by integrated gradients where that is chosen, and says a word’s part in the hover', async () => {
    const editor = await show(REVIEW);
    const words = wordsOf(await read(editor, REVIEW));
    await setSetting('shading.source', 'integratedGradients');
    const { effects } = await untilSigned(editor, words);
    assert.ok(effects.for.shades.flat().length > 0);
    const place = rangeOf(editor.document, 'superb').start;
    await until('the line', async () =>
      /Integrated gradients: .*speaks for positive/.test((await hoverAt(editor.document, place)) ?? ''),
    );
  });

  it('goes round the ways to shade, and asks where it is given one that it does not know', async () => {
    const source = () => vscode.workspace.getConfiguration('attentionInspector').get('shading.source');
    for (const expected of ['deletion', 'integratedGradients', 'attention']) {
      await vscode.commands.executeCommand('attentionInspector.shadeBy', 'next');
      await untilEqual(source, expected);
    }
    await vscode.commands.executeCommand('attentionInspector.shadeBy', 'integratedGradients');
    await untilEqual(source, 'integratedGradients');
    let asking = true;
    const asked = vscode.commands
      .executeCommand('attentionInspector.shadeBy', 'colour')
      .then(() => (asking = false));
    await until('the list to be closed', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return !asking;
    });
    await asked;
    assert.equal(source(), 'integratedGradients', 'who chooses nothing changes nothing');
  });

  it('shades every text of a document, one after the other', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    await setSetting('shading.source', 'deletion');
    const { units } = await read(editor, REVIEW, PAN);
    await untilSigned(
      editor,
      units.flatMap(({ analysis }) => analysis.tokens.map(({ text }) => text)),
    );
  });

  it('shades by the effects of a model without attention at once, and on two sides only where chosen', async () => {
    await setSetting('model', 'imdb-last-state');
    const editor = await show(PAN);
    const words = wordsOf(await read(editor, PAN));
    const look = await inspect();
    assert.equal(shaded(look.shown(editor)).length, words.length);
    await setSetting('shading.source', 'deletion');
    await untilSigned(editor, words);
  });

  it('drops what is edited, and keeps the rest', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    await setSetting('shading.source', 'deletion');
    const { units } = await read(editor, REVIEW, PAN);
    const words = units.map(({ analysis }) => analysis.tokens.map(({ text }) => text));
    await untilSigned(editor, words.flat());
    await editor.edit((builder) => builder.insert(rangeOf(editor.document, 'superb').end, 'ly'));
    await untilSigned(editor, words[1]!);
  });

  it('follows the typing where attention is live', async () => {
    const editor = await show(REVIEW);
    await setSetting('shading.source', 'deletion');
    await vscode.commands.executeCommand('attentionInspector.toggleLive');
    const tokens = async () =>
      ((await inspect()).analyses(editor.document.uri)[0]?.units ?? []).flatMap(({ analysis, carried }) =>
        carried ? [] : analysis.tokens.map(({ text }) => text),
      );
    await until('a reading', async () => (await tokens()).length > 0);
    await untilSigned(editor, await tokens());
    putCursor(editor, rangeOf(editor.document, 'superb').end);
    for (const text of ' and truly moving') {
      await vscode.commands.executeCommand('type', { text });
      const look = (await inspect()).shown(editor);
      assert.deepEqual(shaded(look), [], 'attention does not flash up between two keys');
    }
    await until('the new words', async () => (await tokens()).includes('moving'));
    await untilSigned(editor, await tokens());
    await hint();
  });

  it('is asked for by the command, where the setting leaves it to the person', async () => {
    await setSetting('trust.examine', 'whenAsked');
    // Nobody has examined these before.
    const [first, second] = [`Yet again: ${REVIEW}`, `Yet again: ${PAN}`];
    const editor = await show(`${first}\n\n${second}`);
    await read(editor, first, second);
    putCursor(editor, rangeOf(editor.document, 'lifeless').start);
    await until('the second text', async () => /2\/2/.test((await status())?.text ?? ''));
    await vscode.commands.executeCommand('attentionInspector.examine');
    await hint();
    putCursor(editor, rangeOf(editor.document, 'superb').start);
    await until('the first text', async () => /1\/2/.test((await status())?.text ?? ''));
    assert.doesNotMatch((await status())?.text ?? '', HINT, 'it was not asked for');
    assert.doesNotMatch(
      (await hoverAt(editor.document, rangeOf(editor.document, 'superb').start)) ?? '',
      /Without it/,
    );
  });
});

class FakePanel implements Panel {
  readonly visible = true;
  readonly sent: ToWebview[] = [];
  state: ViewState | null = null;
  constructor(readonly events: PanelEvents) {}
  show = () => undefined;
  clear = () => undefined;
  setState = (state: ViewState | null) => void (this.state = state);
  mark = () => undefined;
  send = (message: ToWebview) => this.sent.push(message) > 0;
}

/** A controller and the feature with a service of the tests' own. */
class Bench {
  readonly service: FakeService;
  readonly controller: Controller;
  readonly look;
  config: Config = readConfig({ get: () => undefined }).config;
  panel!: FakePanel;
  private readonly parts: vscode.Disposable;

  constructor(options: FakeOptions) {
    const ignore = () => undefined;
    this.service = new FakeService(options);
    this.config = { ...this.config, model: 'plain' };
    this.controller = new Controller({
      config: () => this.config,
      createService: () => this.service,
      createPanel: (events) => (this.panel = new FakePanel(events)),
      log: { info: ignore, error: ignore, show: ignore },
    });
    this.look = inspector(this.controller);
    const trust = new Trust(this.controller);
    this.parts = vscode.Disposable.from(outOfTheWay(trust), trust, this.controller);
  }

  get told(): TrustView | null | undefined {
    const message = this.panel.sent.findLast(({ type }) => type === 'trust');
    return message?.type === 'trust' ? message.trust : undefined;
  }

  async read(editor: vscode.TextEditor, ...phrases: string[]): Promise<void> {
    select(editor, ...phrases);
    await this.controller.analyze();
  }

  dispose(): void {
    this.controller.clear();
    this.parts.dispose();
  }
}

describe('the examination behind it', () => {
  let bench: Bench;
  /** Lets examinations that wait go on. */
  const gates: (() => void)[] = [];
  let holding = false;
  const hold = () => (holding ? new Promise<void>((resolve) => void gates.push(resolve)) : Promise.resolve());

  beforeEach(() => {
    holding = false;
    gates.length = 0;
    bench = new Bench({ hold });
  });

  afterEach(async () => {
    bench.dispose();
    await closeAll();
  });

  it('is ended by an edit anywhere in the document, and begun again for what still stands', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    await bench.read(editor, REVIEW);
    holding = true;
    await until('the examination', () => gates.length === 1);
    await editor.edit((builder) => builder.insert(new vscode.Position(2, 0), 'So: '));
    holding = false;
    gates[0]!();
    await until('its second beginning', () => bench.told?.state === 'read');
    assert.deepEqual(bench.service.examined, [`examine ${REVIEW}`, `examine ${REVIEW}`]);
    assert.match(bench.look.status()?.text ?? '', HINT);
  });

  it('is ended for good by an edit of the text itself', async () => {
    const editor = await show(REVIEW);
    await bench.read(editor, REVIEW);
    holding = true;
    await until('the examination', () => gates.length === 1);
    await editor.edit((builder) => builder.insert(rangeOf(editor.document, 'superb').end, 'ly'));
    gates[0]!();
    await until('that nothing is under way', () => bench.told?.state === 'waiting');
    assert.deepEqual(bench.service.examined, [`examine ${REVIEW}`]);
    assert.doesNotMatch(bench.look.status()?.text ?? '', HINT);
  });

  it('is ended by clearing', async () => {
    const editor = await show(REVIEW);
    await bench.read(editor, REVIEW);
    holding = true;
    await until('the examination', () => gates.length === 1);
    bench.controller.clear();
    gates[0]!();
    await until('that the panel is told', () => bench.told === null);
    assert.equal(bench.look.status(), null);
  });

  it('waits to be asked above a thousand words', async () => {
    const long = Array.from({ length: AUTOMATIC_WORDS + 1 }, () => 'word').join(' ');
    const editor = await show(long);
    await bench.read(editor, long);
    await until('that it waits', () => bench.told?.state === 'waiting');
    assert.deepEqual(bench.service.examined, []);
    bench.panel.events.onFeature({ type: 'examine' });
    await until('the examination', () => bench.told?.state === 'read');
    assert.equal(bench.service.examined.length, 1);
  });

  it('gives the panel the values that words are shaded by', async () => {
    const editor = await show(REVIEW);
    bench.config = { ...bench.config, shadingSource: 'deletion' };
    await bench.read(editor, REVIEW);
    assert.equal(bench.panel.state?.analyses[0]?.shading, undefined, 'until they are known, attention stays');
    await until('the values', () => bench.panel.state?.analyses[0]?.shading?.values.length);
    assert.equal(bench.told?.source, 'deletion');
  });
});
