/** Where words reach a person: a new place is noticed here, and then belongs to the outlets of test/fuzz/outlets.ts. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What shows, says or hands out words, by what it is called. */
const WAYS: Readonly<Record<string, { readonly pattern: RegExp; readonly files: readonly string[] }>> = {
  'messages and the status line': {
    pattern: /show(?:Information|Warning|Error)Message|setStatusBarMessage|createOutputChannel/,
    files: ['notice.ts'],
  },
  'status bar items': {
    pattern: /createStatusBarItem/,
    files: ['editor/statusBar.ts', 'features/export/said.ts', 'features/live/statusItem.ts'],
  },
  Markdown: { pattern: /MarkdownString\(/, files: ['editor/hover.ts', 'features/explain/tool.ts'] },
  lenses: { pattern: /new vscode\.CodeLens\(/, files: ['features/codeLenses.ts'] },
  lists: {
    pattern: /QuickPick[<(]/,
    files: ['features/edits/replacement.ts', 'features/export/choices.ts', 'features/trust/index.ts'],
  },
  questions: { pattern: /showInputBox/, files: ['features/navigation.ts'] },
  dialogs: { pattern: /show(?:Save|Open)Dialog/, files: ['features/export/choices.ts'] },
  progress: {
    pattern: /withProgress/,
    // Those of the latter two are sentences of ours, with numbers.
    files: ['editor/progress.ts', 'features/export/exporter.ts', 'features/native/native.ts'],
  },
  'text in the editor': { pattern: /contentText:/, files: ['editor/verdictNote.ts'] },
  'the clipboard': {
    pattern: /clipboard\.writeText/,
    files: ['features/describe.ts', 'features/export/exporter.ts'],
  },
  'documents of ours': { pattern: /registerTextDocumentContentProvider/, files: ['features/describe.ts'] },
  'chat answers': { pattern: /LanguageModel\w+Part\(/, files: ['features/explain/tool.ts'] },
  webviews: { pattern: /createWebviewPanel|registerWebviewViewProvider/, files: ['webview/panel.ts'] },
  'markup made of strings': {
    pattern: /innerHTML|insertAdjacentHTML|document\.write|\bouterHTML\s*=|createContextualFragment|srcdoc/,
    files: [],
  },
  // The second bundle of the extension's own folder, for want of another way to load it there.
  'code made of strings': { pattern: /\beval\(|new Function\(/, files: ['model/web/bundle.ts'] },
  'tree views and terminals': { pattern: /createTreeView|createTerminal|registerFileDecoration/, files: [] },
};

const root = path.resolve('src');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith(path.join('model', 'kernels', 'assembly')))
  .map((file) => ({
    file: file.split(path.sep).join('/'),
    // What a comment says shows nothing.
    text: readFileSync(path.join(root, file), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ''),
  }));

describe('words reach a person only where it is known', () => {
  for (const [way, { pattern, files }] of Object.entries(WAYS)) {
    it(way, () => {
      const found = sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
      assert.deepEqual(found.sort(), [...files].sort(), 'see test/fuzz/outlets.ts');
    });
  }
});
