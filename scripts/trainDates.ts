/**
 * Trains the model that reads written dates: `npx tsx scripts/trainDates.ts`. The dates are made up from a seed; nothing
 * is read but the configuration.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { Aligner } from '../src/model/alignment/aligner';
import type { AlignmentArchitecture } from '../src/model/alignment/architecture';
import { TrainingModule } from '../src/model/kernels/trainingModule';
import { openBackend } from '../src/model/node/backends';
import { modelFolderReader } from '../src/model/node/files';
import { readTrainingKernels } from '../src/model/node/trainingKernels';
import { writeModelFolder } from '../src/model/node/writeModelFolder';
import { parseDateConfig } from '../src/model/training/alignment/config';
import { sampleDates, splitDates, type WrittenDate } from '../src/model/training/alignment/dates';
import {
  characterVocabulary,
  initialAlignment,
  ISO_CHARACTERS,
  writtenDates,
} from '../src/model/training/alignment/epochs';
import { exactness } from '../src/model/training/alignment/exactness';
import { exportAlignment } from '../src/model/training/alignment/export';
import { FusedOperations } from '../src/model/training/operations';
import { TensorflowEngine } from '../src/model/training/tensorflowEngine';
import { Trainer } from '../src/model/training/trainer';
import { builtKernel } from './kernels.mjs';

const program = new Command('trainDates')
  .option('--config <file>', 'sizes and rates', 'configs/dates-alignment.json')
  .option(
    '--out <folder>',
    'model folder to write; its base name is the model name',
    'models/dates-alignment',
  )
  .parse();
const options = program.opts<{ config: string; out: string }>();
const log = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** Written dates from which the characters of the vocabulary are counted. */
const COUNTED = 100_000;
/** Written dates of the test part, read once. */
const TESTED = 5000;

/** The encoder by our kernels; the decoder, whose steps depend on each other, by TensorFlow.js. */
async function operations(): Promise<FusedOperations> {
  return new FusedOperations(new TrainingModule(await readTrainingKernels(await builtKernel('training'))));
}

async function main(): Promise<void> {
  const config = parseDateConfig(await readFile(options.config, 'utf8'), options.config);
  const { batch, epochs, samples, score, seed, shards } = config;
  const opened = await openBackend({
    prefer: 'auto',
    wasmFolder: path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist'),
  });
  const parts = splitDates(seed);
  const vocab = characterVocabulary(sampleDates(parts.train, COUNTED, seed));
  const architecture: AlignmentArchitecture = {
    vocabulary: vocab.size,
    embedding: config.embeddingSize,
    hidden: config.hidden,
    score,
    attention: config.attention,
    memory: config.memory,
    outputs: ISO_CHARACTERS.length + 1,
    outputEmbedding: config.outputEmbedding,
  };
  const initial = initialAlignment(architecture, seed);
  const engineOptions = { embeddingDropout: 0, contextDropout: 0, clipNorm: config.clipNorm };
  const engine = new TensorflowEngine(architecture, engineOptions, initial, await operations());
  const trainer = new Trainer(
    engine,
    writtenDates(parts.train, vocab, { samples, batchSize: batch, shards, seed }),
    config,
  );
  log(`TensorFlow.js backend ${opened.backend}; ${parts.train.length} dates to learn from`);

  const files = async (training: Record<string, unknown>) =>
    exportAlignment(await trainer.averages(), architecture, vocab, {
      name: path.basename(options.out),
      description: 'Writes dates in ISO form, character by character, with memory-conditioned attention.',
      outputs: ISO_CHARACTERS,
      mostRead: 100,
      mostWritten: 16,
      training,
    });
  /** As it will be read: half precision and the forward pass that serves. */
  const evaluate = async (dates: readonly WrittenDate[]) => {
    const written = await files({});
    return exactness(await Aligner.open((name) => Promise.resolve(written[name]!)), dates);
  };
  const validation = sampleDates(parts.validation, config.validation, seed + 1);
  const curve: object[] = [];
  const began = performance.now();
  while (trainer.epochsDone < epochs) {
    const trained = (await trainer.runEpoch(({ done, total, loss }) => {
      if (done % 20 === 0) log(`  ${done}/${total} loss ${loss.toFixed(5)}`);
    }))!;
    const { exact } = await evaluate(validation);
    const seconds = Math.round((performance.now() - began) / 1000);
    curve.push({
      epoch: trainer.epochsDone,
      trainLoss: trained.loss,
      trainExact: trained.accuracy,
      validationExact: exact,
      seconds,
    });
    log(JSON.stringify(curve.at(-1)));
    await writeModelFolder(options.out, await files({ config, curve }));
  }
  const test = await evaluate(sampleDates(parts.test, TESTED, seed + 2));
  const training = {
    dates: { train: parts.train.length, validation: parts.validation.length, test: parts.test.length },
    config,
    backend: opened.backend,
    curve,
    test: { written: TESTED, ...test },
  };
  await writeModelFolder(options.out, await files(training));
  await Aligner.open(modelFolderReader(options.out));
  log(
    `wrote ${options.out}: ${(100 * test.exact).toFixed(2)} % of ${TESTED} written dates of the test part exact`,
  );
  await trainer.dispose();
}

void main();
