/** What only a package can get wrong: files that are missing, or are read from somewhere else. */
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import threads from 'node:worker_threads';
import * as vscode from 'vscode';
import { FORMATS } from '../../src/export/document';
import { clear, checkShading, closeAll, inspect, read, REVIEW, setSetting, show } from '../vscode/support';

const ID = 'attention-inspector.attention-inspector';

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Record<string, { examples?: string[] }> }[];
  };
}

const extension = () => {
  const found = vscode.extensions.getExtension(ID);
  assert.ok(found, 'VS Code does not know the extension');
  return found;
};

describe('the installed package', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-installed-'));
  });
  afterEach(async () => {
    for (const key of ['model', 'backend']) await setSetting(key, undefined);
    await clear();
    await closeAll();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is what VS Code unpacked, not this checkout', async () => {
    const place = await realpath(extension().extensionPath);
    assert.equal(path.basename(path.dirname(place)), 'extensions');
    assert.equal(path.basename(place), `${ID}-${(extension().packageJSON as { version: string }).version}`);
    assert.ok(!(await readdir(place)).includes('src'));
  });

  it('reads with every model that the setting offers, from its own folder', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const setting = contributes.configuration.flatMap(
      ({ properties }) => properties['attentionInspector.model'] ?? [],
    );
    const models = setting.flatMap(({ examples }) => examples ?? []);
    assert.ok(models.length >= 6);
    const editor = await show(REVIEW);
    for (const model of models) {
      await setSetting('model', model);
      const entry = await read(editor, REVIEW);
      assert.equal(entry.model, model);
      assert.equal(entry.units[0]?.analysis.label, 'positive', model);
      await checkShading(editor);
    }
  });

  it('computes with every backend that needs nothing installed, to the same verdict', async () => {
    const editor = await show(REVIEW);
    const found = new Map<string, number>();
    for (const backend of ['kernels', 'plain', 'wasm', 'cpu']) {
      await setSetting('backend', backend);
      const [unit] = (await read(editor, REVIEW)).units;
      found.set(backend, Math.max(...unit!.analysis.classes.map(({ probability }) => probability)));
    }
    const [kernels, ...others] = [...found.values()];
    assert.ok(
      others.every((probability) => Math.abs(probability - kernels!) < 1e-3),
      JSON.stringify([...found]),
    );
  });

  it('exports in every form', async () => {
    await read(await show(REVIEW), REVIEW);
    for (const format of FORMATS) {
      const to = vscode.Uri.file(path.join(folder, `a.${format}`));
      const made = await vscode.commands.executeCommand<vscode.Uri | undefined>('attentionInspector.export', {
        ...{ format, scope: 'text', to },
      });
      assert.equal(made?.toString(), to.toString());
      assert.ok((await readFile(to.fsPath)).length > 100);
    }
  });

  it('works without a network: neither its thread nor the extension host asks for one', async () => {
    const calls = path.join(folder, 'calls.txt');
    const guard = path.join(folder, 'guard.cjs');
    await writeFile(guard, guardOf(calls));
    await appendFile(calls, '');
    const { Worker } = threads;
    threads.Worker = class extends Worker {
      constructor(file: string | URL, options?: threads.WorkerOptions) {
        super(file, { ...options, execArgv: ['--require', guard] });
      }
    };
    try {
      await setSetting('model', 'imdb-article');
      const editor = await show(REVIEW);
      await read(editor, REVIEW);
      await checkShading(editor);
      // The guard says that it is there; whoever calls says more.
      assert.equal(await readFile(calls, 'utf8'), 'guarded\n');
    } finally {
      threads.Worker = Worker;
    }
    assert.ok((await inspect()).analyses().length > 0);
  });
});

/** A module that has every way out of a thread refused, and keeps a list of who tried. */
function guardOf(calls: string): string {
  return `const note = (line) => require('fs').appendFileSync(${JSON.stringify(calls)}, line + '\\n');
    const refuse = (name) => () => { note(name); throw new Error(name + ' is refused'); };
    for (const [name, methods] of Object.entries({
      net: ['connect', 'createConnection'], tls: ['connect'], dns: ['lookup', 'resolve'], dgram: ['createSocket'],
      http: ['request', 'get'], https: ['request', 'get'], http2: ['connect'],
    })) for (const method of methods) require(name)[method] = refuse(name + '.' + method);
    require('net').Socket.prototype.connect = refuse('Socket.connect');
    globalThis.fetch = refuse('fetch');
    note('guarded');`;
}
