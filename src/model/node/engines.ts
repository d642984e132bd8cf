/** Chooses at run time what computes: the WebAssembly kernels, plain TypeScript, or TensorFlow.js where asked for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Engine, NetworkData } from '../engines/engine';
import { KernelEngine } from '../engines/kernels';
import type { Precision } from '../engines/placed';
import { PlainEngine } from '../engines/plain';
import type { InferenceKernels } from '../kernels/inference';
import { openKernel, type KernelBuild } from '../kernels/open';
import { LinearEngine } from '../linear/engine';
import type { LoadedBagOfWords } from '../linear/folder';
import type { BackendChoice } from '../types';

export interface EngineOptions {
  readonly prefer: BackendChoice;
  /** Folder of the bundle: the kernels are in `kernels` below it, TensorFlow.js's .wasm binaries beside it. */
  readonly bundleFolder: string;
  /** The extension's global storage, where native TensorFlow is looked for first. */
  readonly storage?: string | undefined;
  /** Where the kernels' binaries are, if not there. */
  readonly kernelFolder?: string;
  /** Builds of the kernels to try, best first; both where not given. */
  readonly builds?: readonly KernelBuild[];
  /** What the kernels' products are computed in; 16-bit integers where not given. */
  readonly precision?: Precision;
  readonly log?: (line: string) => void;
}

export interface OpenedEngine {
  readonly engine: Engine;
  /** One line for each engine that was asked for or is better, and did not load. */
  readonly passedOver: readonly string[];
}

/**
 * `auto` and `kernels` end in plain TypeScript where no kernel loads; a TensorFlow.js backend in the next slower one.
 * A bag of words is always plain TypeScript.
 */
export async function openEngine(
  data: NetworkData | LoadedBagOfWords,
  options: EngineOptions,
): Promise<OpenedEngine> {
  const started = performance.now();
  const opened = 'bagOfWords' in data ? openLinear(data, options) : await open(data, options);
  for (const line of opened.passedOver) options.log?.(`Engine passed over: ${line}`);
  options.log?.(`Engine ${opened.engine.backend} ready in ${(performance.now() - started).toFixed(0)} ms`);
  return opened;
}

function openLinear({ bagOfWords, manifest }: LoadedBagOfWords, { prefer }: EngineOptions): OpenedEngine {
  const asked = prefer === 'auto' || prefer === 'plain';
  return {
    engine: new LinearEngine(bagOfWords, manifest.temperature),
    passedOver: asked ? [] : [`${prefer}: a bag of words is added up in plain TypeScript`],
  };
}

async function open(data: NetworkData, options: EngineOptions): Promise<OpenedEngine> {
  const { prefer, bundleFolder, storage } = options;
  switch (prefer) {
    case 'auto':
    case 'kernels':
      return openKernels(data, options);
    case 'plain':
      return { engine: new PlainEngine(data), passedOver: [] };
    case 'tfjs-node':
    case 'wasm':
    case 'cpu': {
      const { openTfjsEngine } = await import('./tfjs');
      return openTfjsEngine(data, { prefer, wasmFolder: bundleFolder, storage });
    }
    default:
      return prefer satisfies never;
  }
}

async function openKernels(data: NetworkData, options: EngineOptions): Promise<OpenedEngine> {
  const folder = options.kernelFolder ?? path.join(options.bundleFolder, 'kernels');
  try {
    const read = (name: string) => readFile(path.join(folder, name));
    const opened = await openKernel<InferenceKernels>('inference', read, options.builds);
    return { engine: new KernelEngine(opened, data, options.precision), passedOver: opened.passedOver };
  } catch (error) {
    return { engine: new PlainEngine(data), passedOver: [`kernels: ${(error as Error).message}`] };
  }
}
