/** Every kind of document that VS Code shows text in: what is read there, and what edits may be applied to. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  checkShading,
  clear,
  closeAll,
  hoverAt,
  inspect,
  PAN,
  rangeOf,
  read,
  REVIEW,
  until,
} from './support';

const SCHEME = 'attention-test';
const READ_ONLY = 'attention-test-read-only';
const PROVIDED = 'attention-test-provided';

/** One folder in memory. */
class MemoryFiles implements vscode.FileSystemProvider {
  private readonly files = new Map<string, Uint8Array>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly permissions?: vscode.FilePermission) {}

  put(uri: vscode.Uri, text: string): void {
    this.files.set(uri.path, new TextEncoder().encode(text));
  }
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat(uri: vscode.Uri): vscode.FileStat {
    const size = this.readFile(uri).length;
    const stat = { type: vscode.FileType.File, ctime: 0, mtime: 0, size };
    return this.permissions ? { ...stat, permissions: this.permissions } : stat;
  }
  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.files.set(uri.path, content);
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

/** What a person gets of a text in any editor: shading, hover, code actions, an edit tried. */
async function check(editor: vscode.TextEditor, phrase: string): Promise<void> {
  const { document } = editor;
  const before = document.getText();
  await read(editor, phrase);
  await checkShading(editor);
  const word = rangeOf(document, phrase.includes('superb') ? 'superb' : 'awful', before.indexOf(phrase));
  assert.match((await hoverAt(document, word.start)) ?? '', /of the attention/);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    word,
  );
  const negate = actions.find(({ kind }) => kind?.value === 'refactor.attentionInspector.negate');
  assert.ok(negate?.command, 'the light bulb offers an edit');
  await vscode.commands.executeCommand(negate.command.command, ...(negate.command.arguments ?? []));
  assert.equal((await inspect()).tried()?.steps.length, 1);
  assert.equal(document.getText(), before, 'trying is no edit');
}

const apply = () => vscode.commands.executeCommand('attentionInspector.applyEdits');

async function checkApplied(document: vscode.TextDocument): Promise<void> {
  assert.equal((await inspect()).tried()?.obstacle, null);
  const expected = document.getText().replace(/superb|awful/, 'not $&');
  await apply();
  assert.equal(document.getText(), expected);
}

async function checkRefused(document: vscode.TextDocument): Promise<void> {
  const before = document.getText();
  await apply();
  assert.equal(document.getText(), before);
  assert.equal(document.isDirty, false);
  assert.notEqual((await inspect()).tried(), null, 'the edit is still there to be looked at');
}

