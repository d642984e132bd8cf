/** Native TensorFlow's commands in a real VS Code, with a stand-in for npm: nothing is downloaded. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { clear, closeAll, inspect, read, REVIEW, setSetting, show, until } from './support';

const root = path.resolve(__dirname, '..', '..');
const ENABLE = 'attentionInspector.enableNative';
const REMOVE = 'attentionInspector.removeNative';

/** A package that says it is native TensorFlow, and computes with TensorFlow.js's plain JavaScript. */
const STAND_IN = `
const { createRequire } = require('node:module');
const load = createRequire(${JSON.stringify(path.join(root, 'package.json'))});
const tf = load('@tensorflow/tfjs-core');
const { MathBackendCPU } = load('@tensorflow/tfjs-backend-cpu');
tf.registerBackend('tensorflow', () => new MathBackendCPU(), 9);
for (const kernel of tf.getKernelsForBackend('cpu')) tf.registerKernel({ ...kernel, backendName: 'tensorflow' });
tf.setBackend('tensorflow');
module.exports = tf;
`;

/** An npm that unpacks it, and for which the library takes as long as it is let. */
const NPM = (hangs: boolean) => `
const { mkdirSync, writeFileSync } = require('node:fs');
writeFileSync(__dirname + '/where', process.cwd());
const folder = 'node_modules/@tensorflow/tfjs-node';
if (process.argv[2] === 'install') {
  mkdirSync(folder + '/deps', { recursive: true });
  writeFileSync(folder + '/package.json', JSON.stringify({ name: '@tensorflow/tfjs-node', main: 'index.js' }));
  writeFileSync(folder + '/index.js', ${JSON.stringify(STAND_IN)});
} else {
  writeFileSync(folder + '/deps/library', 'x'.repeat(1000000));
  console.log('the library is under way');
  if (${hangs}) setInterval(() => {}, 1000);
}
`;

describe('native TensorFlow', function () {
  if (process.platform === 'win32') return;
  const { PATH } = process.env;
  const { showInformationMessage, showErrorMessage, withProgress } = vscode.window;
  const window = vscode.window as { -readonly [Key in keyof typeof vscode.window]: unknown };
  let folder: string;
  let said: string[];
  let modal: string | undefined;
  /** Called with every step's text; what the person would do while it shows. */
  let atStep: ((text: string, cancel: () => void) => void) | undefined;

  beforeEach(async () => {
    // Activated before PATH changes.
    await inspect();
    folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-npm-'));
    said = [];
    window.showInformationMessage = async (text: string, options: unknown, ...buttons: string[]) => {
      said.push(text);
      if (!(options as { modal?: boolean } | undefined)?.modal) return undefined;
      modal = (options as { detail: string }).detail;
      return buttons[0];
    };
    window.showErrorMessage = async (text: string) => void said.push(text);
    window.withProgress = (
      options: vscode.ProgressOptions,
      task: (
        progress: vscode.Progress<{ message: string }>,
        token: vscode.CancellationToken,
      ) => Promise<unknown>,
    ) =>
      withProgress(options, (progress: vscode.Progress<{ message: string }>) => {
        const source = new vscode.CancellationTokenSource();
        const report = (step: { message: string }) => {
          progress.report(step);
          atStep?.(step.message, () => source.cancel());
        };
        return task({ report }, source.token);
      });
  });
  afterEach(async () => {
    process.env['PATH'] = PATH;
    [modal, atStep] = [undefined, undefined];
    await vscode.commands.executeCommand(REMOVE);
    Object.assign(window, { showInformationMessage, showErrorMessage, withProgress });
    await setSetting('backend', undefined);
    await clear();
    await closeAll();
    await rm(folder, { recursive: true, force: true });
  });

  async function npm(hangs = false): Promise<void> {
    const file = path.join(folder, 'npm');
    await writeFile(path.join(folder, 'npm.js'), NPM(hangs));
    // This process's own executable runs scripts in the desktop's VS Code, too, once it is told to.
    await writeFile(
      file,
      `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec "${process.execPath}" "${folder}/npm.js" "$@"\n`,
    );
    await chmod(file, 0o755);
    process.env['PATH'] = folder;
  }
  const enable = () => vscode.commands.executeCommand<string>(ENABLE);
  const reading = async () => read(await show(REVIEW), REVIEW);

  /** What is left in the extension's global storage, where npm was run. */
  async function left(): Promise<string[]> {
    return readdir(path.dirname(await readFile(path.join(folder, 'where'), 'utf8')));
  }

  it('cannot be enabled without npm, which is said before anybody is asked, and reading goes on', async () => {
    process.env['PATH'] = '';
    assert.equal(await enable(), 'npmMissing');
    assert.equal(modal, undefined);
    assert.match(said.join('\n'), /npm was not found on PATH.*install Node\.js/);
    await setSetting('backend', 'tfjs-node');
    const [unit] = (await reading()).units;
    assert.ok(unit);
  });

  it('cancelled while it downloads leaves nothing behind', async () => {
    await npm(true);
    atStep = (text, cancel) => {
      if (/Step 2 of 3.*1 MB unpacked/.test(text)) cancel();
    };
    assert.equal(await enable(), 'cancelled');
    assert.match(modal ?? '', /no text is ever sent/);
    assert.match(said.at(-1) ?? '', /^Cancelled\. Nothing was left behind/);
    assert.deepEqual(await left(), []);
  });

  it('enabled is found by the setting, once for all who ask, and removed when it is to go', async () => {
    await npm();
    await setSetting('backend', 'tfjs-node');
    assert.equal((await reading()).backend, 'wasm');
    const [first, second] = await Promise.all([enable(), enable()]);
    assert.deepEqual([first, second], ['ready', 'ready'], said.join('\n'));
    assert.equal((await left()).length, 1);
    assert.equal(said.filter((text) => text.startsWith('Download and install')).length, 1);
    await until('the backend to be tried', async () => (await reading()).backend === 'tfjs-node');

    assert.equal(await enable(), 'ready');
    assert.match(said.at(-1) ?? '', /installed already/);
    assert.ok((await vscode.commands.executeCommand<number>(REMOVE)) > 1e6);
    assert.match(said.at(-1) ?? '', /1 MB are free again/);
    assert.deepEqual(await left(), []);
    const { globalValue } = vscode.workspace.getConfiguration('attentionInspector').inspect('backend') ?? {};
    assert.equal(globalValue, undefined);
    assert.match((await reading()).backend, /^kernels/);
  });
});
