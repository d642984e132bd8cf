/** A training run as a whole: `train` of the command line. */
import path from 'node:path';
import { MODEL_FILES } from '../model/artifacts';
import type { Architecture } from '../model/network';
import { checkReplaceable } from '../model/node/writeModelFolder';
import type { Values } from '../model/training/engine';
import { InputError } from '../model/types';
import { Vocab } from '../model/vocab';
import { TRAIN, type TrainConfig } from './config/schema';
import { readData, type LabData } from './data/read';
import { count, percent } from './report/wording';
import { commandLine, resumeCommand } from './run/command';
import { runBagOfWords } from './run/bagOfWords';
import { openTraining, type TrainingFiles } from './run/engine';
import { finish, modelName, type Behave } from './run/finish';
import {
  architectureOf,
  beginning,
  makeCorpus,
  readNetwork,
  readOrigins,
  type Corpus,
  type Origins,
} from './run/network';
import type { Reporter } from './run/progress';
import { runEpochs, type RunFacts } from './run/train';
import { openRun, type RunRequest } from './run/request';
import type { RunState } from './run/workFolder';
import { readSoftLabels, type SoftLabels } from './stages/softLabels';

export interface Laboratory {
  readonly files: TrainingFiles;
  readonly reporter: Reporter;
  /** Ends the run at the next step. */
  readonly signal: AbortSignal;
  readonly behave: Behave;
}

export interface Outcome {
  readonly out: string;
  /** What to type to go on; null when the model is written. */
  readonly goOn: string | null;
}

/**
 * Trains a model and writes its folder; or goes on with a run that was cut.
 * @throws InputError for bad options and data, before anything is written.
 */
export async function train(request: RunRequest, laboratory: Laboratory): Promise<Outcome> {
  const { config, begun, work } = await openRun<typeof TRAIN.entries, RunState>(
    TRAIN,
    'train',
    MODEL_FILES.manifest,
    request,
  );
  modelName(config.out);
  // Told now, and not after hours of training.
  await checkReplaceable(path.resolve(config.out));
  const { reporter, signal } = laboratory;
  const command = begun?.command ?? commandLine('train', request);
  reporter.line(`reading ${config.data}`);
  const data = await readData(config);
  tellData(data, reporter);
  if (config.kind === 'bag-of-words') {
    const { kernelFolder } = laboratory.files;
    await runBagOfWords({ config, data, command, reporter, kernelFolder, behave: laboratory.behave });
    return { out: config.out, goOn: null };
  }
  const soft = config.softLabels === undefined ? null : await readSoftLabels(config.softLabels, data.labels);
  const fingerprint = [data, soft].flatMap((source) => source?.fingerprint ?? []).join('-');
  if (begun && begun.fingerprint !== fingerprint) {
    throw new InputError(
      `${config.data}: not the texts that the run in ${work.folder} was begun with; bring them back, or begin anew with --force`,
    );
  }
  const state = begun ? await work.state() : null;
  const start = state ? resumed(state, config, data, soft) : await fresh(config, data, soft, reporter);
  const { corpus } = start;
  reporter.line(
    `${count(corpus.tokens)} tokens in ${count(corpus.train.length)} training texts; vocabulary of ${count(corpus.vocab.size)}`,
  );
  const goOn = resumeCommand('train', config);
  if (signal.aborted && !state)
    throw new InputError('interrupted before training began: nothing was written');
  if (!begun) await work.begin({ config, command, fingerprint });

  const engine = await openTraining(
    laboratory.files,
    start.architecture,
    engineOptions(config, start.facts),
    start.initial,
    config.shards,
  );
  try {
    if (state) reporter.line(`going on after epoch ${state.trainer.epoch}`);
    const { kernelFolder } = laboratory.files;
    // Told anew, not kept: what a state holds is the network as it has become.
    const began = config.attentionTie > 0 ? await readNetwork(config.init!) : null;
    const finished = await runEpochs(
      { config, engine, work, reporter, signal, began, kernelFolder, ...start },
      state,
    );
    if (!finished) return { out: config.out, goOn };
    await finish({
      ...{ config, data, finished, command, reporter, ...start },
      kernelFolder: laboratory.files.kernelFolder,
      behave: laboratory.behave,
    }).catch((error: unknown) => {
      throw unwritten(error, goOn);
    });
  } finally {
    await engine.dispose();
  }
  // A folder that somebody named may be looked into; one that nobody asked for goes.
  if (config.work === undefined) await work.remove();
  return { out: config.out, goOn: null };
}

