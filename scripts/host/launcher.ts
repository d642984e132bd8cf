/**
 * Takes the desktop build's flags, and runs VS Code's server with a headless browser instead:
 * `launcher --extensionDevelopmentPath=… --extensionTestsPath=… folder`. What the tests print comes out here,
 * and the exit code is theirs, so that one test entry serves both builds.
 */
import { type WriteStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser, visit } from './browser';
import { checkout } from './processes';
import { type Opening, Server } from './server';
import { runInWebHost } from './webExtensions';

/** How long VS Code may stay silent before its tests are taken for hung. */
const SILENCE_MS = 10 * 60_000;

/** Set for the tests: what they print starts with this, to tell it from what the workbench itself logs. */
export const MARK = '[test] ';

/** Reads the flags of the desktop build that mean something here; the others are for Electron. */
export function parseFlags(args: readonly string[]): Opening {
  const values = (name: string): string[] =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => path.resolve(arg.slice(name.length + 3)));
  const tests = values('extensionTestsPath')[0];
  const folder = args.find((arg) => !arg.startsWith('-'));
  if (tests === undefined)
    throw new Error('--extensionTestsPath=… is missing: this launcher only runs tests.');
  if (folder === undefined) throw new Error('A folder to open is missing.');
  return { folder: path.resolve(folder), extensions: values('extensionDevelopmentPath'), tests };
}

/** Packages to install beside the extension under development. */
export function packagesOf(args: readonly string[]): readonly string[] {
  return args.filter((arg) => arg.startsWith(INSTALL)).map((arg) => path.resolve(arg.slice(INSTALL.length)));
}

/** Ours alone: the desktop build installs by a command of its own. */
export const INSTALL = '--attentionInspectorInstall=';

/**
 * Runs the tests; the promise holds their exit code. Everything the workbench logs goes to `logFile`.
 * @param print takes what the tests print, line by line
 */
export async function launch(
  opening: Opening,
  logFile: string,
  installed: readonly string[] = [],
  print = shown,
): Promise<number> {
  // The workbench reports a module that is missing only in its log; here it is said at once.
  for (const file of [opening.folder, ...opening.extensions, opening.tests ?? '', ...installed])
    await stat(file);
  await mkdir(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const server = await Server.start({ env: { ATTENTION_INSPECTOR_MARK: MARK }, installed });
  try {
    return await runInBrowser(server, opening, log, print);
  } finally {
    await server.dispose();
    log.end();
  }
}

function shown(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runInBrowser(
  server: Server,
  opening: Opening,
  log: WriteStream,
  print: typeof shown,
): Promise<number> {
  const { browser, page } = await openBrowser();
  try {
    const { exitCode } = await listen(page, server, log, print);
    const crashed = new Promise<never>((_, reject) => {
      page.once('crash', () => reject(new Error('The browser page crashed.')));
      browser.once('disconnected', () => reject(new Error('The browser ended by itself.')));
    });
    crashed.catch(() => undefined);
    const { web, extensions } = opening;
    if (web !== undefined) await runInWebHost(page, server.origin, web, extensions);
    await visit(page, server.url(opening));
    return await Promise.race([exitCode, crashed]);
  } finally {
    await browser.close();
  }
}

/**
 * Lets the page call the two functions of the smoke-test driver, which must be there before it loads.
 * The inner promise holds the tests' exit code.
 */
async function listen(
  page: Page,
  server: Server,
  log: WriteStream,
  print: typeof shown,
): Promise<{ exitCode: Promise<number> }> {
  let finish: (code: number) => void = () => undefined;
  let hung: NodeJS.Timeout | undefined;
  const recent: string[] = [];
  const exitCode = new Promise<number>((resolve, reject) => {
    finish = resolve;
    const silence = `Nothing was heard of the tests for ${SILENCE_MS / 60_000} minutes.`;
    hung = setTimeout(
      () => reject(new Error(`${silence}\n${recent.join('\n')}\n${server.log()}`)),
      SILENCE_MS,
    );
  });
  exitCode.catch(() => undefined);
  let heard = false;
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    hung?.refresh();
    const line = format(...args);
    log.write(`[${type}] ${line}\n`);
    recent.push(line);
    if (recent.length > 30) recent.shift();
    if (!line.startsWith(MARK)) return;
    heard = true;
    print(line.slice(MARK.length));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    clearTimeout(hung);
    // Tests that failed to load have printed nothing; the workbench's log says why.
    if (code !== 0 && !heard) process.stderr.write(`${recent.join('\n')}\n`);
    finish(code);
  });
  return { exitCode };
}

if (require.main === module) {
  const args = process.argv.slice(2);
  const log = path.join(checkout, 'artifacts', 'vscode-tests.log');
  launch(parseFlags(args), log, packagesOf(args)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}
