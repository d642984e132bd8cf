import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { described, watchPauses } from './support';

const COMMANDS = ['analyze', 'clear', 'openPanel', 'showLog', 'export', 'copyMarkdown'].map(
  (name) => `attentionInspector.${name}`,
);

describe('the extension in a real VS Code', () => {
  it('is found and activates', async () => {
    const extension = vscode.extensions.getExtension('attention-inspector.attention-inspector');
    assert.ok(extension, 'VS Code does not know the extension');
    assert.equal(extension.isActive, false, 'nothing activates it before it is needed');
    const pauses = watchPauses();
    const start = performance.now();
    await extension.activate();
    const ms = performance.now() - start;
    pauses.stop();
    console.log(`    activation ${ms.toFixed(0)} ms; ${described(pauses)}`);
    assert.equal(extension.isActive, true);
  });

  it('registers the commands that it contributes', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      COMMANDS.filter((command) => !known.has(command)),
      [],
    );
  });
});
