/**
 * `npm run model-table -- --data aclImdb --eval FOLDER`: the README's table of models, as Markdown: what each scores and
 * costs, beside the lexicon packages that a JavaScript user would otherwise take.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Command, Option } from 'commander';
import type { ModelBehaviour } from '../src/cli/behave';
import type { ComparedModel } from '../src/cli/compare';
import { readExamples, type Split } from '../src/model/node/datasets';
import { cacheFolder, install, LEXICONS } from './bench/install';
import { lexicons } from './bench/reviews';

const options = new Command('model-table')
  .requiredOption('--data <path>', 'aclImdb folder or archive')
  .requiredOption('--eval <folder>', 'folder with sst2_dev.tsv and cad_imdb_dev_paired.tsv')
  .addOption(new Option('--split <split>', 'reviews to score on').choices(['train', 'test']).default('test'))
  .option('--models <names>', 'names with commas between them, or "all"', 'all')
  .option('--limit <n>', 'reviews read at most, for trying')
  .parse()
  .opts<{ data: string; eval: string; split: Split; models: string; limit?: string }>();

interface Compared {
  readonly texts: number;
  readonly timedWords: number;
  readonly models: readonly ComparedModel[];
}

const tell = (line: string) => void process.stderr.write(`${line}\n`);
const cli = path.resolve('dist', 'cli.js');

/** What a command of ours prints with --json; its notes and progress are shown. */
function run<T>(command: string, ...args: readonly string[]): T {
  tell(`${command} ${args.join(' ')}`);
  const output = execFileSync(process.execPath, [cli, command, '--json', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output) as T;
}

const compare = (data: string, ...args: readonly string[]) =>
  run<Compared>('compare', '--data', data, '--models', options.models, ...args);

/** Shares of right verdicts of each package, by name; a score above zero is positive. */
async function lexiconAccuracy(data: string, limit: number): Promise<Map<string, number>> {
  const packages = Object.entries(lexicons(cacheFolder()));
  const right = new Map(packages.map(([name]) => [name, 0]));
  const examples = [];
  for await (const example of readExamples(data, { split: options.split })) examples.push(example);
  const count = Math.min(limit, examples.length);
  for (let i = 0; i < count; i++) {
    const { text, label } = examples[Math.floor((i * examples.length) / count)]!;
    for (const [name, score] of packages) {
      if (score(text) > 0 === (label === 1)) right.set(name, right.get(name)! + 1);
    }
  }
  return new Map([...right].map(([name, n]) => [name, n / count]));
}

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const grouped = (value: number) => value.toLocaleString('en');

function modelRow(
  { model, accuracy, interval, loss, ece, parameters, bytes, ms, trainingMinutes }: ComparedModel,
  sentences: ComparedModel,
  pairs: ComparedModel,
  behaviour: ModelBehaviour,
): string[] {
  const half = (100 * (interval[1] - interval[0])) / 2;
  return [
    `\`${model}\``,
    `${percent(accuracy, 2)} ± ${half.toFixed(2)}`,
    loss.toFixed(3),
    percent(ece),
    percent(sentences.accuracy),
    pairs.pairs ? percent(pairs.pairs.bothRight) : '',
    percent(behaviour.rate),
    grouped(parameters),
    `${(bytes / 2 ** 20).toFixed(1)} MiB`,
    `${ms.verdict.toFixed(2)}; ${ms.words.toFixed(2)}`,
    trainingMinutes === null ? '' : trainingMinutes.toFixed(trainingMinutes < 10 ? 1 : 0),
  ];
}

function markdown(rows: readonly (readonly string[])[]): string {
  const [header, ...body] = rows.map((row) => `| ${row.join(' | ')} |`);
  return [header, `|${rows[0]!.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`, ...body].join(
    '\n',
  );
}

async function main(): Promise<void> {
  execFileSync(process.execPath, ['esbuild.mjs', '--only=worker,cli'], { stdio: 'inherit' });
  const failure = install(cacheFolder(), LEXICONS);
  const limit = options.limit ? ['--limit', options.limit] : [];
  const reviews = compare(options.data, '--split', options.split, ...limit);
  const sst2 = path.join(options.eval, 'sst2_dev.tsv');
  const sentences = compare(sst2);
  const pairs = compare(path.join(options.eval, 'cad_imdb_dev_paired.tsv'));
  const names = options.models.split(',');
  const behaviour = run<{ models: ModelBehaviour[] }>('behave', '--model', ...names).models;
  const rows = reviews.models.map((one, i) =>
    modelRow(one, sentences.models[i]!, pairs.models[i]!, behaviour[i]!),
  );
  if (failure === null) {
    tell('lexicon packages');
    const onReviews = await lexiconAccuracy(options.data, Number(options.limit ?? Infinity));
    const onSentences = await lexiconAccuracy(sst2, Infinity);
    for (const [name, accuracy] of onReviews) {
      rows.push([
        `\`${name}\``,
        percent(accuracy, 2),
        '',
        '',
        percent(onSentences.get(name)!),
        ...Array(6).fill(''),
      ]);
    }
  } else tell(`left out: lexicon packages: ${failure}`);
  const texts = `${grouped(reviews.texts)} ${options.split} reviews`;
  const header = [
    ...[
      '',
      `accuracy, ${texts}`,
      'log loss',
      'calibration error',
      'SST-2 dev',
      'counterfactual pairs, both right',
    ],
    ...[
      'behavioural tests',
      'parameters',
      'size',
      `ms for ${reviews.timedWords} words: verdict; with each word`,
    ],
    'training, minutes',
  ];
  console.log(markdown([header, ...rows]));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
