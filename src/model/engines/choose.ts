/** Chooses at run time what computes: the WebAssembly kernels, plain TypeScript, or TensorFlow.js where asked for. */
import type { InferenceKernels } from '../kernels/inference';
import { openKernel, type KernelBuild } from '../kernels/open';
import { LinearEngine } from '../linear/engine';
import type { LoadedBagOfWords } from '../linear/folder';
import type { BackendChoice, ReadFile, TfjsBackend } from '../types';
import type { Engine, NetworkData } from './engine';
import { KernelEngine } from './kernels';
import type { Precision } from './placed';
import { PlainEngine } from './plain';

export interface ChoiceOptions {
  readonly prefer: BackendChoice;
  /** Reads a kernel's binary by its name. */
  readonly readKernel: ReadFile;
  /** Absent where there is no TensorFlow.js. */
  readonly openTfjs?: (data: NetworkData, prefer: TfjsBackend) => Promise<OpenedEngine>;
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
 * `auto` and `kernels` end in plain TypeScript where no kernel loads; a TensorFlow.js backend in the next slower one, and
 * in the kernels where there is no TensorFlow.js at all. A bag of words is always plain TypeScript.
 */
export async function chooseEngine(
  data: NetworkData | LoadedBagOfWords,
  options: ChoiceOptions,
): Promise<OpenedEngine> {
  const started = performance.now();
  const opened = 'bagOfWords' in data ? openLinear(data, options) : await open(data, options);
  for (const line of opened.passedOver) options.log?.(`Engine passed over: ${line}`);
  options.log?.(`Engine ${opened.engine.backend} ready in ${(performance.now() - started).toFixed(0)} ms`);
  return opened;
}

function openLinear({ bagOfWords, manifest }: LoadedBagOfWords, { prefer }: ChoiceOptions): OpenedEngine {
  const asked = prefer === 'auto' || prefer === 'plain';
  return {
    engine: new LinearEngine(bagOfWords, manifest.temperature),
    passedOver: asked ? [] : [`${prefer}: a bag of words is added up in plain TypeScript`],
  };
}

async function open(data: NetworkData, options: ChoiceOptions): Promise<OpenedEngine> {
  const { prefer, openTfjs } = options;
  switch (prefer) {
    case 'auto':
    case 'kernels':
      return openKernels(data, options);
    case 'plain':
      return { engine: new PlainEngine(data), passedOver: [] };
    case 'tfjs-node':
    case 'wasm':
    case 'cpu': {
      if (openTfjs) return openTfjs(data, prefer);
      const { engine, passedOver } = await openKernels(data, options);
      return { engine, passedOver: [`${prefer}: there is no TensorFlow.js in the browser`, ...passedOver] };
    }
    default:
      return prefer satisfies never;
  }
}

async function openKernels(data: NetworkData, options: ChoiceOptions): Promise<OpenedEngine> {
  try {
    const opened = await openKernel<InferenceKernels>('inference', options.readKernel, options.builds);
    return { engine: new KernelEngine(opened, data, options.precision), passedOver: opened.passedOver };
  } catch (error) {
    return { engine: new PlainEngine(data), passedOver: [`kernels: ${(error as Error).message}`] };
  }
}
