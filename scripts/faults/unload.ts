/** The window reloaded, and with it the extension unloaded, while it is at work: in a real VS Code. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Workbench } from '../host/workbench';
import { Random } from '../../src/model/random';
import { prose } from '../bench/typing/texts';

const TIMES = 5;
const WORDS = 2_000;

export async function unload(times = TIMES): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
  await writeFile(path.join(folder, 'text.txt'), prose(WORDS));
  const vscode = await Workbench.start({ folder, file: 'text.txt', size: { width: 1440, height: 900 } });
  const random = new Random(3);
  try {
    for (let i = 0; i < times; i++) {
      await vscode.focus();
      await vscode.run('Toggle Live Attention');
      await vscode.until('the shading', async () => (await vscode.shading()).length > 20);
      await vscode.run('Show Attention Through Training');
      // The page takes its place beside the editor first: a palette that is open then is closed by it.
      await vscode.until('the panel', async () => (await vscode.page.locator('iframe.webview').count()) > 0);
      const ms = Math.round(random.uniform() * 1_500);
      await sleep(ms);
      await vscode.focus();
      await vscode.reload();
      // The decorations of a process that has ended are gone.
      await vscode.until('the shading to be gone', async () => (await vscode.shading()).length === 0);
      console.log(`  unloaded ${ms} ms after the training picture was asked for`);
    }
    await vscode.focus();
    await vscode.run('Toggle Live Attention');
    await vscode.until('the shading', async () => (await vscode.shading()).length > 20);
    console.log(`${times} times unloaded at work; the extension that came after it shades as before`);
  } finally {
    await vscode.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
