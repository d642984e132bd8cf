/** What the extension shows in a browser, and that its numbers are those of Node. */
import * as vscode from 'vscode';
import type { Entry } from '../../src/editor/store';
import type { Report } from '../../src/model/types';
import type { Expected } from './expectations';
import { equal, extension, inspect, match, ok, own, readText, setSetting, told, until } from './support';
import { REVIEW } from './texts';

const CLOSE = 1e-6;

describe('in a browser', () => {
  let expected: Expected;

  before(async () => {
    expected = JSON.parse(new TextDecoder().decode(await own('dist-test/web/expected.json'))) as Expected;
  });

  afterEach(async () => {
    for (const key of ['model', 'backend']) await setSetting(key, undefined);
    await vscode.commands.executeCommand('attentionInspector.clear');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('runs in the web worker extension host, without Node', () => {
    equal(extension().extensionUri.scheme, 'http', 'served');
    equal(typeof (globalThis as { process?: unknown }).process, 'undefined', 'process');
    equal(vscode.env.uiKind, vscode.UIKind.Web, 'where it runs');
  });

  it('shades a text and gives the numbers of Node, with every kind of model', async () => {
    for (const [model, report] of Object.entries(expected.reports)) {
      await setSetting('model', model);
      const entry = await readText(REVIEW);
      checkSame(entry, report);
      const editor = vscode.window.activeTextEditor;
      ok(editor, 'no editor');
      const inspector = await inspect();
      // Long texts are shaded in slices, between other work.
      await until(`every word to be shaded by ${model}`, () => {
        const { shades, against } = inspector.shown(editor);
        return [...shades, ...against.shades].flat().length === report.analyses[0]!.tokens.length;
      });
    }
  });

  it('shows the weight of a word in its hover, and the verdict in the status bar', async () => {
    const entry = await readText(REVIEW);
    const { document } = vscode.window.activeTextEditor!;
    const at = document.positionAt(REVIEW.indexOf('wonderful') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const texts = hovers.flatMap(({ contents }) => contents.map((one) => (one as { value: string }).value));
    match(texts.join('\n'), /wonderful.*of the attention/s, 'the hover');
    const status = (await inspect()).status();
    match(status?.text ?? '', new RegExp(entry.active.analysis.label, 'i'), 'the status bar');
  });

  it('says that TensorFlow.js is not there, and reads with the kernels instead', async () => {
    await setSetting('backend', 'wasm');
    const entry = await readText(REVIEW);
    match(entry.passedOver.join(), /wasm: there is no TensorFlow\.js in the browser/, 'what was passed over');
    equal(entry.backend, expected.backend, 'the engine');
    checkSame(entry, expected.reports['imdb-attention']!);
  });

  it('says that native TensorFlow needs Node, where somebody asks for it all the same', async () => {
    const enable = () => vscode.commands.executeCommand('attentionInspector.enableNative');
    match(await told('showInformationMessage', enable), /needs Node/, 'the answer');
  });

  it('reads in the extension host itself where there are no workers', async () => {
    const scope = globalThis as { Worker?: unknown };
    const { Worker } = scope;
    delete scope.Worker;
    try {
      await setSetting('backend', 'kernels');
      checkSame(await readText(REVIEW), expected.reports['imdb-attention']!);
    } finally {
      scope.Worker = Worker;
    }
  });
});

function checkSame(entry: Entry, report: Report): void {
  equal(entry.model, report.model, 'the model');
  equal(entry.backend, report.backend, 'the engine');
  const { analysis } = entry.active;
  const [wanted] = report.analyses;
  ok(wanted, 'Node read nothing');
  equal(analysis.label, wanted.label, 'the verdict');
  close(analysis.probability, wanted.probability, 'the probability');
  equal(analysis.tokens.length, wanted.tokens.length, 'words');
  analysis.tokens.forEach((token, i) => {
    equal(token.text, wanted.tokens[i]!.text, 'a word');
    close(token.weight, wanted.tokens[i]!.weight, `the weight of ${token.text}`);
    close(token.effect ?? 0, wanted.tokens[i]!.effect ?? 0, `the effect of ${token.text}`);
  });
}

function close(found: number, wanted: number, what: string): void {
  ok(Math.abs(found - wanted) <= CLOSE, `${what}: expected ${wanted}, found ${found}`);
}
