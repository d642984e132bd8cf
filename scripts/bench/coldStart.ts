/**
 * A fresh process from nothing to the first answer, printed as JSON: milliseconds of reading files, and of everything
 * else that has to happen before a text of 200 words is read. Runs without a TypeScript loader, as a bundle.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadModel } from '../../src/model/artifacts';
import { KernelEngine } from '../../src/model/engines/kernels';
import type { InferenceKernels } from '../../src/model/kernels/inference';
import { openKernel } from '../../src/model/kernels/open';

const [modelFolder, kernelFolder] = process.argv.slice(2) as [string, string];

async function main(): Promise<void> {
  let reading = 0;
  const reader = (folder: string) => async (name: string) => {
    const before = performance.now();
    const bytes = await readFile(path.join(folder, name));
    reading += performance.now() - before;
    return bytes;
  };
  const started = performance.now();
  const opened = await openKernel<InferenceKernels>('inference', reader(kernelFolder));
  const compiled = performance.now();
  const model = await loadModel(reader(modelFolder));
  const loaded = performance.now();
  const engine = new KernelEngine(opened, model);
  const ready = performance.now();
  const ids = Int32Array.from({ length: 200 }, (_, i) => (i * 7919) % model.architecture.vocabulary);
  engine.run([ids]);
  const first = performance.now();
  engine.run([ids]);
  console.log(
    JSON.stringify({
      readingMs: reading,
      compileMs: compiled - started,
      decodeMs: loaded - compiled,
      packMs: ready - loaded,
      firstRunMs: first - ready,
      secondRunMs: performance.now() - first,
      totalMs: first - started,
    }),
  );
}

void main();
