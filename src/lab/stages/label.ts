/** Soft labels: what an ensemble of models says of texts, for another model to learn from (Hinton et al. 2015). */
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Analyzer } from '../../model/analyzer';
import { openEngine } from '../../model/node/engines';
import { loadModelFolder } from '../../model/node/files';
import { Random } from '../../model/random';
import { normalizeToken, tokenize } from '../../model/tokenizer';
import { sentenceStarts } from '../../model/training/prepare';
import { InputError } from '../../model/types';
import { resolveConfig } from '../config/load';
import { LABEL, type LabelConfig } from '../config/stages';
import { count, textList } from '../report/wording';
import type { Reporter } from '../run/progress';
import { sourcesOf, type RunRequest } from '../run/request';
import { softLabelLine, softLabelsHead, type SoftText } from './softLabels';
import { readStageTexts } from './texts';

/** Texts between two reports. */
const CHUNK = 512;

export interface LabelContext {
  readonly kernelFolder: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Labels the texts without labels, and stretches of all texts, and writes a file of soft labels.
 * @returns its name, or null when it was interrupted: there is none then
 * @throws InputError for data and models that cannot be read, or do not go together.
 */
export async function label(
  request: Pick<RunRequest, 'flags' | 'configFile'>,
  context: LabelContext,
): Promise<string | null> {
  const config: LabelConfig = resolveConfig(LABEL, await sourcesOf(request));
  const { reporter } = context;
  const teachers = await Promise.all(
    config.models.map((folder) => openTeacher(folder, context.kernelFolder)),
  );
  const labels = teachers[0]!.info.labels;
  const other = teachers.findIndex(({ info }) => info.labels.join('\n') !== labels.join('\n'));
  if (other > 0) {
    throw new InputError(
      `--models: ${config.models[other]} has the classes ${teachers[other]!.info.labels.join(', ')}, and ${config.models[0]} has ${labels.join(', ')}`,
    );
  }
  const { data, unlabelled } = await readStageTexts(config, reporter);
  const random = new Random(config.seed + 101);
  const stretches = Array.from({ length: config.windows }, () =>
    [...unlabelled, ...data.train.map(({ text }) => text)].flatMap((text) => stretchOf(text, random)),
  ).flat();
  const texts = [...unlabelled, ...stretches];
  if (texts.length === 0) {
    throw new InputError(
      '--unlabelled: there is no text without a label, and with --windows 0 nothing else to label',
    );
  }
  const origin = describe(config, teachers, unlabelled.length, stretches.length);
  reporter.line(`labelling ${count(texts.length)} texts by ${teachers.length} models`);

  const aside = `${config.out}.part`;
  const file = await open(aside, 'w').catch((error: Error) => {
    throw new InputError(`--out: ${config.out} cannot be written (${error.message})`);
  });
  try {
    await file.write(softLabelsHead({ origin, labels }));
    for (let i = 0; i < texts.length; i += CHUNK) {
      if (context.signal.aborted) return null;
      const chunk = texts.slice(i, i + CHUNK);
      const probabilities = await judge(chunk, teachers, config.weights);
      const lines = chunk.map((text, k): SoftText => ({
        text,
        probabilities: probabilities[k]!,
        whole: true,
      }));
      await file.write(lines.map(softLabelLine).join(''));
      context.onProgress(Math.min(i + CHUNK, texts.length), texts.length);
    }
    await file.sync();
    await file.close();
    await rename(aside, config.out);
    return config.out;
  } finally {
    await file.close().catch(() => undefined);
    await rm(aside, { force: true });
  }
}

async function openTeacher(folder: string, kernelFolder: string): Promise<Analyzer> {
  const model = await loadModelFolder(folder);
  const { engine, passedOver } = await openEngine(model, { prefer: 'auto', bundleFolder: '', kernelFolder });
  return new Analyzer(model, engine, passedOver);
}

/** The weighted mean of the teachers' probabilities. */
async function judge(
  texts: readonly string[],
  teachers: readonly Analyzer[],
  weights: readonly number[] = teachers.map(() => 1),
): Promise<number[][]> {
  const total = weights.reduce((a, b) => a + b, 0);
  let sums: number[][] = [];
  for (const [t, teacher] of teachers.entries()) {
    const share = weights[t]! / total;
    const verdicts = await teacher.classify(texts);
    sums = verdicts.map(({ probabilities }, i) =>
      probabilities.map((p, c) => (sums[i]?.[c] ?? 0) + share * p),
    );
  }
  return sums;
}

/** Shorter stretches say nothing. */
const SHORTEST_STRETCH = 3;

/** One to three neighbouring sentences of a text; none where what was drawn is too short. */
export function stretchOf(text: string, random: Random): string[] {
  const tokens = tokenize(text);
  const starts = sentenceStarts(tokens.map((token) => normalizeToken(token.text)));
  const sentences = Math.min(1 + random.integer(3), starts.length);
  const first = random.integer(starts.length - sentences + 1);
  const own = tokens.slice(starts[first], starts[first + sentences]);
  return own.length < SHORTEST_STRETCH ? [] : [text.slice(own[0]!.start, own.at(-1)!.end)];
}

function describe(
  { models, weights }: LabelConfig,
  teachers: readonly Analyzer[],
  whole: number,
  stretches: number,
): string {
  const names = teachers.map(({ info }, i) => (weights ? `${info.name} (weight ${weights[i]})` : info.name));
  const what =
    stretches > 0
      ? `${count(whole)} whole texts and ${count(stretches)} stretches of one to three sentences`
      : `${count(whole)} texts`;
  return `${what}, by the mean of the probabilities of ${models.length === 1 ? 'the model' : 'the models'} ${textList(names.map((name) => path.basename(name)))}.`;
}
