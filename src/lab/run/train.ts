/** The epochs of a run, from wherever it stands to its end or to an interruption. */
import type { Architecture } from '../../model/network';
import { accuracy, fitTemperature, logLoss } from '../../model/training/calibration';
import type { Random } from '../../model/random';
import type { StepEngine, Values } from '../../model/training/engine';
import type { TrainedCheckpoint } from '../../model/training/export';
import type { Sequence } from '../../model/training/prepare';
import { classification, score, Trainer, type TrainingOptions } from '../../model/training/trainer';
import type { TrainConfig } from '../config/schema';
import type { EpochRecord } from '../report/curves';
import { examinedTexts } from './examined';
import type { Corpus, Network } from './network';
import { Clock, type Reporter } from './progress';
import type { Kept, RunState, WorkFolder } from './workFolder';

/** Words that a model reads in one run where its architecture sets no limit. */
const MAX_TOKENS = 1000;
const TABLE = 'embedding/table';

export function maxTokensOf({ positions = 0 }: Architecture): number {
  return positions > 0 ? positions : MAX_TOKENS;
}

/** What a run keeps from its beginning to its end. */
export type RunFacts = Pick<RunState, 'codes' | 'coverage' | 'vocabulary' | 'stages'>;

export interface RunOptions {
  readonly config: TrainConfig;
  readonly corpus: Corpus;
  readonly architecture: Architecture;
  readonly engine: StepEngine;
  readonly work: WorkFolder;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** What a state has beside what the epochs change. */
  readonly facts: RunFacts;
  /** The network that the run began with, where attention is tied to what words do (`attentionTie`). */
  readonly began: Network | null;
  readonly kernelFolder: string;
}

export interface Finished {
  readonly kept: Kept;
  readonly epochs: readonly EpochRecord[];
  readonly checkpoints: readonly TrainedCheckpoint[];
  /** Spent on epochs and validation, pauses not counted. */
  readonly seconds: number;
  readonly stoppedEarly: boolean;
}

/** As the trainer calls the options. */
export function hyperparameters(config: TrainConfig): TrainingOptions & Parameters<typeof classification>[2] {
  return {
    epochs: config.epochs,
    learningRate: config.learningRate,
    warmupSteps: config.warmup,
    minimumRate: config.minimumRate,
    decay: config.decay,
    averageDecay: config.averageDecay,
    batchSize: config.batch,
    maxLength: config.length,
    windowShare: config.windowShare,
    wordDropout: config.wordDropout,
    ...(config.mixedLengths ? { mixedLengths: true } : {}),
    longTexts: config.longTexts,
    shards: config.shards,
    seed: config.seed,
  };
}

/**
 * Trains until all epochs are done or the validation loss has not fallen for `patience` epochs.
 * @param from a state that was saved, or null to begin
 * @returns null when it was interrupted: the work folder then has the state at the end of the last epoch
 */
export async function runEpochs(options: RunOptions, from: RunState | null): Promise<Finished | null> {
  const { config, corpus, engine, reporter, signal, work, facts } = options;
  const settings = hyperparameters(config);
  let made: readonly Sequence[] = [];
  const textsOf = (random: Random) => [...drawTexts(corpus.train, config.epochTexts, random), ...made];
  const trainer = new Trainer(engine, classification(textsOf, corpus.vocab, settings), settings);
  const clock = new Clock();
  let progress: Progressed;
  if (from) {
    await trainer.restore(from.trainer);
    progress = from;
  } else {
    progress = measured(options, await trainer.averages(), null, {
      epochs: [],
      checkpoints: [],
      best: null,
    });
    reporter.line(epochLine(progress.epochs.at(-1)!, config.epochs));
  }
  const save = async () => {
    const seconds = (from?.seconds ?? 0) + clock.seconds();
    await work.save({ ...facts, ...progress, trainer: await trainer.state(), seconds });
    return seconds;
  };
  let seconds = await save();
  while (trainer.epochsDone < config.epochs && !outOfPatience(progress.epochs, config.patience)) {
    const epoch = clock.epoch(trainer.epochsDone + 1, config.epochs);
    const began = clock.seconds();
    if (options.began) {
      const found = await examine(options, options.began, trainer, settings.seed);
      if (!found) return null;
      made = found;
    }
    let words = 0;
    const result = await trainer.runEpoch((step) => {
      words = step.words;
      reporter.step(epoch(step));
      // With its last step an epoch is done, and worth keeping.
      return !signal.aborted || step.done === step.total;
    });
    if (!result) return null;
    const spent = { ...result, words, seconds: clock.seconds() - began };
    progress = measured(options, await trainer.averages(), spent, progress);
    reporter.line(epochLine(progress.epochs.at(-1)!, config.epochs));
    seconds = await save();
    if (signal.aborted) return null;
  }
  const { epochs, checkpoints, best } = progress;
  const kept = config.keep === 'best' ? best : await lastOf(options, trainer, epochs);
  return {
    kept,
    epochs,
    checkpoints: checkpoints.filter(({ epoch }) => epoch <= kept.epoch),
    seconds,
    stoppedEarly: epochs.at(-1)!.epoch < config.epochs,
  };
}

