/**
 * Compiles the WebAssembly kernels from AssemblyScript: `node scripts/kernels.mjs [folder]`, dist/kernels by default.
 * Each module comes in a SIMD and a relaxed-SIMD build, NAME-simd.wasm and NAME-relaxed.wasm.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const root = path.resolve(path.dirname(self), '..');
const sources = path.join(root, 'src/model/kernels/assembly');
const cache = path.join(root, 'node_modules/.cache/attention-inspector/kernels');

/** Modules, with what only they need. */
const MODULES = {
  inference: { features: '', options: [] },
  // Its memory comes from outside, and threads share one of them (trainingModule.ts makes it in these sizes).
  training: {
    features: ',threads',
    options: ['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536'],
  },
};
const BUILDS = { simd: 'simd', relaxed: 'simd,relaxed-simd' };
// Only arithmetic over flat memory: no runtime, no bounds checks of arrays there are none of, no imports.
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='];

/** @returns {Promise<string>} what the outcome depends on, as a short hash */
async function fingerprint() {
  const hash = createHash('sha256');
  const compiler = path.join(root, 'node_modules/assemblyscript/package.json');
  hash.update(JSON.parse(await readFile(compiler, 'utf8')).version).update(await readFile(self));
  for (const name of (await readdir(sources)).sort()) {
    if (name.endsWith('.ts')) hash.update(name).update(await readFile(path.join(sources, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function exists(file) {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/**
 * @param {string} name of the module
 * @param {string} folder where its binaries go
 */
async function compile(name, folder) {
  const { default: asc } = await import('assemblyscript/asc');
  const entry = path.relative(root, path.join(sources, `${name}.ts`));
  for (const [build, features] of Object.entries(BUILDS)) {
    const out = path.relative(root, path.join(folder, `${name}-${build}.wasm`));
    const { error, stderr } = await asc.main([
      entry,
      ...OPTIONS,
      ...MODULES[name].options,
      ...['--enable', features + MODULES[name].features, '--outFile', out, '--baseDir', root],
    ]);
    if (error) throw new Error(`${name}-${build}: ${error.message}\n${stderr.toString()}`);
  }
}

/**
 * The folder with both builds of a module, of the sources as they stand; compiles them where that was not done before.
 * @param {string} name
 * @returns {Promise<string>}
 */
export async function builtKernel(name) {
  const folder = path.join(cache, `${name}-${await fingerprint()}`);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  // Written aside and renamed, so that two builds at once do not see each other's half.
  const aside = await mkdtemp(path.join(cache, 'part-'));
  await compile(name, aside);
  await rename(aside, folder).catch(async (error) => {
    await rm(aside, { recursive: true });
    if (!(await exists(folder))) throw error;
  });
  return folder;
}

/** @param {string} folder gets a copy of all binaries */
export async function buildKernels(folder) {
  await mkdir(folder, { recursive: true });
  for (const name of Object.keys(MODULES)) await cp(await builtKernel(name), folder, { recursive: true });
}

if (process.argv[1] === self) {
  // No top-level await: the tests load this file as CommonJS.
  buildKernels(path.resolve(process.argv[2] ?? path.join(root, 'dist/kernels'))).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
