/**
 * One text through a model's training: read by the network of every epoch that its folder keeps, and what each one's
 * attention makes of PADs, or would if its softmax saw them.
 */
import * as v from 'valibot';
import { spreadOf } from '../spread';
import type { Analyzer } from './analyzer';
import { complete } from './architecture';
import type { Checkpoint } from './artifacts';
import { listCheckpoints } from './checkpoints';
import { isBagOfWords, weightKindOf, type AnyModel } from './load';
import { InputError, type EpochReading, type EpochsReport, type PadFacts, type TrainedOn } from './types';

/** Positions that the article pads every text to. */
export const ARTICLE_POSITIONS = 300;
/** Networks that stay loaded, some 5 MB each; of a longer training the later ones are loaded anew for every text. */
const MOST_KEPT = 32;

export interface ReadEpochsOptions {
  /** Checked between runs of the network. */
  readonly cancelled?: () => boolean;
  /** Called after each epoch, with those read so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export class EpochReader {
  private readonly kept = new Map<number, Promise<Analyzer>>();

  /**
   * @param open loads the network of one epoch
   * @param most networks that stay loaded
   */
  constructor(
    private readonly model: AnyModel,
    private readonly open: (epoch: number) => Promise<Analyzer>,
    private readonly most = MOST_KEPT,
  ) {}

  /**
   * Reads the first stretch of a text, as `Analyzer.analyze` divides it, with the network of every epoch. Once cancelled,
   * the epochs read so far come back.
   * @throws InputError when the model keeps no epochs, one of them is damaged, or the text holds no token
   */
  async read(text: string, options: ReadEpochsOptions = {}): Promise<EpochsReport> {
    const started = performance.now();
    const { model } = this;
    const { name } = model.manifest;
    const checkpoints = listCheckpoints(model);
    if (checkpoints.length === 0) throw new InputError(`The model ${name} keeps no epochs of its training.`);
    const { trainedOn, accuracies } = notesOf(model);
    const epochs: EpochReading[] = [];
    for (const checkpoint of checkpoints) {
      if (options.cancelled?.()) break;
      const figures = figuresOf(checkpoint, accuracies);
      const reading = await this.with(checkpoint.epoch, (one) => readingOf(one, text, figures, options));
      if (!reading) break;
      epochs.push(reading);
      options.onProgress?.(epochs.length, checkpoints.length);
    }
    const words = epochs[0]?.weights.length ?? 0;
    return {
      model: name,
      kind: weightKindOf(model),
      words,
      pads: padsOf(model, words),
      trainedOn,
      epochs,
      ms: performance.now() - started,
    };
  }

  /** Ends the networks that are loaded. */
  dispose(): void {
    for (const opening of this.kept.values())
      void opening.then((one) => one.dispose()).catch(() => undefined);
    this.kept.clear();
  }

  private async with<T>(epoch: number, use: (analyzer: Analyzer) => Promise<T>): Promise<T> {
    const kept = this.kept.get(epoch);
    if (kept) return use(await kept);
    if (this.kept.size < this.most) {
      const opening = this.open(epoch);
      this.kept.set(epoch, opening);
      // A failed load is tried again with the next text.
      opening.catch(() => this.kept.delete(epoch));
      return use(await opening);
    }
    const passing = await this.open(epoch);
    try {
      return await use(passing);
    } finally {
      passing.dispose();
    }
  }
}

/** @returns null where it was cancelled */
async function readingOf(
  analyzer: Analyzer,
  text: string,
  figures: EpochFigures,
  { cancelled }: ReadEpochsOptions,
): Promise<EpochReading | null> {
  // A limit of one word is the whole first stretch and no other.
  const report = await analyzer.analyze(text, { maxWords: 1, ...(cancelled && { cancelled }) });
  const [analysis] = report.analyses;
  if (!analysis) {
    if (cancelled?.()) return null;
    throw new InputError('The text holds no word that could be read.');
  }
  const { tokens, label, probability, classes, kind } = analysis;
  const padding = analysis.padding ?? analyzer.paddingIn(text, ARTICLE_POSITIONS);
  return {
    ...figures,
    ...{ label, probability, classes },
    weights: tokens.map(({ weight }) => weight),
    ...(kind === 'attention' ? {} : { effects: tokens.map(({ effect = 0 }) => effect) }),
    ...spreadOf(tokens),
    ...(padding === undefined ? {} : { padding }),
  };
}

type EpochFigures = Pick<
  EpochReading,
  'epoch' | 'trainLoss' | 'trainAccuracy' | 'validationLoss' | 'validationAccuracy'
>;

function figuresOf(
  { epoch, trainLoss, validationLoss, validationAccuracy }: Checkpoint,
  accuracies: ReadonlyMap<number, number>,
): EpochFigures {
  const trainAccuracy = accuracies.get(epoch) ?? null;
  return { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy };
}

/** What there is to say of PADs; null for a model without attention. */
function padsOf(model: AnyModel, words: number): PadFacts | null {
  if (isBagOfWords(model) || weightKindOf(model) !== 'attention') return null;
  const { positions: own, scoreActivation } = complete(model.architecture);
  const positions = own > 0 ? own : ARTICLE_POSITIONS;
  return {
    positions,
    count: Math.max(0, positions - words),
    seen: own > 0,
    bounded: scoreActivation === 'tanh',
  };
}

const number = v.fallback(v.optional(v.number()), undefined);

/** What a run of training wrote about itself, as far as it is shown here. All of it may be missing, or be something else. */
const notes = v.object({
  texts: number,
  softlyLabelled: number,
  validationTexts: number,
  curve: v.fallback(v.array(v.object({ epoch: v.number(), trainAccuracy: v.nullish(v.number()) })), []),
});

function notesOf({ manifest }: AnyModel): {
  readonly trainedOn: TrainedOn;
  readonly accuracies: ReadonlyMap<number, number>;
} {
  const { curve, texts, softlyLabelled, validationTexts } = v.parse(notes, manifest.training ?? {});
  const known = curve.flatMap(({ epoch, trainAccuracy }) =>
    trainAccuracy == null ? [] : [[epoch, trainAccuracy] as const],
  );
  return {
    trainedOn: {
      ...(texts === undefined ? {} : { texts }),
      ...(softlyLabelled ? { softlyLabelled } : {}),
      ...(validationTexts === undefined ? {} : { validationTexts }),
    },
    accuracies: new Map(known),
  };
}
