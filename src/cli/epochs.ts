/** `analyze --epochs`: one text through a model's training, an epoch a row. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Checkpoint } from '../model/artifacts';
import { listCheckpoints } from '../model/checkpoints';
import { loadModelFolder } from '../model/node/files';
import { InputError, type Report, type WeightedToken } from '../model/types';
import { spreadOf } from '../spread';
import { textOf, withoutToken, type AnalyzeOptions } from './analyze';
import { openAnalyzer, write, type Context } from './context';
import { findModel } from './models';
import { createProgressBar } from './progress';
import { percent, whyUnread } from './render';
import { jsonPieces, resultOf, verdictOf, type TextResult } from './result';
import { visibleLine } from './safeText';
import { colourLevel, createShader, themeOf, type Shader } from './shader';
import { columns } from './table';
import { clip } from './width';

/** Words in a row of the table, and how wide one may be. */
const TOP = 5;
const WORD_CELLS = 16;

export interface EpochsOptions extends AnalyzeOptions {
  readonly epochs?: boolean;
}

export function withEpochOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--epoch <n>', 'read with the model as it was after n epochs of training').argParser(
        parseEpoch,
      ),
    )
    .addOption(
      new Option('--epochs', 'read with the model of every epoch: a table').conflicts([
        'epoch',
        'jsonl',
        'theme',
      ]),
    );
}

function parseEpoch(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('Expected a whole number from 0 on.');
  return Number(value);
}

interface Row {
  readonly checkpoint: Checkpoint;
  readonly report: Report;
  readonly result: TextResult;
}

/**
 * Reads one text with the model of every epoch that its folder keeps, and prints a table, or with `--json` a result
 * an epoch and line.
 * @throws InputError when the text cannot be read or holds no token, or the model keeps no epochs.
 */
export async function analyzeEpochs(words: readonly string[], options: EpochsOptions, context: Context) {
  const { name, text } = await textOf(words, options.file, context);
  const model = await loadModelFolder(await findModel(options.model, context.modelsFolder));
  const checkpoints = listCheckpoints(model);
  if (checkpoints.length === 0) {
    throw new InputError(`--epochs: the model ${model.manifest.name} keeps no epochs of its training`);
  }
  const rows: Row[] = [];
  const bar = createProgressBar(context.stderr, 'epochs');
  try {
    for (const checkpoint of checkpoints) {
      bar.show(rows.length, checkpoints.length);
      const analyzer = await openAnalyzer({ ...options, epoch: checkpoint.epoch }, context);
      try {
        const report = await analyzer.analyze(text, { maxWords: options.maxWords });
        const result = resultOf(report);
        if (!result) throw new InputError(withoutToken(name));
        rows.push({ checkpoint, report, result });
      } finally {
        analyzer.dispose();
      }
    }
  } finally {
    bar.stop();
  }
  if (options.json) await writeJson(rows, context);
  else await write(context.stdout, table(model.manifest.name, rows, shaderFor(options, context)));
}

async function writeJson(rows: readonly Row[], { stdout }: Context): Promise<void> {
  for (const { checkpoint, result } of rows) {
    const { epoch, trainLoss, validationLoss, validationAccuracy } = checkpoint;
    const before = { epoch, trainLoss, validationLoss, validationAccuracy, ...spreadOf(result.tokens) };
    for (const piece of jsonPieces(result, before)) await write(stdout, piece);
  }
}

function shaderFor({ color }: EpochsOptions, { environment, stdout }: Context): Shader {
  return createShader(
    colourLevel({ wanted: color, environment, isTerminal: stdout.isTTY }),
    themeOf(environment),
  );
}

function table(model: string, rows: readonly Row[], { chalk }: Shader): string {
  const [{ report, result }] = rows as [Row];
  const seesPads = result.padding !== undefined;
  const head = [
    'epoch',
    'verdict',
    'probability',
    'entropy',
    'effective words',
    ...(seesPads ? ['on PADs'] : []),
  ];
  const figures = rows.map(({ checkpoint, report, result }) => {
    const { label, probability } = verdictOf(report.analyses);
    const { entropy, effectiveWords } = spreadOf(result.tokens);
    return [
      String(checkpoint.epoch),
      visibleLine(label),
      percent(probability),
      `${entropy.toFixed(2)} bits`,
      effectiveWords.toFixed(1),
      ...(seesPads ? [percent(result.padding ?? 0)] : []),
    ];
  });
  const most = report.analyses[0]!.kind === 'attention' ? 'most attention' : 'most effect';
  const top = [most, ...rows.map(({ result }) => topWords(result.tokens))];
  const lines = columns([head, ...figures])
    .trimEnd()
    .split('\n')
    .map((line, i) => `${line}  ${top[i]}`);
  const title = `${visibleLine(model)} on ${report.backend}, ${result.tokens.length} words and signs`;
  const cut = result.truncated ? `\n${chalk.yellow(`Not all was read (${whyUnread(report)}).`)}\n` : '';
  return `${chalk.dim(title)}\n\n${[chalk.bold(lines[0]!), ...lines.slice(1)].join('\n')}\n${cut}`;
}

/** Equal weights stand in the order of the text. */
function topWords(tokens: readonly WeightedToken[]): string {
  return [...tokens]
    .sort((a, b) => b.weight - a.weight || a.start - b.start)
    .slice(0, TOP)
    .map(({ text, weight }) => `${clip(visibleLine(text), WORD_CELLS)} ${percent(weight, 0)}`)
    .join(' · ');
}
