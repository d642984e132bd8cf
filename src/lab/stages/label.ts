/** Soft labels: what an ensemble of models says of texts, for another model to learn from (Hinton et al. 2015). */
import { Analyzer } from '../../model/analyzer';
import { classProbabilities } from '../../model/classes';
import { openEngine } from '../../model/node/engines';
import { isBagOfWords } from '../../model/load';
import { loadModelFolder } from '../../model/node/files';
import { fillWhole, notWritten } from '../../model/node/wholeFile';
import { Random } from '../../model/random';
import { normalizeToken, tokenize } from '../../model/tokenizer';
import { fitTemperature } from '../../model/training/calibration';
import { sentenceStarts } from '../../model/training/prepare';
import { InputError, type ModelInfo } from '../../model/types';
import { resolveConfig } from '../config/load';
import { LABEL, type LabelConfig } from '../config/stages';
import type { LabText } from '../data/read';
import { count, textList } from '../report/wording';
import type { Reporter } from '../run/progress';
import { sourcesOf, type RunRequest } from '../run/request';
import { pooledLogits } from './pool';
import { softLabelLine, softLabelsHead } from './softLabels';
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
  const total = unlabelled.length + stretches.length;
  if (total === 0) {
    throw new InputError(
      '--unlabelled: there is no text without a label, and with --windows 0 nothing else to label',
    );
  }
  reporter.line(`labelling ${count(total)} texts by ${teachers.length} models`);
  const weights = config.weights ?? teachers.map(() => 1);
  const counted = teachers.some(({ wholeOnly }, t) => !wholeOnly && weights[t]! > 0);
  const ofStretches = counted ? weights.map((weight, t) => (teachers[t]!.wholeOnly ? 0 : weight)) : weights;
  const temperature = await fitPool(data.validation, teachers, weights);
  reporter.line(`temperature of the pool, fitted on the validation texts: ${temperature.toFixed(3)}`);
  const head = softLabelsHead({
    origin: describe(config, teachers, unlabelled.length, stretches.length),
    labels,
  });
  let done = 0;
  const written = await fillWhole(config.out, async (add) => {
    await add(head);
    // Stretches are not like the texts that the temperature was fitted on.
    const parts = [
      { texts: unlabelled, shares: weights, sharpness: temperature },
      { texts: stretches, shares: ofStretches, sharpness: 1 },
    ];
    for (const { texts, shares, sharpness } of parts) {
      for (let i = 0; i < texts.length && !context.signal.aborted; i += CHUNK) {
        const chunk = texts.slice(i, i + CHUNK);
        const logits = await judge(chunk, teachers, shares);
        const lines = chunk.map((text, k) => {
          const probabilities = classProbabilities(logits[k]!, sharpness);
          return softLabelLine({ text, probabilities, whole: true });
        });
        await add(lines.join(''));
        context.onProgress((done += chunk.length), total);
      }
    }
    return !context.signal.aborted;
  }).catch((error: unknown) => {
    throw notWritten(error, `--out: ${config.out}`, config.out);
  });
  return written ? config.out : null;
}

interface Teacher {
  readonly info: ModelInfo;
  readonly analyzer: Analyzer;
  /** A bag of words has no say on stretches: it counts, and of a few words there is little to count. */
  readonly wholeOnly: boolean;
}

async function openTeacher(folder: string, kernelFolder: string): Promise<Teacher> {
  const model = await loadModelFolder(folder);
  const { engine, passedOver } = await openEngine(model, { prefer: 'auto', bundleFolder: '', kernelFolder });
  const analyzer = new Analyzer(model, engine, passedOver);
  return { info: analyzer.info, analyzer, wholeOnly: isBagOfWords(model) };
}

/** Pooled logits of every text, of those teachers that have a weight. */
async function judge(
  texts: readonly string[],
  teachers: readonly Teacher[],
  weights: readonly number[],
): Promise<number[][]> {
  const heard = teachers
    .map((teacher, t) => ({ ...teacher, weight: weights[t]! }))
    .filter((t) => t.weight > 0);
  const verdicts: number[][][] = [];
  for (const { analyzer } of heard) {
    verdicts.push((await analyzer.classify(texts)).map(({ probabilities }) => [...probabilities]));
  }
  return texts.map((_, i) =>
    pooledLogits(
      verdicts.map((own) => own[i]!),
      heard.map(({ weight }) => weight),
    ),
  );
}

/** The temperature of least log loss on labelled texts; 1 where there are none. */
async function fitPool(
  validation: readonly LabText[],
  teachers: readonly Teacher[],
  weights: readonly number[],
): Promise<number> {
  if (validation.length === 0) return 1;
  const logits = await judge(
    validation.map(({ text }) => text),
    teachers,
    weights,
  );
  return fitTemperature(
    logits.flat(),
    validation.map(({ label }) => label),
  );
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
  teachers: readonly Teacher[],
  whole: number,
  stretches: number,
): string {
  const names = teachers.map(({ info }, i) => (weights ? `${info.name} (weight ${weights[i]})` : info.name));
  const what =
    stretches > 0
      ? `${count(whole)} whole texts and ${count(stretches)} stretches of one to three sentences`
      : `${count(whole)} texts`;
  return `${what}, by ${models.length === 1 ? 'the model' : 'a logarithmic pool of the models'} ${textList(names)}.`;
}
