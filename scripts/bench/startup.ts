/** Cold start, sizes and re-analysis: what is not a time per text. */
import { spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { KernelEngine } from '../../src/model/engines/kernels';
import type { InferenceKernels } from '../../src/model/kernels/inference';
import { openKernel } from '../../src/model/kernels/open';
import { ARCHITECTURE, randomIds, randomNetwork } from './network';

const KERNELS = path.resolve('dist/kernels');

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Medians over fresh processes, by part, in ms. */
export async function coldStart(modelFolder: string, folder: string): Promise<Record<string, number>> {
  const script = path.join(folder, 'coldStart.cjs');
  await build({
    entryPoints: ['scripts/bench/coldStart.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  const runs = Array.from({ length: 9 }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, [script, modelFolder, KERNELS], {
      encoding: 'utf8',
    });
    if (!stdout) throw new Error(`cold start: ${stderr}`);
    return JSON.parse(stdout) as Record<string, number>;
  });
  return Object.fromEntries(Object.keys(runs[0]!).map((key) => [key, median(runs.map((run) => run[key]!))]));
}

/** Bytes of each inference module, and of the loader with everything between ids and outcome, minified. */
export async function sizes(): Promise<Record<string, number>> {
  const loader = await build({
    stdin: {
      contents:
        "export { openKernel } from './kernels/open'; export { KernelEngine } from './engines/kernels';",
      resolveDir: 'src/model',
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
  });
  const size = async (file: string) => (await stat(file)).size;
  return {
    'inference-relaxed.wasm': await size(path.join(KERNELS, 'inference-relaxed.wasm')),
    'inference-simd.wasm': await size(path.join(KERNELS, 'inference-simd.wasm')),
    'loader, minified': loader.outputFiles[0]!.contents.length,
    'worker.js, as built': await size('dist/worker.js'),
    'extension.js, as built': await size('dist/extension.js'),
    'tfjs.js, as built': await size('dist/tfjs.js'),
  };
}

export interface Reanalysis {
  /** Median microseconds of a full run of 1,000 words, and of reading again with one word changed. */
  readonly fullUs: number;
  readonly lastWordUs: number;
  readonly middleWordUs: number;
}

/** Alternating, in this process; what comes out is compared to the last bit before it is timed. */
export async function reanalysis(rounds: number): Promise<Reanalysis> {
  const opened = await openKernel<InferenceKernels>('inference', (name) =>
    readFile(path.join(KERNELS, name)),
  );
  const engine = new KernelEngine(opened, randomNetwork());
  const session = engine.open();
  const ids = randomIds(1000);
  const edited = (word: number) => {
    ids[word] = (ids[word]! + 1) % ARCHITECTURE.vocabulary;
    return ids;
  };
  session.read(ids);
  for (const word of [999, 500]) {
    const [full] = engine.run([edited(word)]);
    const again = session.read(ids);
    if (session.kept !== word) throw new Error(`re-analysis kept ${session.kept} words, not ${word}`);
    if (again.weights.some((weight, i) => weight !== full!.weights[i])) {
      throw new Error('re-analysis differs from a full run');
    }
  }
  const times: [number[], number[], number[]] = [[], [], []];
  const timed = (index: 0 | 1 | 2, run: () => void) => {
    const before = performance.now();
    run();
    times[index].push((performance.now() - before) * 1000);
  };
  for (let round = 0; round < rounds; round++) {
    timed(0, () => engine.run([ids]));
    session.read(edited(999));
    timed(1, () => session.read(edited(999)));
    timed(2, () => session.read(edited(500)));
  }
  return { fullUs: median(times[0]), lastWordUs: median(times[1]), middleWordUs: median(times[2]) };
}
