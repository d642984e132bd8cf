/** What the tests of the worker share: its real bundle, worker entries that misbehave, and which backends load. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openBackend } from '../../../../src/model/node/backends';
import type { TfjsBackend } from '../../../../src/model/types';
import { tfjsWasmFolder } from '../../../fixtures/backends';
import { bundleInto } from '../../../fixtures/bundles';
import { writeTinyModel } from '../../../fixtures/tinyModel';

export const BACKENDS: readonly TfjsBackend[] = ['tfjs-node', 'wasm', 'cpu'];

/** Where npm put the .wasm binaries. */
export const WASM_FOLDER = tfjsWasmFolder;

export interface Workshop {
  readonly folder: string;
  readonly workerPath: string;
  /** The client as a bundle of its own, for processes without TypeScript. */
  readonly clientPath: string;
  readonly modelFolder: string;
  /** A worker entry that runs `prelude` before the real worker. */
  entry(name: string, prelude: string): Promise<string>;
  remove(): Promise<void>;
}

/** Bundles worker and client as the product does, inside the checkout, where native TensorFlow resolves as it does from dist/. */
export async function openWorkshop(): Promise<Workshop> {
  const cache = path.join(process.cwd(), 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'worker-tests-'));
  await bundleInto(folder, { worker: 'src/model/node/worker.ts', client: 'src/model/node/client.ts' });
  const modelFolder = path.join(folder, 'tiny');
  await writeTinyModel(modelFolder);
  const workerPath = path.join(folder, 'worker.js');
  return {
    folder,
    workerPath,
    clientPath: path.join(folder, 'client.js'),
    modelFolder,
    async entry(name, prelude) {
      const file = path.join(folder, name);
      await writeFile(file, `${prelude}\nrequire(${JSON.stringify(workerPath)});\n`);
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The backends that load on this machine, and why the others do not. */
export async function loadableBackends(): Promise<{ loaded: TfjsBackend[]; missing: string[] }> {
  const loaded: TfjsBackend[] = [];
  const missing: string[] = [];
  for (const prefer of BACKENDS) {
    const { backend, passedOver } = await openBackend({ prefer, wasmFolder: WASM_FOLDER });
    if (backend === prefer) loaded.push(backend);
    else missing.push(...passedOver);
  }
  return { loaded, missing };
}

/** A text of `count` words in paragraphs of 30, from the tiny model's vocabulary and beyond. */
export function longText(count: number): string {
  const words = ['the', 'film', 'was', 'really', 'good', 'and', 'I', 'loved', 'zyzzyva', 'boring'];
  const parts: string[] = [];
  for (let i = 0; i < count; i++) {
    parts.push(words[(i * 7 + (i >> 3)) % words.length]!, i % 30 === 29 ? '\n\n' : ' ');
  }
  return parts.join('');
}