describe('a text in a document of another kind', () => {
  const disposables: vscode.Disposable[] = [];
  const files = new MemoryFiles();
  const readOnly = new MemoryFiles();
  const locked = new MemoryFiles(vscode.FilePermission.Readonly);

  before(() => {
    const { registerFileSystemProvider, registerTextDocumentContentProvider } = vscode.workspace;
    disposables.push(
      registerFileSystemProvider(SCHEME, files),
      registerFileSystemProvider(READ_ONLY, readOnly, { isReadonly: true }),
      registerFileSystemProvider(`${SCHEME}-locked`, locked),
      registerTextDocumentContentProvider(PROVIDED, {
        provideTextDocumentContent: ({ query }) => (query === 'pan' ? PAN : REVIEW),
      }),
    );
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await clear();
    await closeAll();
  });
  after(() => disposables.forEach((one) => one.dispose()));

  const open = async (uri: vscode.Uri) =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  const memory = (in_: MemoryFiles, scheme: string) => {
    const uri = vscode.Uri.from({ scheme, path: '/review.txt' });
    in_.put(uri, `${REVIEW}\n`);
    return uri;
  };

  it('is read and written in an untitled document', async () => {
    const document = await vscode.workspace.openTextDocument({ content: REVIEW });
    await check(await vscode.window.showTextDocument(document), REVIEW);
    await checkApplied(document);
  });

  it('is read and written in a file system of an extension', async () => {
    const editor = await open(memory(files, SCHEME));
    await check(editor, REVIEW);
    await checkApplied(editor.document);
  });

  it('is read in a read-only file system, and not written', async () => {
    const editor = await open(memory(readOnly, READ_ONLY));
    await check(editor, REVIEW);
    assert.match((await inspect()).tried()?.obstacle ?? '', /read-only/);
    await checkRefused(editor.document);
  });

  it('is read in a file that may not be written, and not written', async () => {
    const editor = await open(memory(locked, `${SCHEME}-locked`));
    await check(editor, REVIEW);
    await checkRefused(editor.document);
  });

  it('is read in a virtual document, and not written', async () => {
    const editor = await open(vscode.Uri.from({ scheme: PROVIDED, path: '/virtual.txt' }));
    await check(editor, REVIEW);
    assert.match((await inspect()).tried()?.obstacle ?? '', /read-only/);
    await checkRefused(editor.document);
  });

  // The window's own log: an extension's channel goes through a native module, which the server of these tests lacks.
  it('is read in an output channel, and not written', async () => {
    await vscode.commands.executeCommand('workbench.action.output.show.rendererLog');
    const editor = await until('the output', () =>
      vscode.window.visibleTextEditors.find(
        ({ document }) => document.uri.scheme === 'output' && /\S/.test(document.getText()),
      ),
    );
    await vscode.commands.executeCommand('workbench.panel.output.focus');
    await until('the output to be worked in', () => vscode.window.activeTextEditor === editor);
    // The last line is in sight: the view keeps to the end.
    const lines = editor.document.getText().split(/\r?\n/);
    const line = lines.findLast((one) => /\p{L}/u.test(one)) ?? '';
    const entry = await read(editor, line);
    assert.ok(line.includes(entry.active.text));
    await checkShading(editor);
    await vscode.commands.executeCommand('attentionInspector.nextWord');
    await vscode.commands.executeCommand('attentionInspector.analyzeWithout');
    assert.match((await inspect()).tried()?.obstacle ?? '', /read-only/);
    const before = editor.document.getText().slice(0, entry.active.span?.end);
    await apply();
    assert.ok(editor.document.getText().startsWith(before));
    assert.notEqual((await inspect()).tried(), null);
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  for (const [kind, cellKind, language] of [
    ['Markdown', vscode.NotebookCellKind.Markup, 'markdown'],
    ['code', vscode.NotebookCellKind.Code, 'python'],
  ] as const) {
    it(`is read and written in a ${kind} cell of a notebook`, async () => {
      const text = kind === 'code' ? `# ${REVIEW}\nx = 1` : `## Film\n\n${REVIEW}`;
      const data = new vscode.NotebookData([new vscode.NotebookCellData(cellKind, text, language)]);
      const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
      await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(0, 1)] });
      const uri = notebook.cellAt(0).document.uri.toString();
      const editor = await until('the editor of the cell', async () => {
        await vscode.commands.executeCommand('notebook.cell.edit');
        const active = vscode.window.activeTextEditor;
        return active?.document.uri.toString() === uri ? active : undefined;
      });
      await check(editor, REVIEW);
      await checkApplied(notebook.cellAt(0).document);
    });
  }

  it('is read on both sides of a diff; what is old is not written', async () => {
    const left = vscode.Uri.from({ scheme: PROVIDED, path: '/review.txt', query: 'pan' });
    const right = memory(files, SCHEME);
    await vscode.commands.executeCommand('vscode.diff', left, right, 'old and new');
    for (const [side, uri, phrase] of [
      ['workbench.action.compareEditor.focusSecondarySide', left, PAN],
      ['workbench.action.compareEditor.focusPrimarySide', right, REVIEW],
    ] as const) {
      // The panel has the focus since the edit on the first side.
      await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
      await vscode.commands.executeCommand(side);
      const editor = await until(`the side with ${uri.toString()}`, () => {
        const active = vscode.window.activeTextEditor;
        return active?.document.uri.toString() === uri.toString() ? active : undefined;
      });
      await check(editor, phrase);
      if (uri === left) await checkRefused(editor.document);
      else await checkApplied(editor.document);
      await clear();
    }
  });
});
