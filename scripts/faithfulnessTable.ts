/**
 * `npm run faithfulness-table -- --data aclImdb --eval FOLDER`: the README's tables on how far what each model shows of
 * words can be believed, as Markdown. With --write-cards the models' cards and their faithfulness.json are renewed too.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Command, Option } from 'commander';
import type { FaithfulnessReport } from '../src/cli/faithfulness';
import { scorerNames, shownAs } from '../src/cli/faithfulnessTable';
import { apart, type Estimate } from '../src/model/evaluation/bootstrap';
import type { ModelReport, Scorer, SetReport } from '../src/model/evaluation/faithfulnessReport';

const options = new Command('faithfulness-table')
  .requiredOption('--data <path>', 'aclImdb folder or archive')
  .requiredOption(
    '--eval <folder>',
    'folder with eraser_movies_val.jsonl, cad_imdb_dev_paired.tsv and contrast_imdb_dev.tsv',
  )
  .addOption(
    new Option('--split <split>', 'reviews to measure on')
      .choices(['train', 'validation', 'test'])
      .default('test'),
  )
  .option('--models <names>', 'names with commas between them, or "all"', 'all')
  .option('--texts <n>', 'texts of each set at most', '1000')
  .option('--seed <n>', 'draws others', '1')
  .option('--threads <n>', 'default: one for each core')
  .option('--attributions', 'compare gradients too, which takes longer')
  .option('--write-cards', "renew the models' cards and faithfulness.json")
  .parse()
  .opts<{
    data: string;
    eval: string;
    split: string;
    models: string;
    texts: string;
    seed: string;
    threads?: string;
    attributions?: boolean;
    writeCards?: boolean;
  }>();

/** What the command prints with --json; its notes and progress are shown. */
function measure(): FaithfulnessReport {
  const file = (name: string) => path.join(options.eval, name);
  const args = [
    ...['--data', options.data, file('cad_imdb_dev_paired.tsv'), file('contrast_imdb_dev.tsv')],
    ...['--rationales', file('eraser_movies_val.jsonl')],
    ...['--split', options.split, '--texts', options.texts, '--seed', options.seed],
    ...['--model', ...options.models.split(',')],
    ...(options.threads ? ['--threads', options.threads] : []),
    ...(options.attributions ? ['--attributions'] : []),
    ...(options.writeCards ? ['--write-card'] : []),
  ];
  process.stderr.write(`faithfulness ${args.join(' ')}\n`);
  const cli = path.resolve('dist', 'cli.js');
  const output = execFileSync(process.execPath, [cli, 'faithfulness', '--json', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output) as FaithfulnessReport;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** "0.31 ± 0.02": half the width of the interval. */
function figure({ mean, low, high }: Estimate, digits = 2): string {
  return `${(Number(mean.toFixed(digits)) + 0).toFixed(digits)} ± ${((high - low) / 2).toFixed(digits)}`;
}

/** In bold where it lies above chance and the intervals have nothing in common. */
function against(own: Estimate, chance: Estimate): string {
  return apart(own, chance) === 'above' ? `**${figure(own)}**` : figure(own);
}

function trustRow({ model, kind }: ModelReport, { trust }: SetReport): string[] {
  const { tau, tauRandom, comprehensiveness: c, sufficiency: s, verdicts, flips, attributions } = trust;
  const gradients = attributions['integrated-gradients'];
  return [
    `\`${model}\``,
    shownAs(kind),
    kind === 'deletion' ? '1 by definition' : tau ? against(tau, tauRandom) : '',
    ...(options.attributions ? [gradients ? figure(gradients) : ''] : []),
    `${against(c.attention, c.random)}; ${figure(c.effect)}; ${figure(c.random)}`,
    c.ratio ? figure(c.ratio, 1) : '',
    `${figure(s.attention)}; ${figure(s.random)}`,
    `${percent(verdicts.agrees)}; ${percent(verdicts.partly)}; ${percent(verdicts.differs)}`,
    flips ? percent(flips.mean) : '',
  ];
}

function trustTable(models: readonly ModelReport[], index: number): string {
  return markdown([
    [
      '',
      'shown',
      'Kendall’s τ with leave-one-out',
      ...(options.attributions ? ['τ of integrated gradients'] : []),
      'comprehensiveness: shown; leave-one-out; random order',
      'times random order',
      'sufficiency: shown; random order',
      'verdict agrees; partly; differs',
      'verdicts changed by uniform weights',
    ],
    ...models.map((model) => trustRow(model, model.sets[index]!)),
  ]);
}

const MEASURES = ['tokenF1', 'tokenPrecision', 'sentencePrecision', 'sentenceArea'] as const;

function rationaleTable(models: readonly ModelReport[], index: number): string {
  const row = (name: string, set: SetReport, scorer: Scorer): string[][] => {
    const { scorers } = set.rationales!;
    const own = scorers[scorer];
    if (!own) return [];
    return [[name, ...MEASURES.map((measure) => against(own[measure], scorers.random![measure]))]];
  };
  const first = models[0]!;
  const controls = ['random', 'first', 'last', 'tfIdf', 'naiveBayes'] as const;
  return markdown([
    [
      '',
      'F1 of words at the human length',
      'AUPRC of words',
      'AUPRC of sentences',
      'AUPRC of sentences, by trapezoids',
    ],
    ...models.flatMap((model) => [
      ...row(`\`${model.model}\`, ${shownAs(model.kind)}`, model.sets[index]!, 'weights'),
      ...row(`\`${model.model}\`, leave-one-out`, model.sets[index]!, 'effects'),
    ]),
    ...controls.flatMap((scorer) => row(scorerNames(first.kind)[scorer], first.sets[index]!, scorer)),
  ]);
}

function pairTable(models: readonly ModelReport[], indices: readonly number[]): string {
  return markdown([
    [
      '',
      ...indices.flatMap((i) => [
        `${models[0]!.sets[i]!.data}: both right`,
        'weight of edited words, times chance',
        'leave-one-out, times chance',
      ]),
    ],
    ...models.map(({ model, sets }) => [
      `\`${model}\``,
      ...indices.flatMap((i) => {
        const { bothRight, edits } = sets[i]!.pairs!;
        const ratio = (one: Estimate) => (one.low > 1 ? `**${figure(one)}**` : figure(one));
        return [
          percent(bothRight),
          ...(edits ? [ratio(edits.weightsRatio), ratio(edits.effectsRatio)] : ['', '']),
        ];
      }),
    ]),
  ]);
}

function markdown(rows: readonly (readonly string[])[]): string {
  const [header, ...body] = rows.map((row) => `| ${row.join(' | ')} |`);
  return [header, `|${rows[0]!.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`, ...body].join(
    '\n',
  );
}

function main(): void {
  execFileSync(process.execPath, ['esbuild.mjs', '--only=worker,cli,lab'], { stdio: 'inherit' });
  const { models } = measure();
  const sets = models[0]!.sets;
  const texts = ({ data, part, texts }: SetReport) =>
    `${texts.toLocaleString('en')} ${part ? `${part} ` : ''}texts of ${data}`;
  const paired = sets.flatMap((set, i) => (set.pairs ? [i] : []));
  const parts = [
    '±: half of the 95 % interval (bootstrap over the texts). Bold: above chance, the intervals apart.',
    ...sets.flatMap((set, i) => (set.pairs ? [] : [`On ${texts(set)}:`, trustTable(models, i)])),
    ...sets.flatMap((set, i) =>
      set.rationales ? [`Agreement with what people marked, ${texts(set)}:`, rationaleTable(models, i)] : [],
    ),
    ...(paired.length > 0
      ? ['Pairs of texts with their verdicts turned by few edits:', pairTable(models, paired)]
      : []),
  ];
  console.log(parts.join('\n\n'));
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
