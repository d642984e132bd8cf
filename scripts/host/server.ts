import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findServer, serverNode } from './code-server';
import {
  cleanEnvironment,
  endGroup,
  ended,
  makeFolder,
  removeFolder,
  runQuietly,
  spawnGroup,
} from './processes';
import { servedAddress } from './webExtensions';

/** A server that has not said that it listens after this long never will. */
const START_MS = 180_000;

/** What the workbench opens with; paths are absolute. */
export interface Opening {
  readonly folder: string;
  /** Extensions run from source; with `web`, paths in the folder that it serves. */
  readonly extensions: readonly string[];
  /** Module whose `run()` is called in the extension host. */
  readonly tests?: string;
  /** Folder that extensions and tests are served from: they run in the browser's extension host (see webExtensions.ts). */
  readonly web?: string;
}

export interface ServerOptions {
  /** 0 or none: any free port. */
  readonly port?: number;
  /**
   * Extensions installed as for a person, from these folders or packages (`.vsix`); `Opening.extensions` are run as
   * under development.
   */
  readonly installed?: readonly string[];
  /** Folder that the bare address opens. */
  readonly folder?: string;
  /** Settings of the machine, below those of a workspace. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether folders have to be trusted first, as for a person; here they are unless this says so. */
  readonly asksTrust?: boolean;
}

/** VS Code's own server with an empty profile of its own, gone without a trace after `dispose`. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    private readonly data: string,
    /** Whoever else is on this machine cannot use the server without it. */
    private readonly token: string,
    private readonly output: readonly string[],
    private settings: Readonly<Record<string, unknown>>,
    readonly port: number,
  ) {}

  /** Installs it where it is missing, starts it, and waits until it listens on 127.0.0.1. */
  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = await findServer();
    const data = await makeFolder();
    const token = randomBytes(16).toString('hex');
    await writeSettings(data, options.settings ?? {});
    const [packages, folders] = [true, false].map((wanted) =>
      (options.installed ?? []).filter((place) => place.endsWith('.vsix') === wanted),
    ) as [string[], string[]];
    try {
      await linkExtensions(data, folders);
      if (packages.length > 0) await installPackages(server, data, packages);
    } catch (error) {
      await removeFolder(data);
      throw error;
    }
    const child = spawnGroup(
      await serverNode(),
      [path.join(server, 'out', 'server-main.js'), ...flags(data, options, token)],
      {
        env: cleanEnvironment(options.env),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const output: string[] = [];
    try {
      return new Server(child, data, token, output, options.settings ?? {}, await listening(child, output));
    } catch (error) {
      await endGroup(child);
      await removeFolder(data);
      throw error;
    }
  }

  /** Settles when the process has ended, whoever ended it. */
  get ended(): Promise<number> {
    return ended(this.child);
  }

  /** Address that opens the workbench with what was installed, short enough to be copied. */
  get address(): string {
    return `${this.origin}/?tkn=${this.token}`;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Address that opens the workbench with extensions under development. */
  url(opening: Opening): string {
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${this.port}${toUriPath(file)}`;
    const { web } = opening;
    const address = (file: string): string =>
      web === undefined ? remote(file) : servedAddress(this.origin, web, file);
    const payload = [
      ...opening.extensions.map((extension) => ['extensionDevelopmentPath', address(extension)]),
      ...(web === undefined ? [] : [['extensionDevelopmentKind', 'web']]),
      ...(opening.tests ? [['extensionTestsPath', address(opening.tests)]] : []),
      ['skipWelcome', 'true'],
    ];
    const query = new URLSearchParams({
      tkn: this.token,
      folder: toUriPath(opening.folder),
      payload: JSON.stringify(payload),
    });
    return `${this.origin}/?${query.toString()}`;
  }

  /** Changes settings of the machine; VS Code watches the file. */
  async setSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    this.settings = { ...this.settings, ...settings };
    await writeSettings(this.data, this.settings);
  }

  /** The last lines it printed, for an error report. */
  log(): string {
    return this.output.join('').split('\n').slice(-30).join('\n');
  }

  async dispose(): Promise<void> {
    await endGroup(this.child);
    await removeFolder(this.data);
  }
}

function flags(
  data: string,
  { port = 0, folder, asksTrust = false }: ServerOptions,
  token: string,
): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--connection-token', token],
    ...profile(data),
    '--accept-server-license-terms',
    ...(folder === undefined ? [] : ['--default-folder', folder]),
    '--disable-telemetry',
    ...(asksTrust ? [] : ['--disable-workspace-trust']),
    // Without it a built VS Code ignores what the address asks to open.
    '--enable-smoke-test-driver',
  ];
}

const profile = (data: string) => [
  ...['--server-data-dir', data, '--extensions-dir', path.join(data, 'extensions')],
];

/** By the server's own command, which unpacks, checks and registers them. */
async function installPackages(server: string, data: string, files: readonly string[]): Promise<void> {
  const script = path.join(server, 'out', 'server-main.js');
  const flags = [...profile(data), '--accept-server-license-terms'];
  const wanted = files.flatMap((file) => ['--install-extension', path.resolve(file)]);
  await runQuietly(await serverNode(), [script, ...flags, ...wanted], { env: cleanEnvironment() });
}

async function linkExtensions(data: string, folders: readonly string[]): Promise<void> {
  await mkdir(path.join(data, 'extensions'));
  for (const folder of folders) {
    const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    const { publisher, name, version } = manifest;
    await symlink(folder, path.join(data, 'extensions', `${publisher}.${name}-${version}`), 'junction');
  }
}

async function writeSettings(data: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = path.join(data, 'data', 'Machine');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

function listening(child: ChildProcess, output: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (what: string): void =>
      reject(new Error(`VS Code's server ${what}:\n${output.join('').slice(-2000)}`));
    const timer = setTimeout(() => fail(`did not listen within ${START_MS / 1000} s`), START_MS);
    const hear = (chunk: string): void => {
      output.push(chunk);
      if (output.length > 500) output.splice(0, 100);
      const port = /agent listening on (\d+)/.exec(output.join(''))?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with ${String(code)}`);
    });
  });
}

/** A file path as the path of a URI, drive letters included. */
function toUriPath(file: string): string {
  const slashes = file.split(path.sep).join('/');
  return slashes.startsWith('/') ? slashes : `/${slashes}`;
}