/** Hours of training are not lost to a disk that is full at their end. */
function unwritten(error: unknown, goOn: string): unknown {
  if (!(error instanceof InputError)) return error;
  const message = `${error.message}; what was trained is kept, and once there is room ${goOn} writes it`;
  return new InputError(message, { cause: error });
}

function tellData({ account, labels }: LabData, reporter: Reporter): void {
  const { leftOut } = account;
  const left = leftOut.ratings + leftOut.listed + leftOut.copies + leftOut.limit;
  reporter.line(
    `${count(account.read)} texts read, ${count(left)} left out; ${count(account.train)} to train on, ${count(account.validation)} to validate on`,
  );
  const shown = labels.slice(0, 12).map((label, i) => `${label} (${count(account.classes[i]!)})`);
  reporter.line(`${labels.length} classes: ${shown.join(', ')}${labels.length > 12 ? ', …' : ''}`);
}

interface Start {
  readonly corpus: Corpus;
  readonly architecture: Architecture;
  readonly initial: Values;
  readonly facts: RunFacts;
}

async function fresh(
  config: TrainConfig,
  data: LabData,
  soft: SoftLabels | null,
  reporter: Reporter,
): Promise<Start> {
  const origins = await readOrigins(config);
  const known = origins.words?.vocab ?? origins.encoder?.vocab ?? null;
  const corpus = makeCorpus(data, soft?.texts ?? [], config, known);
  const begun = await beginning(config, origins, corpus.vocab, data.labels.length);
  const { codes, coverage, ...start } = begun;
  if (coverage !== null) reporter.line(`word vectors for ${percent(coverage, 1)} of the training tokens`);
  const vocabulary = corpus.vocab.toString();
  return {
    corpus,
    ...start,
    facts: { codes, coverage, vocabulary, stages: stagesOf(config, origins, soft) },
  };
}

/** For the model card: what this run builds on, a sentence each. */
function stagesOf(config: TrainConfig, { encoder, words }: Origins, soft: SoftLabels | null): string[] {
  return [
    ...(encoder
      ? [
          config.warm
            ? `all of the network began with ${path.basename(path.resolve(config.init!))}.`
            : `vocabulary, word vectors and recurrent layers began with ${encoder.origin}`,
        ]
      : []),
    ...(words
      ? [
          `vocabulary and word vectors are those of ${path.basename(path.resolve(config.embeddingFrom!))}, as stored.`,
        ]
      : []),
    ...(soft
      ? [
          `${count(soft.texts.length)} of the training texts have soft labels instead of people's: ${soft.origin}`,
        ]
      : []),
  ];
}

/** What a state holds needs no vectors and no encoder to be read again. */
function resumed(state: RunState, config: TrainConfig, data: LabData, soft: SoftLabels | null): Start {
  const { codes, coverage, vocabulary, stages, best } = state;
  const vocab = Vocab.parse(vocabulary);
  const size = best.values['embedding/table']!.length / vocab.size;
  return {
    corpus: makeCorpus(data, soft?.texts ?? [], config, vocab),
    architecture: architectureOf(config, vocab, size, data.labels.length),
    initial: best.values,
    facts: { codes, coverage, vocabulary, stages },
  };
}

function engineOptions(config: TrainConfig, { codes }: Start['facts']) {
  const { clipNorm, embeddingDropout, stateDropout, contextDropout, attentionTie, evidenceTie } = config;
  return {
    ...{ clipNorm, embeddingDropout, stateDropout, contextDropout },
    ...(attentionTie > 0 ? { attentionTie, evidenceTie } : {}),
    ...(codes ? { frozen: ['embedding/table'] } : {}),
    ...(config.lazy ? { lazy: true } : {}),
  };
}
