/** Chooses at run time which TensorFlow.js backend computes: native TensorFlow, WebAssembly or plain JavaScript. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { TfjsBackend } from '../types';
import { NATIVE_VARIABLE, nativeFolders, nativeMissing } from './nativeFolder';
import { quietTensorFlow, restoreRemovedUtilities } from './nativeHelpers';

export interface BackendOptions {
  /** `auto` takes the fastest that loads; a name takes that one, or the next slower that loads. */
  readonly prefer: 'auto' | TfjsBackend;
  /** Folder of the bundle, with TensorFlow.js's .wasm binaries; native TensorFlow is looked for from here. */
  readonly wasmFolder: string;
  /** The extension's global storage, where native TensorFlow is looked for first. */
  readonly storage?: string | undefined;
  readonly log?: (line: string) => void;
}

export interface OpenedBackend {
  readonly backend: TfjsBackend;
  /** One line for each backend that was asked for or is better, and did not load. */
  readonly passedOver: string[];
}

/** Fastest first. */
const ORDER: readonly TfjsBackend[] = ['tfjs-node', 'wasm', 'cpu'];

/** What TensorFlow.js itself calls them. */
const REGISTERED: Record<TfjsBackend, string> = { 'tfjs-node': 'tensorflow', wasm: 'wasm', cpu: 'cpu' };

const LOADERS: Record<TfjsBackend, (options: BackendOptions) => Promise<void>> = {
  'tfjs-node': loadNative,
  wasm: loadWasm,
  cpu: loadCpu,
};

/**
 * Loads and selects a backend, proves it with a small product, and says which better ones failed and
 * why. Rejects only when not even plain JavaScript computes.
 */
export async function openBackend(options: BackendOptions): Promise<OpenedBackend> {
  // TensorFlow.js prints advice and duplicate registrations to the console otherwise; stdout is the CLI's answer.
  tf.enableProdMode();
  const { prefer, log } = options;
  const passedOver: string[] = [];
  for (const backend of prefer === 'auto' ? ORDER : ORDER.slice(ORDER.indexOf(prefer))) {
    try {
      const started = performance.now();
      await LOADERS[backend](options);
      await select(backend);
      log?.(`TensorFlow.js backend ${backend} loaded in ${(performance.now() - started).toFixed(0)} ms`);
      return { backend, passedOver };
    } catch (error) {
      const line = `${backend}: ${firstLine(error)}`;
      passedOver.push(line);
      log?.(`TensorFlow.js backend passed over: ${line}`);
    }
  }
  throw new Error(`No TensorFlow.js backend works here. ${passedOver.join(' ')}`);
}

async function select(backend: TfjsBackend): Promise<void> {
  if (!(await tf.setBackend(REGISTERED[backend]))) throw new Error('TensorFlow.js could not start it.');
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync());
  if (product[0] !== 11) throw new Error(`computes wrongly: 1·3 + 2·4 gave ${product[0]}.`);
}

async function loadNative({ wasmFolder, storage }: BackendOptions): Promise<void> {
  if (process.env[NATIVE_VARIABLE] === 'off') throw new Error(`switched off by ${NATIVE_VARIABLE}.`);
  if (tf.findBackend(REGISTERED['tfjs-node'])) return;
  const folders = nativeFolders(wasmFolder, process.env, storage);
  if (folders.length === 0) throw new Error(nativeMissing(storage));
  restoreRemovedUtilities();
  quietTensorFlow();
  let failure: unknown;
  for (const folder of folders) {
    try {
      createRequire(path.join(folder, 'package.json'))(folder);
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function loadWasm({ wasmFolder: folder }: BackendOptions): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  await checkWasmFile(folder);
  wasm.setWasmPaths(folder + path.sep);
  // Its thread pool needs a browser's workers.
  wasm.setThreadsCount(1);
}

/** Node's own global, which its type package leaves to the browser's. */
const { validate } = (globalThis as unknown as { WebAssembly: { validate(binary: Uint8Array): boolean } })
  .WebAssembly;

/**
 * A start with a bad file could never be repeated in this process, and TensorFlow.js keeps the
 * reason to itself.
 */
async function checkWasmFile(folder: string): Promise<void> {
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const file = path.join(folder, simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm');
  const binary = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `${file} is missing.` : error.message);
  });
  if (!validate(binary)) throw new Error(`${file} is damaged.`);
}

async function loadCpu(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0]!.trim();
}
