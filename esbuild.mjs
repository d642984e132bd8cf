/**
 * Every bundle in one place, and the kernels: `node esbuild.mjs [--watch] [--minify] [--no-maps] [--only=worker,tfjs]
 * [--out=FOLDER] [--meta=FILE]`. FOLDER is dist by default; FILE gets what each bundle is made of.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, context } from 'esbuild';
import { buildKernels } from './scripts/kernels.mjs';

const watch = process.argv.includes('--watch');
const option = (name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const out = option('out') ?? 'dist';
const require = createRequire(import.meta.url);

const shared = {
  bundle: true,
  minify: process.argv.includes('--minify'),
  sourcemap: !process.argv.includes('--no-maps'),
  metafile: true,
  logLevel: 'warning',
};

/** TensorFlow.js is a bundle of its own beside those that may ask for it, so that they stay small without it. */
const tfjsAside = {
  name: 'tfjs-aside',
  setup(build) {
    build.onResolve({ filter: /^\.\/tfjs$/ }, ({ kind, importer }) => {
      const aside = kind === 'dynamic-import' && importer.includes(path.join('model', 'node'));
      return aside ? { path: './tfjs.js', external: true } : undefined;
    });
  },
};

/** So is the laboratory, which the command line loads to train. */
const labAside = {
  name: 'lab-aside',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/lab\/main$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './lab.js', external: true } : undefined,
    );
  },
};

/** And what exports are made with: a library for charts, and a document to draw them in. */
const exportsAside = {
  name: 'exports-aside',
  setup(build) {
    build.onResolve({ filter: /\/export\/main$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './exports.js', external: true } : undefined,
    );
  },
};

/** Node bundles run on VS Code's Node and on the user's own, from 20 on. */
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  plugins: [tfjsAside, labAside, exportsAside],
  // A worker inside VS Code requires what it loads later, as it was itself.
  supported: { 'dynamic-import': false },
};
/** What runs in a browser's extension host, where `vscode` is all that can be required. */
const web = {
  ...shared,
  platform: 'browser',
  target: 'es2022',
  format: 'cjs',
  outdir: 'dist',
  // Their forms for browsers are not named in their manifests.
  alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync', linkedom: 'linkedom/worker' },
};

// Native TensorFlow is looked up at run time where it is installed; it is never bundled.
const external = ['@tensorflow/tfjs-node'];

const bundles = [
  { ...node, entryPoints: { extension: 'src/platform/node.ts' }, outdir: 'dist', external: ['vscode'] },
  { ...node, entryPoints: { worker: 'src/model/node/worker.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { tfjs: 'src/model/node/tfjs.ts' }, outdir: 'dist', external },
  // Run by the extension in a process of its own, to see whether native TensorFlow loads in this Node.
  { ...node, entryPoints: { nativeProof: 'src/model/node/nativeProof.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { lab: 'src/lab/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { exports: 'src/export/main.ts' }, outdir: 'dist' },
  {
    ...node,
    entryPoints: { cli: 'src/cli.ts' },
    outdir: 'dist',
    external,
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...shared,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: { panel: 'src/webview/client/main.ts' },
    outdir: 'dist/webview',
  },
  { ...web, entryPoints: { 'web/extension': 'src/platform/web.ts' }, external: ['vscode'] },
  { ...web, entryPoints: { 'web/worker': 'src/model/web/worker.ts' } },
  { ...web, entryPoints: { 'web/exports': 'src/export/main.ts' } },
];

await mkdir(out, { recursive: true });
// TensorFlow.js's WebAssembly backend reads its binaries from beside its bundle.
const wasmFolder = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
  await copyFile(path.join(wasmFolder, 'dist', name), path.join(out, name));
}

await buildKernels(path.resolve(out, 'kernels'));

// In a browser a folder cannot be asked what it holds.
const folders = await readdir('models').catch(() => []);
const models = folders.filter((name) => existsSync(path.join('models', name, 'model.json'))).sort();
await mkdir(path.join(out, 'web'), { recursive: true });
await writeFile(path.join(out, 'web', 'models.json'), JSON.stringify(models));

const only = option('only')?.split(',');
const chosen = bundles
  .filter(({ entryPoints }) => !only || only.some((name) => name in entryPoints))
  .map((bundle) => ({ ...bundle, outdir: bundle.outdir.replace(/^dist(?=\/|$)/, () => out) }));
if (watch) {
  for (const options of chosen) await (await context(options)).watch();
} else {
  const built = await Promise.all(chosen.map((options) => build(options)));
  const meta = option('meta');
  if (meta) await writeFile(meta, JSON.stringify(built.map(({ metafile }) => metafile)));
}
