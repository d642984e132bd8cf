/** The contenders' processes, as the bench sees them: asked for a length and a time, they answer with what they took. */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CONTENDERS } from './contenders';

/** Times in microseconds. */
export interface Sample {
  readonly median: number;
  readonly least: number;
  /** Log-odds of positive that came out. */
  readonly odds: number;
  /** Resident memory of the process in MiB. */
  readonly rss: number;
}

export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly layerNorm: boolean;
  sample(words: number, ms: number): Promise<Sample>;
  stop(): void;
}

function lines(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await iterator.next();
    if (done) throw new Error('ended without an answer');
    return value;
  };
}

/** @returns the process, or the reason why the contender does not load here */
export async function start(name: string, cache: string): Promise<Measured | string> {
  const { title, layerNorm } = CONTENDERS[name]!;
  const script = path.resolve('scripts/bench/child.ts');
  const child = spawn(process.execPath, ['--import=tsx', script, name, cache], {
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const next = lines(child);
  const first = JSON.parse(
    await next().catch((error: Error) => JSON.stringify({ reason: error.message })),
  ) as {
    reason?: string;
  };
  if (first.reason !== undefined) return `${title}: ${first.reason}`;
  return {
    name,
    title,
    layerNorm,
    async sample(words, ms) {
      child.stdin.write(`${JSON.stringify({ words, ms })}\n`);
      return JSON.parse(await next()) as Sample;
    },
    stop: () => child.kill(),
  };
}

/** What the native program was measured to be fastest with: vectors of 512 and of 256 bits, of those the machine has. */
const VARIANTS = [
  { flags: ['-march=native', '-DVW=16', '-DNP=8'], title: 'native C, 512-bit vectors', needs: 'avx512f' },
  { flags: ['-mavx2', '-mfma', '-DVW=8', '-DNP=8'], title: 'native C, AVX2', needs: 'avx2' },
];

/** Compiles gru.c of the reference folder into `folder`, which holds its weights, and starts every variant. */
export async function startNative(
  reference: string,
  folder: string,
  flags: string,
): Promise<(Measured | string)[]> {
  const source = path.join(reference, 'gru.c');
  if (!existsSync(source)) return [`native C: ${source} is not there (name its folder with --reference)`];
  const started: (Measured | string)[] = [];
  for (const [index, variant] of VARIANTS.entries()) {
    if (!flags.includes(variant.needs)) {
      started.push(`${variant.title}: this processor has no ${variant.needs}`);
      continue;
    }
    const program = path.join(folder, `gru${index}`);
    const options = ['-O3', '-ffast-math', ...variant.flags, source, '-o', program, '-lm'];
    const { error, stderr } = spawnSync('cc', options, { encoding: 'utf8' });
    if (!existsSync(program)) {
      started.push(`${variant.title}: ${error?.message ?? stderr.split('\n')[0]}`);
      continue;
    }
    started.push(native(program, folder, `native${index}`, variant.title));
  }
  return started;
}

function native(program: string, folder: string, name: string, title: string): Measured {
  const child = spawn(program, { cwd: folder });
  const next = lines(child);
  return {
    name,
    title,
    layerNorm: true,
    async sample(words, ms) {
      child.stdin.write(`${words} ${ms}\n`);
      const [median, least, , negative, positive, rss] = (await next()).split(' ').map(Number) as number[];
      return { median: median!, least: least!, odds: positive! - negative!, rss: rss! };
    },
    stop: () => child.kill(),
  };
}
