/**
 * `npm start` and `npm test` on a fresh clone: installs what is missing, then hands over to
 * scripts/start.ts or scripts/test.ts on the project's own Node. Needs nothing but Node 20 and npm.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(checkout, 'node_modules');
const windows = process.platform === 'win32';

/** VS Code's server wants this one; npm package `node` brings it. */
const nodeFolder = path.join(modules, 'node');
const ownNode = path.join(nodeFolder, 'bin', windows ? 'node.exe' : 'node');
const OWN_NODE_MAJOR = 24;
const OLDEST_NODE_MAJOR = 20;

const say = (line) => process.stdout.write(`• ${line}\n`);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Whether everything that package-lock.json asks for stands in node_modules, by npm's own record of it. */
function isInstalled() {
  const record = path.join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(path.join(checkout, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([place, { version, optional, devOptional, peer }]) => {
    if (place === '') return true;
    if (present[place]) return present[place].version === version;
    // Optional ones are left out where they do not fit the machine or cannot be installed.
    return optional || devOptional || peer;
  });
}

/** The surroundings without node_modules/.bin: npm must not run on a Node that it is about to replace. */
function outside() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const PATH = folders
    .filter((folder) => path.resolve(folder) !== path.join(modules, '.bin'))
    .join(path.delimiter);
  return { ...process.env, PATH };
}

function runOutside(command, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: outside(),
    shell: windows,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  fail(
    `\`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ` with exit code ${status}`}.`,
  );
}

function ownNodeVersion() {
  const { status, stdout } = spawnSync(ownNode, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function isNewEnough(version) {
  return version !== undefined && Number(/^v(\d+)/.exec(version)?.[1]) >= OWN_NODE_MAJOR;
}

function setUp() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE_MAJOR) {
    fail(`Node ${OLDEST_NODE_MAJOR} or newer is needed; this is ${process.version}.`);
  }
  if (!isInstalled()) {
    say('Installing the packages of package-lock.json (npm ci)');
    runOutside('npm', ['ci', '--no-audit', '--no-fund'], checkout);
  }
  if (!isNewEnough(ownNodeVersion())) {
    // Its install script was not run (npm can be told to, and some day will by itself): run that script alone.
    say(`Fetching Node ${OWN_NODE_MAJOR} (npm package node)`);
    runOutside('node', ['installArchSpecificPackage.js'], nodeFolder);
    const link = path.join(modules, '.bin', 'node');
    if (!windows && !existsSync(link)) symlinkSync(path.relative(path.dirname(link), ownNode), link);
  }
  const version = ownNodeVersion();
  if (!isNewEnough(version)) {
    fail(
      `${ownNode} should be Node ${OWN_NODE_MAJOR} or newer and is ${version ?? 'missing'}: run \`npm rebuild node\`.`,
    );
  }
}

/** Runs the script on the project's Node; its exit code becomes ours. */
function handOver(script, args) {
  const bin = path.join(modules, '.bin');
  const child = spawn(ownNode, ['--import', 'tsx', path.join('scripts', script), ...args], {
    cwd: checkout,
    stdio: 'inherit',
    env: { ...process.env, PATH: [bin, process.env.PATH].join(path.delimiter) },
  });
  // Ctrl-C reaches the child by itself, since it shares our terminal; we wait for it to finish.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${ownNode} could not be started: ${error.message}`));
  child.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

const [name, ...args] = process.argv.slice(2);
if (name !== 'start' && name !== 'test') fail('Usage: node scripts/bootstrap.mjs start|test [options]');
setUp();
handOver(`${name}.ts`, args);
