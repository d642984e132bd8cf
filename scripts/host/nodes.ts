import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce } from './cache';
import { runQuietly, say, toolEnvironment } from './processes';

/** The npm package with the executable for this machine, as npm's package `node` chooses it. */
export function nodePackage(platform: string = process.platform, arch: string = process.arch): string {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return [prefix, platform === 'win32' ? 'win' : platform, arch].join('-');
}

/**
 * Executable of a version of Node, installed into the cache the first time. No install script runs.
 *
 * @throws Error saying which version cannot be had, and why.
 */
export async function findNode(version: string): Promise<string> {
  const name = nodePackage();
  const onWait = (): void => say(`Another process is installing Node ${version}; waiting for it`);
  try {
    const folder = await installOnce(`${name}-${version}`, (place) => install(name, version, place), {
      onWait,
    });
    const windows = process.platform === 'win32';
    const executable = path.join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
    if (!existsSync(executable)) throw new Error(`${executable} is missing: delete ${folder} and try again`);
    const said = (await runQuietly(executable, ['--version'])).trim();
    if (said !== `v${version}`) throw new Error(`${executable} says that it is ${said}`);
    return executable;
  } catch (error) {
    throw new Error(`Node ${version} cannot be had here: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

async function install(name: string, version: string, folder: string): Promise<void> {
  say(`Installing Node ${version} (npm package ${name}, about 100 MB, once per machine)`);
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await runQuietly('npm', ['install', `${name}@${version}`, ...quiet], {
    cwd: folder,
    env: toolEnvironment(),
    shell: process.platform === 'win32',
  });
}
