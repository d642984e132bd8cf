import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const COMMANDS = ['analyze', 'clear', 'openPanel', 'showLog'].map((name) => `attentionInspector.${name}`);

describe('the extension in a real VS Code', () => {
  it('is found and activates', async () => {
    const extension = vscode.extensions.getExtension('attention-inspector.attention-inspector');
    assert.ok(extension, 'VS Code does not know the extension');
    await extension.activate();
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
