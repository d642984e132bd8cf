/** Pretrains an encoder as a language model on all texts, labelled and not. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Architecture } from '../../model/architecture';
import { DRAWN_STEP } from '../../model/kernels/trainingSoftmax';
import { Random } from '../../model/random';
import { parameterShapes } from '../../model/network';
import { checkReplaceable } from '../../model/node/writeModelFolder';
import type { StepEngine, Values } from '../../model/training/engine';
import { chunksOf, drawer, languageTasks } from '../../model/training/language';
import { isEncoder, OUTPUT_TABLE, parametrisation } from '../../model/training/objective';
import { buildVocabulary, initialEmbedding, normalTokens } from '../../model/training/prepare';
import { initialValues, Trainer, type Epoch, type TrainerState } from '../../model/training/trainer';
import { InputError } from '../../model/types';
import type { Vocab } from '../../model/vocab';
import { PRETRAIN, type PretrainConfig } from '../config/stages';
import { readVectors } from '../data/vectors';
import { count, duration, percent } from '../report/wording';
import { commandLine, resumeCommand } from '../run/command';
import { openTraining, type TrainingFiles } from '../run/engine';
import { describeMachine } from '../run/machine';
import { Clock, type Reporter } from '../run/progress';
import { openRun, type RunRequest } from '../run/request';
import { ENCODER_FILE, ENCODER_FOLDER, writeEncoder } from './encoder';
import { readStageTexts } from './texts';

/** Half the range of the output rows' first values. */
const OUTPUT_RANGE = 0.05;

interface PretrainState {
  readonly trainer: TrainerState;
  /** Mean of each part. */
  readonly losses: readonly number[];
  readonly seconds: number;
}

