/**
 * `npm run bench:typing`: how long the shading takes to follow a keystroke, in a real VS Code. First within the extension
 * host; then in the window, from the key to the drawn shade, and to the drawn letter with live attention on and off.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInside } from '../host/inside';
import { checkout } from '../host/processes';
import { Workbench } from '../host/workbench';
import { prose, summary, TYPED } from './typing/texts';

const KEY_EVERY_MS = 150;
/** A key may change no shade: the text is what counts, its words weigh as before. */
const LONGEST_MS = 1000;

interface Stroke {
  /** From the key to the letter and to another shade, ms; null where none came. */
  readonly letter: number | null;
  readonly shade: number | null;
}

/** Runs in the page: what a person would see change, frame by frame, after each key. */
const WATCH = `(() => {
  const shades = () =>
    [...document.querySelectorAll('.part.editor .view-overlays > div')]
      .sort((a, b) => a.offsetTop - b.offsetTop)
      .flatMap((line) => [...line.querySelectorAll('.cdr[class*="ced-"]')].map(({ className }) => className))
      .join('\\n');
  const letters = () => document.querySelector('.part.editor .view-lines').textContent;
  const strokes = (globalThis.strokes = []);
  document.addEventListener('keydown', (event) => {
    const stroke = { letter: null, shade: null };
    strokes.push(stroke);
    const before = { shades: shades(), letters: letters() };
    const look = () => {
      const ms = performance.now() - event.timeStamp;
      if (stroke.letter === null && letters() !== before.letters) stroke.letter = ms;
      if (stroke.shade === null && shades() !== before.shades) stroke.shade = ms;
      if (stroke !== strokes.at(-1) || ms > ${LONGEST_MS}) return;
      if (stroke.letter === null || stroke.shade === null) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
})()`;

async function typed(vscode: Workbench): Promise<readonly Stroke[]> {
  await vscode.page.evaluate('strokes.splice(0)');
  for (const key of TYPED) {
    await vscode.page.keyboard.type(key);
    await sleep(KEY_EVERY_MS);
  }
  return vscode.page.evaluate<readonly Stroke[]>('strokes');
}

async function inWindow(words: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
  await writeFile(path.join(folder, 'text.txt'), prose(words));
  const vscode = await Workbench.start({ folder, file: 'text.txt', size: { width: 1440, height: 900 } });
  try {
    await vscode.page.evaluate(WATCH);
    const off = await measured(vscode);
    await vscode.run('Toggle Live Attention');
    await vscode.until('the shading', async () => (await vscode.shading()).length > 20);
    const on = await measured(vscode);
    const shades = on.flatMap(({ shade }) => (shade === null ? [] : [shade]));
    const letters = (strokes: readonly Stroke[]) => summary(strokes.flatMap(({ letter }) => letter ?? []));
    console.log(`  ${words} words, key to shade (${shades.length} of ${on.length} keys): ${summary(shades)}`);
    console.log(`  ${words} words, key to letter, live:                ${letters(on)}`);
    console.log(`  ${words} words, key to letter, not live:            ${letters(off)}`);
  } finally {
    await vscode.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(vscode: Workbench): Promise<readonly Stroke[]> {
  await vscode.clickBefore('have rarely seen');
  await typed(vscode);
  return typed(vscode);
}

async function main(): Promise<void> {
  const folder = path.join(checkout, 'scripts', 'bench', 'typing');
  const out = path.join(checkout, 'dist-test', 'bench-typing');
  await runInside({ entryPoints: [path.join(folder, 'index.ts')], folder, out });
  console.log(`\nIn the window, ms, one key every ${KEY_EVERY_MS} ms:`);
  for (const words of [200, 2000]) await inWindow(words);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
