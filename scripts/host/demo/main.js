'use strict';
// eslint-disable-next-line @typescript-eslint/no-require-imports -- VS Code loads it as it stands, unbundled
const vscode = require('vscode');

/** Set by `npm start`: the review to open, relative to the workspace folder. */
const REVIEW = 'ATTENTION_INSPECTOR_DEMO';

/** Kept with the workspace, so that a reload of the window does not open everything anew. */
const DONE = 'demo.done';

/** Does once what a person is then told to try: opens a review, selects it, and runs the command. */
exports.activate = async ({ workspaceState }) => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const review = process.env[REVIEW];
  if (!folder || !review || workspaceState.get(DONE)) return;
  await workspaceState.update(DONE, true);
  const uri = vscode.Uri.joinPath(folder.uri, review);
  const editor = await vscode.window.showTextDocument(uri, { preview: false });
  const { document } = editor;
  editor.selection = new vscode.Selection(
    document.positionAt(0),
    document.positionAt(document.getText().trimEnd().length),
  );
  await vscode.commands.executeCommand('attentionInspector.analyze');
  await vscode.commands.executeCommand('attentionInspector.openPanel');
  // Unselected, the shading is seen in its own colours.
  const shown = await vscode.window.showTextDocument(document, editor.viewColumn);
  shown.selection = new vscode.Selection(0, 0, 0, 0);
};
