import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce } from './cache';
import { runQuietly, say, toolEnvironment } from './processes';

/** The npm package that holds VS Code's own server and web workbench; this one is VS Code 1.139.1. */
const VERSION = '4.139.1';

const SERVER = path.join('node_modules', 'code-server', 'lib', 'vscode');

/**
 * Folder of VS Code's server, installed into the cache the first time.
 *
 * No install script runs: the native modules they would compile (terminal, file watcher) are not needed
 * to run an extension, and the server works without them.
 *
 * @throws Error naming the failing command when the package cannot be installed.
 */
export async function findServer(): Promise<string> {
  const folder = await installOnce(`code-server-${VERSION}`, install, {
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

async function install(folder: string): Promise<void> {
  say(`Installing VS Code's server (code-server ${VERSION}, about 600 MB, once per machine)`);
  const env = toolEnvironment();
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await npm(['install', `code-server@${VERSION}`, '--omit=optional', ...quiet], folder, env);
  await npm(['install', '--omit=dev', ...quiet], path.join(folder, SERVER), env);
}

function npm(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return runQuietly('npm', args, { cwd, env, shell: process.platform === 'win32' });
}
