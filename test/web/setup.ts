/** Mocha's build for browsers, with its globals, before any test is defined. */
import 'mocha/mocha.js';
import * as vscode from 'vscode';

/** Generous: the machine may be busy with something else. */
const TIMEOUT_MS = 60_000;

/** Commands wait for every extension host, and the remote one starts while the tests do. */
const START_MS = 240_000;

mocha.setup({ ui: 'bdd', timeout: TIMEOUT_MS, reporter: class {} as never });

before(async function () {
  this.timeout(START_MS);
  await vscode.commands.executeCommand('attentionInspector.clear');
});
