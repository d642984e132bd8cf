/** `npm start`: builds, and opens a real VS Code in which the command has just been run on a sample review. */
import { createServer } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './host/check';
import { DEMO_ENVIRONMENT, DEMO_EXTENSIONS, DEMO_REVIEW, DEMO_SETTINGS } from './host/demo';
import { CHOICE, type Editor, findEditor } from './host/editor';
import {
  checkout,
  cleanEnvironment,
  ended,
  makeFolder,
  removeFolder,
  runShown,
  say,
  spawnGroup,
} from './host/processes';
import { Server } from './host/server';
import { copySamples } from './host/workspace';

const PORT = 3210;

const USAGE = `npm start [-- OPTION…]

Opens a real VS Code with the extension and a copy of the sample reviews, and runs the command on one of them:
the desktop build where there is one or where it can be downloaded, otherwise VS Code's server in your browser.

  --check     the same without a window: saves a screenshot in artifacts/, prints what VS Code showed, and exits
              with 0 only if verdict, shading, hover and panel were really there
  --desktop   only the desktop build
  --server    only the server
  --port N    port of the server (${PORT} or any free one, unless given)
  --help      this text`;

interface Options {
  readonly check: boolean;
  readonly port: number | undefined;
}

/** @throws Error with one line for the person. */
function readOptions(): Options | 'help' {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      check: flag,
      desktop: flag,
      server: flag,
      port: { type: 'string' },
      help: { ...flag, short: 'h' },
    },
  });
  if (values.help) return 'help';
  if (values.desktop && values.server) throw new Error('--desktop and --server exclude each other.');
  if (values.desktop && values.check)
    throw new Error('--check reads the page of the server; leave --desktop out.');
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new Error(`--port takes a number from 1 to 65535, not "${values.port}".`);
  }
  if (values.desktop) process.env[CHOICE] = 'desktop';
  if (values.server) process.env[CHOICE] = 'server';
  return { check: values.check, port };
}

async function start({ check: onlyCheck, port }: Options): Promise<number> {
  say('Building the extension');
  const code = await runShown(path.join(checkout, 'esbuild.mjs'), []).exitCode;
  if (code !== 0) return code;
  if (onlyCheck) return (await check()) ? 0 : 1;
  const editor = await findEditor();
  return editor.kind === 'desktop' ? openDesktop(editor) : serve(port);
}

async function openDesktop(editor: Editor): Promise<number> {
  const [samples, profile] = [await copySamples(), await makeFolder()];
  await mkdir(path.join(profile, 'User'));
  await writeFile(path.join(profile, 'User', 'settings.json'), JSON.stringify(DEMO_SETTINGS, null, 2));
  const flags = [
    ...DEMO_EXTENSIONS.map((extension) => `--extensionDevelopmentPath=${extension}`),
    `--user-data-dir=${profile}`,
    `--extensions-dir=${path.join(profile, 'extensions')}`,
    '--disable-workspace-trust',
    '--skip-welcome',
    '--new-window',
  ];
  say(`Opening ${editor.title}`);
  const code = spawnGroup(editor.executable, [...flags, samples.folder], {
    env: cleanEnvironment(DEMO_ENVIRONMENT),
    stdio: 'ignore',
  });
  console.log(whatToTry(samples.folder, 'VS Code is opening. Close it, or press Ctrl-C here, to end.'));
  const exit = await ended(code);
  await removeFolder(profile);
  await samples.dispose();
  return exit;
}

async function serve(port: number | undefined): Promise<number> {
  const samples = await copySamples();
  say("Starting VS Code's server");
  const server = await Server.start({
    port: port ?? ((await isFree(PORT)) ? PORT : 0),
    installed: DEMO_EXTENSIONS,
    folder: samples.folder,
    settings: DEMO_SETTINGS,
    env: DEMO_ENVIRONMENT,
  });
  console.log(
    whatToTry(
      samples.folder,
      `VS Code runs on this machine. Open it in a browser:\n\n  ${server.address}\n\nCtrl-C ends it.`,
    ),
  );
  const stopped = new Promise<'stopped'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve('stopped'));
  });
  const outcome = await Promise.race([stopped, server.ended]);
  await server.dispose();
  await samples.dispose();
  if (outcome === 'stopped') return 0;
  console.error(`VS Code's server has ended by itself:\n${server.log()}`);
  return 1;
}

function whatToTry(folder: string, opened: string): string {
  return `
${opened}

${DEMO_REVIEW} is open there, each word shaded by how much attention the network paid to it. Try:
  • point at a word: its weight, its rank and the verdict
  • look at the panel beside the text, or click the verdict in the status bar: the same as a chart
  • open mixed.txt, select a sentence (or several, with Alt) and run "Analyze Sentiment Attention":
    F1 and its name, the context menu, or Ctrl+K A
  • review.md, reviews.csv, comments.ts, languages.txt and long.txt: Markdown, a table, code, other scripts, a long text
  • "Clear Attention" takes everything away again

The reviews are a copy (${folder}): edit them as you like.
`;
}

/** Whether a server could listen on that port of 127.0.0.1. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

async function main(): Promise<number> {
  let options: Options | 'help';
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options !== 'help') return start(options);
  console.log(USAGE);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
