import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { findServer, serverTitle } from './code-server';
import { cacheRoot } from './cache';
import { onPath, say } from './processes';
import { EDITORS, vscodeIn, whichEditor } from './versions';

/** A VS Code that can be started. */
export interface Editor {
  readonly kind: 'desktop' | 'server';
  /** As shown to people. */
  readonly title: string;
  /** Takes the desktop build's flags. */
  readonly executable: string;
}

/** Environment variable that says which build to take: `desktop`, `server`, or the path of an executable. */
export const CHOICE = 'ATTENTION_INSPECTOR_VSCODE';

/**
 * The desktop build where there is one (or it can be downloaded) and a display to show it on, otherwise
 * VS Code's server, installed where it is missing.
 *
 * @throws Error saying what was tried when neither can be had.
 */
export async function findEditor(): Promise<Editor> {
  const choice = process.env[CHOICE];
  if (choice && choice !== 'desktop' && choice !== 'server') {
    if (!existsSync(choice)) throw new Error(`${CHOICE} is ${choice}, and no such file exists.`);
    return { kind: 'desktop', title: choice, executable: choice };
  }
  if (choice !== 'server' && (choice === 'desktop' || hasDisplay())) {
    // What is installed may be anything; where the oldest is asked for, it must be that one.
    const oldest = whichEditor() === 'oldest';
    const executable = oldest
      ? await downloadedDesktop(vscodeIn(EDITORS.oldest))
      : (installedDesktop() ?? (await downloadedDesktop()));
    if (executable) return { kind: 'desktop', title: `VS Code (${executable})`, executable };
    if (choice === 'desktop') throw new Error('No desktop VS Code was found, and none could be downloaded.');
  }
  await findServer();
  const executable = path.join(__dirname, 'launcher.sh');
  return { kind: 'server', title: serverTitle(), executable };
}

/** Whether a window could be shown. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** Executable of an installed desktop build: `code` on PATH is a script beside it. */
export function installedDesktop(): string | undefined {
  const command = onPath(...(process.platform === 'win32' ? ['code.cmd'] : ['code']));
  // Under WSL `code` starts the Windows build, which cannot load an extension from here as under test.
  if (command === undefined || (process.platform === 'linux' && command.startsWith('/mnt/')))
    return undefined;
  const script = realpathSync(command);
  const candidates = [
    path.resolve(script, '../../code'),
    path.resolve(script, '../../Code.exe'),
    path.resolve(script, '../../../../MacOS/Electron'),
    path.resolve(script, '../../../../MacOS/Code'),
  ];
  return candidates.find((file) => existsSync(file) && file !== script);
}

async function downloadedDesktop(version = 'stable'): Promise<string | undefined> {
  try {
    // Where the download is refused this fails at once; test-electron itself would try for a minute.
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) return undefined;
    say('Downloading the desktop VS Code (once per machine)');
    return await downloadAndUnzipVSCode({
      version,
      cachePath: path.join(cacheRoot(), 'desktop'),
      timeout: 30_000,
    });
  } catch (error) {
    say(`The desktop VS Code cannot be downloaded (${describe(error)})`);
    return undefined;
  }
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
