import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce } from './cache';
import { findNode } from './nodes';
import { projectNode, runQuietly, say, toolEnvironment } from './processes';
import { EDITORS, vscodeIn, whichEditor } from './versions';

const SERVER = path.join('node_modules', 'code-server', 'lib', 'vscode');

/**
 * Folder of VS Code's server, from the npm package code-server in the version that `whichEditor` says, installed
 * into the cache the first time.
 *
 * No install script runs: the native modules they would compile (terminal, file watcher) are not needed
 * to run an extension, and the server works without them.
 *
 * @throws Error naming the failing command when the package cannot be installed.
 */
export async function findServer(): Promise<string> {
  const version = EDITORS[whichEditor()].server;
  const folder = await installOnce(`code-server-${version}`, (place) => install(version, place), {
    onWait: () => say("Another process is installing VS Code's server; waiting for it"),
  });
  const server = path.join(folder, SERVER);
  if (!existsSync(path.join(server, 'out', 'server-main.js'))) {
    throw new Error(
      `${folder} holds no VS Code server (its package has changed?); delete that folder and try again`,
    );
  }
  return server;
}

/** The Node that this server runs on, and with it the extension host: as that VS Code's desktop build has it. */
export async function serverNode(): Promise<string> {
  const { node } = EDITORS[whichEditor()];
  return node === null ? projectNode : findNode(node);
}

/** As shown to people. */
export function serverTitle(): string {
  return `VS Code ${vscodeIn(EDITORS[whichEditor()])}'s server in headless Chromium`;
}

async function install(version: string, folder: string): Promise<void> {
  say(`Installing VS Code's server (code-server ${version}, about 600 MB, once per machine)`);
  const env = toolEnvironment();
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await npm(['install', `code-server@${version}`, '--omit=optional', ...quiet], folder, env);
  await withoutGit(path.join(folder, SERVER, 'npm-shrinkwrap.json'));
  // As its own install script does: some of its packages want later versions of each other than it ships.
  await npm(['install', '--omit=dev', '--legacy-peer-deps', ...quiet], path.join(folder, SERVER), env);
}

/** What its lock file takes from a repository is taken from the registry, in the same version. */
async function withoutGit(file: string): Promise<void> {
  const lock = JSON.parse(await readFile(file, 'utf8')) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  for (const entry of Object.values(lock.packages)) {
    if (!entry.resolved?.startsWith('git')) continue;
    delete entry.resolved;
    delete entry.integrity;
  }
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
}

function npm(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return runQuietly('npm', args, { cwd, env, shell: process.platform === 'win32' });
}
