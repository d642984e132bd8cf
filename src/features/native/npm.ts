/** npm is no part of VS Code: where the person's own is, and how it is started. */
import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Npm {
  /** Absolute path. */
  readonly file: string;
  /** A command file of Windows, which only the shell runs. */
  readonly shell: boolean;
}

/** npm on PATH, else beside the Node that PATH leads to; null: there is none. */
export async function findNpm(env: Environment, platform: NodeJS.Platform): Promise<Npm | null> {
  const windows = platform === 'win32';
  // A relative folder would mean wherever this process happens to stand.
  const folders = searchPath(env).filter((folder) => path.isAbsolute(folder));
  const names = windows ? ['npm.cmd', 'npm.exe'] : ['npm'];
  const npmIn = (folder: string) => firstRunnable(names.map((name) => path.join(folder, name)));
  for (const folder of folders) {
    const file = await npmIn(folder);
    if (file) return { file, shell: file.endsWith('.cmd') };
  }
  for (const folder of folders) {
    const node = await firstRunnable([path.join(folder, windows ? 'node.exe' : 'node')]);
    const file = node && (await npmIn(path.dirname(await realpath(node))));
    if (file) return { file, shell: file.endsWith('.cmd') };
  }
  return null;
}

async function firstRunnable(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}

function searchPath(env: Environment): string[] {
  const value = Object.entries(env).find(([name]) => name.toLowerCase() === 'path')?.[1] ?? '';
  return value.split(path.delimiter);
}

/**
 * The environment that npm is run in: the person's, without what VS Code sets for its own Node.
 * @param proxy of VS Code's settings, used where the environment names none
 */
export function npmEnvironment(
  env: Environment,
  { file }: Npm,
  proxy: string | undefined,
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(?:path|NODE_OPTIONS|ELECTRON_.*|VSCODE_.*)$/iu.test(name),
  );
  // The script's shebang and the package's own script ask PATH for "node": it stands beside npm.
  const PATH = [path.dirname(file), ...searchPath(env)].join(path.delimiter);
  const proxied = kept.some(([name]) => /^https?_proxy$/iu.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH,
    ...(proxy && !proxied ? { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } : {}),
  };
}
