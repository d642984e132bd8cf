/** Opens a kernel module in the best build that this machine's WebAssembly takes. */
import type { ReadFile } from '../types';
import { webAssembly, type WasmMemory } from './webassembly';

/** `relaxed` has fused multiply-add and needs relaxed SIMD (Node 21 and later, Chrome 114); `simd` is everywhere else. */
export type KernelBuild = 'relaxed' | 'simd';

export interface OpenedKernel<Exports> {
  readonly build: KernelBuild;
  readonly exports: Exports & KernelMemory;
  /** One line for each better build that did not load. */
  readonly passedOver: readonly string[];
}

export interface KernelMemory {
  readonly memory: WasmMemory;
  /** Where free memory begins: below lie the compiler's own tables. */
  readonly heapBase: { readonly value: number };
}

/**
 * @param read reads a binary by its name
 * @param builds best first
 * @throws Error when none of the builds can be read and run
 */
export async function openKernel<Exports>(
  name: 'inference' | 'training',
  read: ReadFile,
  builds: readonly KernelBuild[] = ['relaxed', 'simd'],
): Promise<OpenedKernel<Exports>> {
  const passedOver: string[] = [];
  for (const build of builds) {
    const file = `${name}-${build}.wasm`;
    try {
      const binary = await read(file);
      if (webAssembly.validate(binary)) {
        const { exports } = new webAssembly.Instance(new webAssembly.Module(binary));
        return { build, exports: exports as Exports & KernelMemory, passedOver };
      }
      passedOver.push(`kernels-${build}: ${file} needs instructions that this WebAssembly does not have.`);
    } catch (error) {
      passedOver.push(`kernels-${build}: ${(error as Error).message}`);
    }
  }
  throw new Error(passedOver.join(' '));
}
