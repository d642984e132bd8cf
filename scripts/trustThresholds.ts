/**
 * `npm run trust-thresholds -- --data aclImdb --exclude FILE`: how the measures of faithfulness are distributed over
 * validation reviews, and what verdicts various thresholds would give; THRESHOLDS of src/model/trust/measures.ts were
 * chosen by it. By default of three models: the default; a bag of words, whose contributions are what its verdict is made
 * of, so that they ought to agree; and the article's network, whose attention is no better than random order.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Command } from 'commander';
import type { FaithfulnessReport } from '../src/cli/faithfulness';
import { columns } from '../src/cli/table';
import { VERDICTS } from '../src/model/evaluation/faithfulness';
import type { ModelReport, TextReport } from '../src/model/evaluation/faithfulnessReport';
import { quantile, THRESHOLDS, verdictOf } from '../src/model/trust/measures';

const options = new Command('trust-thresholds')
  .requiredOption('--data <path>', 'aclImdb folder or archive')
  .option('--exclude <file>', 'ids that train left out')
  .option('--models <names>', 'names with commas', 'imdb-attention,imdb-bag-of-words,imdb-article')
  .option('--texts <n>', 'validation reviews', '200')
  .option('--threads <n>', 'default: one for each core')
  .parse()
  .opts<{ data: string; exclude?: string; models: string; texts: string; threads?: string }>();

const PERCENTILES = [5, 25, 50, 75, 95];
const REACHED = [0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5];

/** What is looked at of each text. */
const FACTS: readonly (readonly [string, (text: TextReport) => number | null])[] = [
  ['τ', ({ tau }) => tau],
  ['τ, 95 % of random orders below', ({ tauHigh }) => tauHigh],
  ['comprehensiveness', ({ comprehensiveness: c }) => c.attention],
  ['of leave-one-out', ({ comprehensiveness: c }) => c.effect],
  ['of random orders, mean', ({ comprehensiveness: c }) => c.random],
  ['of random orders, 95 % below', ({ comprehensiveness: c }) => c.high],
  ['share of leave-one-out', ({ comprehensiveness: c }) => c.attention / c.effect],
];

function measure(): FaithfulnessReport {
  const args = [
    ...['--data', options.data, '--split', 'validation', '--texts', options.texts, '--per-text', '--json'],
    ...(options.exclude ? ['--exclude', options.exclude] : []),
    ...(options.threads ? ['--threads', options.threads] : []),
    ...['--model', ...options.models.split(',')],
  ];
  const output = execFileSync(process.execPath, [path.resolve('dist', 'cli.js'), 'faithfulness', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output) as FaithfulnessReport;
}

function distribution({ model, sets }: ModelReport): string {
  const texts = sets[0]!.perText!;
  return columns([
    [`${model}, ${texts.length} texts`, ...PERCENTILES.map((percentile) => `${percentile} %`)],
    ...FACTS.map(([name, value]) => {
      const values = texts.map(value).filter((one) => one !== null);
      return [name, ...PERCENTILES.map((percentile) => quantile(values, percentile / 100).toFixed(3))];
    }),
  ]);
}

/** Shares of the verdicts with a threshold in place of the one that is used. */
function verdicts({ model, sets }: ModelReport): string {
  const texts = sets[0]!.perText!;
  return columns([
    [`${model}: reached`, ...VERDICTS],
    ...[...new Set([...REACHED, THRESHOLDS.reached])]
      .sort((a, b) => a - b)
      .map((reached) => {
        const given = texts.map((text) => judged(text, reached));
        const share = (verdict: string) => given.filter((one) => one === verdict).length / given.length;
        return [
          `${reached}${reached === THRESHOLDS.reached ? ' (used)' : ''}`,
          ...VERDICTS.map((verdict) => `${(100 * share(verdict)).toFixed(1)} %`),
        ];
      }),
  ]);
}

function judged({ words, tau, comprehensiveness }: TextReport, reached: number) {
  const { attention, effect, random: mean, low, high } = comprehensiveness;
  const facts = { words, tau, comprehensiveness: { attention, effect, random: { mean, low, high } } };
  return verdictOf(facts, { ...THRESHOLDS, reached });
}

execFileSync(process.execPath, ['esbuild.mjs', '--only=worker,cli,lab'], { stdio: 'inherit' });
for (const model of measure().models) console.log(`${distribution(model)}\n${verdicts(model)}`);
