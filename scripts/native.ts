/**
 * Sets up native TensorFlow for TensorFlow.js (`npm run native`), once per machine, in a cache outside the
 * checkout where the backends look for it. Nothing is put into node_modules: npm stumbles over links there.
 *
 * tfjs-node's own way downloads a C library from Google. Where that is refused, the same C API is taken
 * from the tensorflow-cpu wheel on PyPI and tfjs-node's own binding.gyp is built against it.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NATIVE_PACKAGE, NATIVE_VERSION, nativeCacheFolder } from '../src/model/node/nativeFolder';
import { run, tryRun } from './native/run';
import { unpackLibrary } from './native/wheel';

const MINUTE = 60_000;

async function main(): Promise<void> {
  const cache = nativeCacheFolder();
  const installed = path.join(cache, 'node_modules', NATIVE_PACKAGE);
  const failure = existsSync(installed) ? await prove(installed) : 'not there yet';
  if (failure === null) console.log(`Native TensorFlow is ready in ${cache}`);
  else await install(cache, failure);
}

/** Builds beside the cache folder and moves the result there once it computes, so that no half build is ever found. */
async function install(cache: string, reason: string): Promise<void> {
  console.log(`Setting up ${NATIVE_PACKAGE} ${NATIVE_VERSION} in ${cache} (${reason})`);
  const work = `${cache}.partial-${process.pid}`;
  try {
    await mkdir(work, { recursive: true });
    await writeFile(path.join(work, 'package.json'), '{ "private": true }\n');
    const packages = [`${NATIVE_PACKAGE}@${NATIVE_VERSION}`, 'node-api-headers@1'];
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: work });
    await build(path.join(work, 'node_modules', NATIVE_PACKAGE), work);
    await rm(cache, { recursive: true, force: true });
    await rename(work, cache);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  console.log('Native TensorFlow is ready');
}

async function build(folder: string, work: string): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: binaries(work) };
  const own = await tryRun(process.execPath, ['scripts/install.js'], {
    cwd: folder,
    env,
    timeout: 10 * MINUTE,
  });
  if ((own ?? (await prove(folder))) === null) return;
  console.log(
    `Its own download gave nothing that works here (${own ?? 'it does not load'}); building it with PyPI's library`,
  );
  await checkMachine();
  await unpackLibrary(path.join(folder, 'deps'));
  env['npm_config_nodedir'] = await nodeHeaders(work);
  await run('node-pre-gyp', ['install', '--build-from-source'], { cwd: folder, env, timeout: 10 * MINUTE });
  const failure = await prove(folder);
  if (failure !== null) throw new Error(`It was built and does not compute: ${failure}`);
  await rm(path.join(folder, 'deps/include'), { recursive: true });
}

function binaries(work: string): string {
  const own = path.join(work, 'node_modules/.bin');
  return [own, path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
}

async function checkMachine(): Promise<void> {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== 'linux-x64')
    throw new Error(`PyPI's library is set up on linux-x64 alone, this is ${machine}`);
  for (const tool of ['python3', 'make', 'g++']) {
    if ((await tryRun(tool, ['--version'])) !== null) {
      throw new Error(`"${tool}" is missing; on Debian: apt-get install python3 make g++`);
    }
  }
}

/**
 * Lays out the N-API headers as node-gyp expects Node's own, which would be another download. The
 * addon uses nothing but N-API, which is the same in every Node.
 */
async function nodeHeaders(work: string): Promise<string> {
  const folder = path.join(work, 'node-headers');
  const include = path.join(folder, 'include/node');
  const from = path.join(work, 'node_modules/node-api-headers/include');
  await mkdir(include, { recursive: true });
  for (const name of await readdir(from)) await copyFile(path.join(from, name), path.join(include, name));
  await writeFile(path.join(include, 'common.gypi'), COMMON_GYPI);
  await writeFile(path.join(include, 'config.gypi'), "{ 'target_defaults': {}, 'variables': {} }\n");
  return folder;
}

/** Release has to be named, or the build has no settings at all; the library's headers ask for C++17. */
const COMMON_GYPI = `{ 'target_defaults': {
  'default_configuration': 'Release',
  'configurations': { 'Release': {} },
  'cflags_cc': ['-std=c++17', '-O2'],
} }
`;

/** Null when the package loads and multiplies rightly, in the main thread and in a worker, of a Node of its own. */
async function prove(folder: string): Promise<string | null> {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '0' };
  const proof = path.join(__dirname, '../src/model/node/nativeProof.ts');
  return tryRun(process.execPath, ['--require', require.resolve('tsx/cjs'), proof, folder], {
    env,
    timeout: 2 * MINUTE,
  });
}

main().catch((error: unknown) => {
  console.error(`npm run native: ${(error as Error).message}`);
  process.exitCode = 1;
});
