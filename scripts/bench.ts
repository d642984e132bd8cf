/**
 * `npm run bench [-- --json]`: the engine against everything else that could run this network, in one run. Every
 * contender has a process of its own, gives an answer that is checked before anything is timed, and is asked in turn, so
 * that a noisy moment hits all alike; figures are medians, and ratios of medians.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { CONTENDERS } from './bench/contenders';
import { cacheFolder, install } from './bench/install';
import { LENGTHS, randomIds, randomNetwork, writeForNative } from './bench/network';
import { start, startNative, type Measured } from './bench/processes';
import { withLayerNorm, withoutLayerNorm } from './bench/reference';
import { print, type Outcome, type Row } from './bench/report';
import { reviews } from './bench/reviews';
import { coldStart, median, reanalysis, sizes } from './bench/startup';
import { measureTraining, printTraining } from './bench/training';

const options = new Command('bench')
  .option('--json', 'print figures only, as JSON')
  .option('--model <folder>', 'model folder for cold start and reviews', 'models/imdb-attention')
  .option('--reference <folder>', 'folder with gru.c, the native program', '../shared/reference')
  .option('--data <path>', 'labelled reviews, for reviews a second and accuracy')
  .option('--reviews <n>', 'reviews read of them', Number, 2000)
  .option('--no-training', 'leave training out')
  .option('--only <names>', `contenders, of ${Object.keys(CONTENDERS).join(',')},native`)
  .option('--rounds <n>', 'rounds per length', Number, 9)
  .option('--ms <n>', 'milliseconds of one contender in one round', Number, 100)
  .parse()
  .opts<{
    json?: boolean;
    model: string;
    reference: string;
    data?: string;
    reviews: number;
    training: boolean;
    only?: string;
    rounds: number;
    ms: number;
  }>();

/** Log-odds may differ from double precision by rounding only. */
const TOLERANCE = 1e-3;

const tell = (line: string) => void (options.json || process.stderr.write(`${line}\n`));

async function startAll(folder: string, skipped: string[]): Promise<Measured[]> {
  const cache = cacheFolder();
  tell('Installing what is only measured against …');
  const failure = install(cache);
  if (failure !== null) skipped.push(failure);
  const wanted = options.only?.split(',') ?? [...Object.keys(CONTENDERS), 'native'];
  const started: (Measured | string)[] = [];
  if (wanted.includes('native')) {
    const flags = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
    started.push(...(await startNative(path.resolve(options.reference), folder, flags)));
  }
  for (const name of Object.keys(CONTENDERS).filter((name) => wanted.includes(name))) {
    tell(`Starting ${CONTENDERS[name]!.title} …`);
    started.push(await start(name, cache));
  }
  skipped.push(...started.filter((one) => typeof one === 'string'));
  return started.filter((one) => typeof one !== 'string');
}

async function assertCorrect(contenders: readonly Measured[]): Promise<void> {
  const data = randomNetwork();
  for (const words of LENGTHS) {
    const ids = randomIds(words);
    const expected = { true: withLayerNorm(data, ids), false: withoutLayerNorm(data, ids) };
    for (const { title, layerNorm, sample } of contenders) {
      const { odds } = await sample(words, 0);
      const right = expected[`${layerNorm}`];
      if (!(Math.abs(odds - right) < TOLERANCE)) {
        throw new Error(`${title}: ${words} words gave log-odds ${odds}, expected ${right}`);
      }
    }
  }
}

async function timeAll(contenders: readonly Measured[]): Promise<Row[]> {
  const rows = contenders.map(({ name, title }): Row => ({
    name,
    title,
    medianUs: {},
    leastUs: {},
    rssMiB: 0,
  }));
  for (const words of LENGTHS) {
    const times = rows.map((): number[] => []);
    const least = rows.map(() => Infinity);
    for (let round = 0; round < options.rounds; round++) {
      tell(`${words} words, round ${round + 1} of ${options.rounds}`);
      for (const [i, contender] of contenders.entries()) {
        const sample = await contender.sample(words, options.ms);
        // The first round still compiles.
        if (round > 0 || options.rounds === 1) times[i]!.push(sample.median);
        least[i] = Math.min(least[i]!, sample.least);
        rows[i]!.rssMiB = Math.max(rows[i]!.rssMiB, sample.rss);
      }
    }
    rows.forEach((row, i) => {
      row.medianUs[words] = median(times[i]!);
      row.leastUs[words] = least[i]!;
    });
  }
  return rows;
}

async function main(): Promise<void> {
  tell('Building …');
  const build = spawnSync(process.execPath, ['esbuild.mjs', '--minify', '--only=worker,tfjs,extension'], {
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  if (build.status !== 0) throw new Error('the build failed');
  const folder = await mkdtemp(path.join(tmpdir(), 'attention-bench-'));
  const skipped: string[] = [];
  let contenders: Measured[] = [];
  try {
    await writeForNative(folder, randomNetwork());
    contenders = await startAll(folder, skipped);
    tell('Checking every answer …');
    await assertCorrect(contenders);
    const rows = await timeAll(contenders);
    contenders.splice(0).forEach((contender) => contender.stop());
    tell('Re-analysis, cold start, reviews …');
    const outcome: Outcome = {
      rows,
      skipped,
      reanalysis: await reanalysis(options.rounds * 5),
      coldStart: await coldStart(path.resolve(options.model), folder),
      sizes: await sizes(),
      reviews: options.data
        ? await reviews(options.data, path.resolve(options.model), cacheFolder(), options.reviews)
        : [],
    };
    if (options.training) tell('Training …');
    const training = options.training ? await measureTraining(5, 30) : null;
    if (options.json) return console.log(JSON.stringify({ ...outcome, training }, null, 2));
    print(outcome);
    if (training) printTraining(training);
  } finally {
    contenders.forEach((contender) => contender.stop());
    await rm(folder, { recursive: true });
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
