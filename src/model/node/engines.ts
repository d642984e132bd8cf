/** What can compute on Node: see ../engines/choose.ts; kernels are read from disk, TensorFlow.js is a bundle of its own. */
import path from 'node:path';
import { chooseEngine, type ChoiceOptions, type OpenedEngine } from '../engines/choose';
import type { NetworkData } from '../engines/engine';
import type { LoadedBagOfWords } from '../linear/folder';
import { kernelReader } from './files';

export type { OpenedEngine };

export interface EngineOptions extends Omit<ChoiceOptions, 'readKernel' | 'openTfjs'> {
  /** Folder of the bundle: the kernels are in `kernels` below it, TensorFlow.js's .wasm binaries beside it. */
  readonly bundleFolder: string;
  /** The extension's global storage, where native TensorFlow is looked for first. */
  readonly storage?: string | undefined;
  /** Where the kernels' binaries are, if not there. */
  readonly kernelFolder?: string;
}

export function openEngine(
  data: NetworkData | LoadedBagOfWords,
  options: EngineOptions,
): Promise<OpenedEngine> {
  const { bundleFolder, storage, kernelFolder = path.join(bundleFolder, 'kernels'), ...rest } = options;
  return chooseEngine(data, {
    ...rest,
    readKernel: kernelReader(kernelFolder),
    openTfjs: async (network, prefer) => {
      const { openTfjsEngine } = await import('./tfjs');
      return openTfjsEngine(network, { prefer, wasmFolder: bundleFolder, storage });
    },
  });
}
