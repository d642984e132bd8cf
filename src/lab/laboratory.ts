/** A training run as a whole: `train` of the command line. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MODEL_FILES } from '../model/artifacts';
import type { Architecture } from '../model/network';
import type { Values } from '../model/training/engine';
import { InputError } from '../model/types';
import { checkGiven, flagOf, readConfigFile, resolveConfig, type Sources } from './config/load';
import type { TrainConfig } from './config/schema';
import { readData, type LabData } from './data/read';
import { count, percent } from './report/wording';
import { commandLine, resumeCommand } from './run/command';
import { openTraining, type TrainingFiles } from './run/engine';
import { finish, modelName, type Behave } from './run/finish';
import { architectureOf, beginning, makeCorpus, type Corpus } from './run/network';
import type { Reporter } from './run/progress';
import { runEpochs } from './run/train';
import { checkUnchanged, WorkFolder, type Begun, type RunState } from './run/workFolder';

export interface TrainRequest {
  /** Options that were given as flags, by key. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly configFile?: string;
  /** Go on with the run in the work folder. */
  readonly resume: boolean;
  /** Replace a model, or an unfinished run, that stands in the way. */
  readonly force: boolean;
}

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
export async function train(request: TrainRequest, laboratory: Laboratory): Promise<Outcome> {
  const { config, begun, work } = await open(request);
  const { reporter, signal } = laboratory;
  const command = begun?.command ?? commandLine(request.flags, request.configFile);
  const data = await readData(config);
  tellData(data, reporter);
  if (begun && begun.fingerprint !== data.fingerprint) {
    throw new InputError(
      `${config.data}: not the texts that the run in ${work.folder} was begun with; bring them back, or begin anew with --force`,
    );
  }
  const corpus = makeCorpus(data, config);
  reporter.line(
    `${count(corpus.tokens)} tokens in ${count(data.train.length)} training texts; vocabulary of ${count(corpus.vocab.size)}`,
  );
  const goOn = resumeCommand(config.out, config.work);
  const state = begun ? await work.state() : null;
  const start = state
    ? resumed(state, config, corpus, data.labels)
    : await fresh(config, corpus, data.labels, reporter);
  if (signal.aborted) return { out: config.out, goOn: state ? goOn : command };
  if (!begun) await work.begin({ config, command, fingerprint: data.fingerprint });

  const engine = await openTraining(
    laboratory.files,
    start.architecture,
    engineOptions(config, start.facts),
    start.initial,
    config.shards,
  );
  try {
    if (state) reporter.line(`going on after epoch ${state.trainer.epoch}`);
    const finished = await runEpochs({ config, corpus, engine, work, reporter, signal, ...start }, state);
    if (!finished) return { out: config.out, goOn };
    await finish({
      ...{ config, data, corpus, finished, command, reporter, ...start },
      stages: [],
      kernelFolder: laboratory.files.kernelFolder,
      behave: laboratory.behave,
    });
  } finally {
    await engine.dispose();
  }
  // A folder that somebody named may be looked into; one that nobody asked for goes.
  if (config.work === undefined) await work.remove();
  return { out: config.out, goOn: null };
}

interface Opened {
  readonly config: TrainConfig;
  readonly begun: Begun | null;
  readonly work: WorkFolder;
}

async function open({ flags, configFile, resume, force }: TrainRequest): Promise<Opened> {
  const file =
    configFile === undefined ? undefined : { name: configFile, given: await readConfigFile(configFile) };
  const sources: Sources = file ? { flags, file } : { flags };
  if (resume) {
    const given = checkGiven(sources);
    const work = workFolderOf(given);
    const begun = await work.begun();
    if (!begun) throw new InputError(`--resume: there is no run to go on with in ${work.folder}`);
    checkUnchanged(given, begun, work.folder);
    return { config: { ...begun.config, ...given }, begun, work };
  }
  const config = resolveConfig(sources);
  modelName(config.out);
  const work = workFolderOf(config);
  if (!force) await refuseToReplace(config, work);
  return { config, begun: null, work };
}

function workFolderOf({ out, work }: Partial<TrainConfig>): WorkFolder {
  if (work === undefined && out === undefined) {
    throw new InputError(`${flagOf('out')}: expected the model folder of the run to go on with`);
  }
  return new WorkFolder(path.resolve(work ?? `${out}.training`));
}

/** Hours of training must not be found lost at their end, neither those of today nor those of last week. */
async function refuseToReplace({ out }: TrainConfig, work: WorkFolder): Promise<void> {
  const model = path.join(out, MODEL_FILES.manifest);
  if (
    await stat(model).then(
      () => true,
      () => false,
    )
  ) {
    throw new InputError(`--out: a model stands in ${out}; name another folder, or replace it with --force`);
  }
  if (await work.begun()) {
    throw new InputError(
      `${work.folder}: an unfinished run stands there; go on with it by --resume, or begin anew with --force`,
    );
  }
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
  readonly architecture: Architecture;
  readonly initial: Values;
  readonly facts: Pick<RunState, 'codes' | 'coverage'>;
}

async function fresh(
  config: TrainConfig,
  corpus: Corpus,
  labels: readonly string[],
  reporter: Reporter,
): Promise<Start> {
  const { architecture, initial, codes, coverage } = await beginning(config, corpus.vocab, labels.length);
  if (coverage !== null) reporter.line(`word vectors for ${percent(coverage, 1)} of the training tokens`);
  return { architecture, initial, facts: { codes, coverage } };
}

/** What a state holds needs no vectors to be read again. */
function resumed(state: RunState, config: TrainConfig, corpus: Corpus, labels: readonly string[]): Start {
  const { codes, coverage, best } = state;
  const size = best.values['embedding/table']!.length / corpus.vocab.size;
  const architecture = architectureOf(config, corpus.vocab.size, size, labels.length);
  return { architecture, initial: best.values, facts: { codes, coverage } };
}

function engineOptions(config: TrainConfig, { codes }: Start['facts']) {
  const { clipNorm, embeddingDropout, stateDropout, contextDropout } = config;
  return {
    ...{ clipNorm, embeddingDropout, stateDropout, contextDropout },
    ...(codes ? { frozen: ['embedding/table'] } : {}),
  };
}
