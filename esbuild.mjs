/** Every bundle in one place: `node esbuild.mjs [--watch] [--minify]`. */
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const require = createRequire(import.meta.url);

const shared = {
  bundle: true,
  minify: process.argv.includes('--minify'),
  sourcemap: true,
  logLevel: 'warning',
};

/** Node bundles run on VS Code's Node and on the user's own, from 20 on. */
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs' };
// Native TensorFlow is looked up at run time where it is installed; it is never bundled.
const external = ['@tensorflow/tfjs-node'];

const bundles = [
  { ...node, entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist', external: ['vscode'] },
  { ...node, entryPoints: { worker: 'src/model/node/worker.ts' }, outdir: 'dist', external },
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
];

await mkdir('dist', { recursive: true });
// TensorFlow.js's WebAssembly backend reads its binaries from beside the worker.
const wasmFolder = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
  await copyFile(path.join(wasmFolder, 'dist', name), path.join('dist', name));
}

if (watch) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
