/**
 * Runs inside VS Code's extension host: types into documents that are followed, and measures from the moment that the
 * extension host hears of a keystroke to the moment that the new shading has been given to the editor.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  closeAll,
  described,
  inspect,
  putCursor,
  setSetting,
  show,
  until,
  watchPauses,
} from '../../../test/vscode/support';
import { markOutput } from '../../host/marked-output';
import { prose, summary, TYPED } from './texts';

/** Between two keystrokes, ms: a quick typist, and a key that is held down. */
const PACES = [90, 30];

interface Case {
  readonly words: number;
  readonly segments: string;
  /** Where is typed: a share of the text. */
  readonly at: number;
}

const CASES: readonly Case[] = [
  { words: 200, segments: 'paragraph', at: 0.5 },
  { words: 200, segments: 'document', at: 0.02 },
  { words: 2000, segments: 'paragraph', at: 0.5 },
  { words: 2000, segments: 'sentence', at: 0.5 },
  { words: 2000, segments: 'document', at: 0.02 },
  // Near the limit of words that the settings have at first.
  { words: 19_000, segments: 'paragraph', at: 0.5 },
];

export async function run(): Promise<void> {
  markOutput();
  const heard = new Map<string, number>();
  // Before the extension itself hears of it: what it does with an edit at once counts too.
  vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (!heard.has(document.uri.toString())) heard.set(document.uri.toString(), performance.now());
  });
  for (const pace of PACES) {
    console.log(`\nKeystroke to shading, ms, one key every ${pace} ms:`);
    for (const one of CASES) await measure(one, pace, heard);
  }
}

async function measure(
  { words, segments, at }: Case,
  pace: number,
  heard: Map<string, number>,
): Promise<void> {
  await setSetting('segments', segments);
  const editor = await show(prose(words));
  const { document } = editor;
  const uri = document.uri.toString();
  const look = async () => (await inspect()).live().documents.get(uri);
  await vscode.commands.executeCommand('attentionInspector.toggleLive');
  await until('the first reading', async () => ((await look())?.passes ?? 0) > 0);
  const text = document.getText();
  const place = document.positionAt(text.indexOf(' ', Math.floor(text.length * at)));
  putCursor(editor, place);
  editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenter);
  await sleep(500);
  const times: number[] = [];
  const pauses = watchPauses();
  for (const key of TYPED.repeat(2)) {
    const before = (await look())!.passes;
    heard.delete(uri);
    await vscode.commands.executeCommand('type', { text: key });
    const typed = performance.now();
    await until('the shading', async () => (await look())!.passes > before);
    times.push((await look())!.shownAt - heard.get(uri)!);
    await sleep(Math.max(0, pace - (performance.now() - typed)));
  }
  pauses.stop();
  console.log(
    `  ${String(words).padStart(5)} words, ${segments.padEnd(9)} at ${String(at * 100).padStart(2)} %: ${summary(times)}; ${described(pauses)}`,
  );
  await vscode.commands.executeCommand('attentionInspector.clear');
  await setSetting('segments', undefined);
  await closeAll();
}
