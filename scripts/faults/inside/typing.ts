/**
 * An hour's typing with live attention, in compressed time: 300 characters a minute, wrong ones taken back, paragraphs
 * begun, old ones deleted. Each minute's memory is measured once all that was written is read.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { closeAll, inspect, putCursor, setSetting, show, until } from '../../../test/vscode/support';
import { heapHeld, WorkerWatch, type Held } from '../../../test/vscode/watchedWorkers';
import { prose } from '../../bench/typing/texts';
import { fitLine, growth, megabytes, percent } from '../growth';

const MINUTES = 60;
const KEYS_A_MINUTE = 300;
/** Minutes until every cache has what it holds at most. */
const WARM_UP = 10;
const MOST = 0.05;
/** Words of the document that is written in. */
const WORDS = 600;
/** In which the text is examined in the background, as it is when somebody stops to think. */
const PAUSE_MS = 1_500;

interface Sample extends Held {
  readonly host: number;
  readonly rss: number;
}

export async function typeAnHour(minutes = MINUTES): Promise<void> {
  const workers = new WorkerWatch();
  await setSetting('segments', 'paragraph');
  await setSetting('backend', process.env['FAULT_BACKEND']);
  const editor = await show(prose(WORDS));
  await vscode.commands.executeCommand('attentionInspector.openPanel');
  await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
  await vscode.commands.executeCommand('attentionInspector.toggleLive');
  const samples: Sample[] = [];
  const started = performance.now();
  let keys = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    keys += await typeAMinute(editor, minute);
    await sleep(PAUSE_MS);
    await settled(workers);
    const held = await workers.held();
    samples.push({ ...held, host: await heapHeld(), rss: process.memoryUsage().rss });
    const { host, heap, wasm, tensors, rss } = samples.at(-1)!;
    console.log(
      `  minute ${minute}: host ${megabytes(host)}, worker ${megabytes(heap)}, WebAssembly ${megabytes(wasm)}, ` +
        `${tensors} tensors, process ${megabytes(rss)}`,
    );
  }
  const entry = (await inspect()).analyses(editor.document.uri)[0]!;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const most = Math.max(...workers.living.map(({ mostOpen }) => mostOpen));
  console.log(
    `${keys} keystrokes (${minutes} minutes of ${KEYS_A_MINUTE}) in ${seconds} s on ${entry.backend}; ` +
      `at most ${most} requests open at once, ${workers.all.length} worker threads in all`,
  );
  report(samples);
  await vscode.commands.executeCommand('attentionInspector.clear');
  for (const key of ['segments', 'backend']) await setSetting(key, undefined);
  await closeAll();
  workers.restore();
}

/** Types so many characters at the end of the document, then deletes its first paragraph. */
async function typeAMinute(editor: vscode.TextEditor, minute: number): Promise<number> {
  const { document } = editor;
  const end = document.lineAt(document.lineCount - 1).range.end;
  putCursor(editor, end);
  const text = `\n\nMinute ${minute}. ${prose(90)}`.slice(0, KEYS_A_MINUTE);
  let keys = 0;
  for (let at = 0; keys < KEYS_A_MINUTE; keys++) {
    // Every twentieth is a slip, seen at once.
    if (keys % 20 === 10) await type('x');
    else if (keys % 20 === 11) await vscode.commands.executeCommand('deleteLeft');
    else await type(text[at++]!);
    await sleep(5);
  }
  const blank = document.getText().indexOf('\n\n');
  await editor.edit((builder) =>
    builder.delete(new vscode.Range(new vscode.Position(0, 0), document.positionAt(blank + 2))),
  );
  return keys;
}

async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text });
}

/** Waits until nothing is open any longer, and stays so. */
async function settled(workers: WorkerWatch): Promise<void> {
  let quiet = 0;
  await until('the worker to be idle', async () => {
    await sleep(50);
    quiet = workers.living.every(({ open }) => open.size === 0) ? quiet + 1 : 0;
    return quiet >= 6;
  });
}

function report(samples: readonly Sample[]): void {
  const warm = samples.slice(Math.min(WARM_UP, Math.floor(samples.length / 2)));
  if (warm.length < 2) return;
  const grown: string[] = [];
  for (const [name, pick] of [
    ['heap of the extension host', (sample: Sample) => sample.host],
    ['heap of the worker', (sample: Sample) => sample.heap],
    ['WebAssembly memory', (sample: Sample) => sample.wasm],
  ] as const) {
    const values = warm.map(pick);
    const { slope, r2 } = fitLine(values);
    const share = growth(values);
    console.log(
      `${name}: ${megabytes(values[0]!)} → ${megabytes(values.at(-1)!)}, line of ${(slope / 1024).toFixed(1)} kB a minute ` +
        `(r² ${r2.toFixed(2)}), ${percent(share)} over ${values.length} minutes`,
    );
    if (share > MOST) grown.push(name);
  }
  const rss = warm.map((sample) => sample.rss);
  console.log(`whole process: ${megabytes(rss[0]!)} → ${megabytes(rss.at(-1)!)}, ${percent(growth(rss))}`);
  const tensors = warm.map((sample) => sample.tensors);
  console.log(`tensors: ${tensors[0]} → ${tensors.at(-1)}`);
  if (tensors.at(-1)! > tensors[0]!) grown.push('tensors');
  if (grown.length > 0) throw new Error(`Grew by more than ${percent(MOST)}: ${grown.join(', ')}`);
}