/** So many of the texts, another choice in every epoch; all of them where there is nothing to choose. */
function drawTexts(
  texts: readonly Sequence[],
  count: number | undefined,
  random: Random,
): readonly Sequence[] {
  if (count === undefined || count >= texts.length) return texts;
  return random.shuffle([...texts]).slice(0, count);
}

/** What the next epoch has beside the texts; null where that was interrupted. */
async function examine(
  { config, corpus, architecture, engine, reporter, signal, kernelFolder }: RunOptions,
  began: Network,
  trainer: Trainer,
  seed: number,
): Promise<readonly Sequence[] | null> {
  reporter.line(`leaving words out of ${config.examined} stretches, one by one`);
  return examinedTexts(await trainer.averages(), seed * 1000 + 500 + trainer.epochsDone, {
    ...{ architecture, began, kernelFolder, signal, operations: engine.operations },
    texts: corpus.train,
    padId: corpus.vocab.padId,
    examined: config.examined,
    reduced: config.reduced,
  });
}

type Progressed = Pick<RunState, 'epochs' | 'checkpoints' | 'best'>;

interface Spent {
  readonly loss: number;
  readonly accuracy: number;
  readonly words: number;
  readonly seconds: number;
}

/** Adds the epoch that has just ended; `spent` is null before the first. */
function measured(
  options: RunOptions,
  values: Values,
  spent: Spent | null,
  before: Omit<Progressed, 'best'> & { readonly best: Kept | null },
): Progressed {
  const { config, corpus } = options;
  const logits = validate(options, values);
  const temperature = fitTemperature(logits, corpus.labels);
  const epoch: EpochRecord = {
    epoch: before.epochs.length,
    trainLoss: spent?.loss ?? null,
    trainAccuracy: spent?.accuracy ?? null,
    validationLoss: logLoss(logits, corpus.labels, 1),
    validationAccuracy: accuracy(logits, corpus.labels),
    words: spent?.words ?? 0,
    seconds: spent?.seconds ?? 0,
  };
  const bestBefore = before.best && before.epochs[before.best.epoch]!;
  // The untrained network is kept only until there is another: somebody asked for training.
  const better = !bestBefore || bestBefore.epoch === 0 || epoch.validationLoss < bestBefore.validationLoss;
  return {
    epochs: [...before.epochs, epoch],
    best: better ? { epoch: epoch.epoch, values, temperature } : before.best!,
    checkpoints: config.checkpoints
      ? [...before.checkpoints, checkpointOf(epoch, values, temperature)]
      : before.checkpoints,
  };
}

function validate({ corpus, architecture, engine }: RunOptions, values: Values): Float32Array {
  const reading = { batchSize: 64, maxLength: maxTokensOf(architecture) };
  return score(corpus.validation, values, architecture, corpus.vocab.padId, reading, engine.operations);
}

async function lastOf(options: RunOptions, trainer: Trainer, epochs: readonly EpochRecord[]): Promise<Kept> {
  const values = await trainer.averages();
  const temperature = fitTemperature(validate(options, values), options.corpus.labels);
  return { epoch: epochs.at(-1)!.epoch, values, temperature };
}

function checkpointOf(epoch: EpochRecord, values: Values, temperature: number): TrainedCheckpoint {
  const others = Object.fromEntries(Object.entries(values).filter(([name]) => name !== TABLE));
  const { trainLoss, validationLoss, validationAccuracy } = epoch;
  return { epoch: epoch.epoch, trainLoss, validationLoss, validationAccuracy, temperature, values: others };
}

/** Whether the validation loss has not fallen for so many epochs, the untrained network aside. */
export function outOfPatience(epochs: readonly EpochRecord[], patience: number): boolean {
  const trained = epochs.slice(1);
  if (patience === 0 || trained.length === 0) return false;
  const losses = trained.map(({ validationLoss }) => validationLoss);
  return trained.length - 1 - losses.indexOf(Math.min(...losses)) >= patience;
}

function epochLine(epoch: EpochRecord, epochs: number): string {
  const validation = `validation: loss ${epoch.validationLoss.toFixed(4)}, accuracy ${percent(epoch.validationAccuracy)}`;
  if (epoch.trainLoss === null) return `untrained · ${validation}`;
  const training = `training: loss ${epoch.trainLoss.toFixed(4)}, accuracy ${percent(epoch.trainAccuracy!)}`;
  return `epoch ${epoch.epoch}/${epochs} · ${training} · ${validation} · ${epoch.seconds.toFixed(1)} s`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