interface PretrainContext {
  readonly files: TrainingFiles;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/**
 * Pretrains, or goes on with it, and writes the encoder's folder.
 * @throws InputError for bad options and data, before anything is written.
 */
export async function pretrain(
  request: RunRequest,
  { files, reporter, signal }: PretrainContext,
): Promise<{ out: string; goOn: string | null }> {
  const opened = await openRun<typeof PRETRAIN.entries, PretrainState>(
    PRETRAIN,
    'pretrain',
    ENCODER_FILE,
    request,
  );
  const { config, begun, work } = opened;
  if (config.drawn % DRAWN_STEP !== 0) {
    throw new InputError(`--drawn: expected a multiple of ${DRAWN_STEP}, found ${config.drawn}`);
  }
  await checkReplaceable(path.resolve(config.out), ENCODER_FOLDER);
  const { data, unlabelled } = await readStageTexts(config, reporter);
  const tokens = [...data.train.map(({ text }) => text), ...unlabelled].map(normalTokens);
  const vocab = buildVocabulary(
    tokens.map((own) => ({ tokens: own })),
    config.vocabulary,
  );
  const texts = tokens.map((own) => Int32Array.from(own, (token) => vocab.id(token)));
  const words = texts.reduce((sum, ids) => sum + ids.length, 0);
  reporter.line(`${count(words)} tokens; vocabulary of ${count(vocab.size)}`);
  checkSize(words, config);

  const fingerprint = createHash('sha256')
    .update(vocab.toString())
    .update(String(words))
    .digest('hex')
    .slice(0, 16);
  if (begun && begun.fingerprint !== fingerprint) {
    throw new InputError(`${config.data}: not the texts that the run in ${work.folder} was begun with`);
  }
  const state = begun ? await work.state() : null;
  const { architecture, initial } = await beginning(config, vocab, reporter);
  if (!begun) {
    await work.begin({ config, command: commandLine('pretrain', request), fingerprint });
  }
  const { clipNorm, embeddingDropout, shards } = config;
  const options = {
    objective: 'language',
    lazy: true,
    clipNorm,
    embeddingDropout,
    contextDropout: 0,
  } as const;
  const engine = await openTraining(files, architecture, options, initial, shards);
  try {
    const run = { config, engine, texts, vocab, reporter, signal, save: work.save.bind(work) };
    const finished = await runParts(run, state);
    if (!finished) return { out: config.out, goOn: resumeCommand('pretrain', config) };
    const shapes = parameterShapes(architecture);
    const values = Object.fromEntries(Object.entries(finished.values).filter(([name]) => isEncoder(name)));
    const origin = describe(config, data.train.length, unlabelled.length, words, finished);
    await writeEncoder(config.out, { origin, vocab, values }, shapes, { ...config, losses: finished.losses });
  } finally {
    await engine.dispose();
  }
  if (config.work === undefined) await work.remove();
  return { out: config.out, goOn: null };
}

function checkSize(words: number, { batch, chunk, parts }: PretrainConfig): void {
  const least = batch * (chunk + 1) * parts;
  if (words >= least) return;
  throw new InputError(
    `--batch: ${count(words)} tokens are too few for ${parts} parts of at least one batch of ${batch} chunks of ${chunk} words (${count(least)} tokens)`,
  );
}

async function beginning(
  config: PretrainConfig,
  vocab: Vocab,
  reporter: Reporter,
): Promise<{ architecture: Architecture; initial: Values }> {
  const { seed, hidden, layers, bidirectional } = config;
  const vectors = config.vectors === undefined ? null : await readVectors(config.vectors);
  const size = vectors?.size ?? config.embeddingSize ?? 100;
  const { table, covered } = initialEmbedding(vocab, size, vectors?.vectorOf ?? (() => undefined), seed);
  if (vectors) reporter.line(`word vectors for ${percent(covered, 1)} of the tokens`);
  const architecture: Architecture = {
    ...{ vocabulary: vocab.size, embedding: size, hidden, attention: 1, scoreActivation: 'linear' },
    ...(layers > 1 ? { layers } : {}),
    ...(bidirectional ? { bidirectional } : {}),
  };
  const network = initialValues(architecture, table, seed);
  const random = new Random(seed);
  const output = (length: number) =>
    Float32Array.from({ length }, () => OUTPUT_RANGE * (2 * random.uniform() - 1));
  const { shapes } = parametrisation('language', architecture);
  const entries = Object.entries(shapes).map(([name, [rows, width = 1]]) => [
    name,
    name === OUTPUT_TABLE ? output(rows! * width) : network[name]!,
  ]);
  return { architecture, initial: Object.fromEntries(entries) as Values };
}

interface PartsOptions {
  readonly config: PretrainConfig;
  readonly engine: StepEngine;
  readonly texts: readonly Int32Array[];
  readonly vocab: Vocab;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly save: (state: PretrainState) => Promise<void>;
}

interface Finished {
  readonly values: Values;
  readonly losses: readonly number[];
  readonly seconds: number;
}

/** Null when it was interrupted: the state at the end of the last part is saved then. */
async function runParts(options: PartsOptions, from: PretrainState | null): Promise<Finished | null> {
  const { config, engine, reporter, signal, save } = options;
  const parts = Math.max(1, Math.round(config.passes * config.parts));
  const trainer = new Trainer(engine, partsOf(options), {
    epochs: parts,
    learningRate: config.learningRate,
    warmupSteps: config.warmup,
    minimumRate: config.minimumRate,
    averageDecay: config.averageDecay,
    shards: config.shards,
    seed: config.seed,
  });
  const clock = new Clock();
  const losses = [...(from?.losses ?? [])];
  const seconds = () => (from?.seconds ?? 0) + clock.seconds();
  if (from) {
    await trainer.restore(from.trainer);
    reporter.line(`going on after part ${trainer.epochsDone}`);
  } else {
    await save({ trainer: await trainer.state(), losses, seconds: 0 });
  }
  while (trainer.epochsDone < parts) {
    const part = clock.epoch(trainer.epochsDone + 1, parts);
    const began = clock.seconds();
    const result = await trainer.runEpoch((step) => {
      reporter.step({ ...part(step), accuracy: null });
      return !signal.aborted || step.done === step.total;
    });
    if (!result) return null;
    losses.push(result.loss);
    await save({ trainer: await trainer.state(), losses, seconds: seconds() });
    const spent = (clock.seconds() - began).toFixed(1);
    reporter.line(`part ${trainer.epochsDone}/${parts} · loss ${result.loss.toFixed(4)} · ${spent} s`);
    if (signal.aborted) return null;
  }
  return { values: await trainer.averages(), losses, seconds: seconds() };
}

/** Each pass reads all texts once, in an order of its own, in so many parts. */
function partsOf({ config, texts, vocab }: PartsOptions): Epoch {
  const { seed, chunk, batch, drawn, shards, parts, bidirectional } = config;
  const counts = Array.from({ length: vocab.size }, (_, id) => (id === vocab.padId ? 0 : vocab.count(id)));
  const draw = drawer(counts);
  let cached: { pass: number; chunks: Int32Array[] } | undefined;
  return (_random, epoch) => {
    const pass = Math.floor(epoch / parts);
    if (cached?.pass !== pass) {
      const own = new Random(seed * 7919 + pass);
      cached = { pass, chunks: own.shuffle(chunksOf(texts, chunk, own)) };
    }
    const size = Math.floor(cached.chunks.length / parts);
    const part = cached.chunks.slice((epoch % parts) * size, ((epoch % parts) + 1) * size);
    const options = { chunk, drawn, shards, seed };
    return Array.from(
      { length: Math.floor(size / batch) },
      (_, i) => (step: number) =>
        languageTasks(part.slice(i * batch, (i + 1) * batch), bidirectional, draw, options, step),
    );
  };
}

function describe(
  config: PretrainConfig,
  labelled: number,
  unlabelled: number,
  words: number,
  { losses, seconds }: Finished,
): string {
  const ways = config.bidirectional
    ? 'the next word reading forward and the previous one reading backward'
    : 'the next word';
  return (
    `an encoder pretrained to foresee ${ways} among ${config.drawn} drawn ones, on ${count(labelled)} labelled and ${count(unlabelled)} unlabelled texts (${count(words)} tokens), ${config.passes} passes, ` +
    `loss ${losses.at(-1)!.toFixed(3)} at the end, in ${duration(seconds)} on ${describeMachine()} (${path.basename(config.out)}).`
  );
}
