/** Pretrains an encoder as a language model on all reviews, labelled and not: `--out FILE`. A cut run goes on. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { Command } from 'commander';
import type { Architecture } from '../src/model/architecture';
import { openBackend } from '../src/model/node/backends';
import { Random } from '../src/model/random';
import type { Values } from '../src/model/training/engine';
import { chunksOf, drawer, languageTasks } from '../src/model/training/language';
import { OUTPUT_TABLE, parametrisation } from '../src/model/training/objective';
import { initialEmbedding } from '../src/model/training/prepare';
import { initialValues, Trainer, type Epoch, type TrainerState } from '../src/model/training/trainer';
import { Vocab } from '../src/model/vocab';
import { readCorpus, writeWhole } from './training/corpus';
import { kernelEngine, log, readVectors } from './training/engine';

const options = new Command('pretrain')
  .requiredOption('--data <path>')
  .requiredOption('--vectors <file>')
  .option('--exclude <file>')
  .requiredOption('--work <folder>')
  .requiredOption('--out <file>')
  .option('--vocabulary <n>', '', Number, 25_000)
  .option('--validation <n>', '', Number, 2000)
  .option('--hidden <n>', '', Number, 128)
  .option('--passes <x>', '', Number, 1.5)
  .option('--parts <n>', 'epochs (with a checkpoint each) in a pass', Number, 8)
  .option('--batch <n>', 'chunks in a batch', Number, 32)
  .option('--chunk <n>', 'words in a chunk', Number, 96)
  .option('--drawn <n>', 'words drawn against each target', Number, 512)
  .option('--learning-rate <x>', '', Number, 2e-3)
  .option('--one-way', 'forward only')
  .option('--shards <n>', '', Number, 2)
  .option('--seed <n>', '', Number, 1)
  .parse()
  .opts<{
    data: string;
    vectors: string;
    exclude?: string;
    work: string;
    out: string;
    vocabulary: number;
    validation: number;
    hidden: number;
    passes: number;
    parts: number;
    batch: number;
    chunk: number;
    drawn: number;
    learningRate: number;
    oneWay?: boolean;
    shards: number;
    seed: number;
  }>();

async function main(): Promise<void> {
  await openBackend({ prefer: 'cpu', wasmFolder: '' });
  const { data, exclude, vocabulary, validation, seed, work } = options;
  const corpus = await readCorpus(
    { data, ...(exclude ? { exclude } : {}), vocabulary, validation, seed },
    work,
  );
  const vocab = Vocab.parse(corpus.vocabulary);
  await writeWhole(path.join(work, 'vocab.txt'), corpus.vocabulary);
  const texts = [...corpus.train, ...corpus.unlabelled].map((s) => s.ids);
  const words = texts.reduce((n, ids) => n + ids.length, 0);
  log(
    `${corpus.train.length} labelled, ${corpus.unlabelled.length} unlabelled reviews, ${words} words; ${JSON.stringify(corpus.facts)}`,
  );
  const architecture: Architecture = {
    vocabulary: vocab.size,
    embedding: 100,
    hidden: options.hidden,
    attention: 1,
    scoreActivation: 'linear',
    ...(options.oneWay ? {} : { bidirectional: true }),
  };
  const { table, covered } = initialEmbedding(vocab, 100, await readVectors(options.vectors), seed);
  log(`word vectors for ${(100 * covered).toFixed(1)} % of the words`);
  const { shapes } = parametrisation('language', architecture);
  const first = initialValues(architecture, table, seed);
  const random = new Random(seed);
  const initial: Values = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      name === OUTPUT_TABLE
        ? Float32Array.from({ length: shape[0]! * shape[1]! }, () => 0.05 * (2 * random.uniform() - 1))
        : first[name]!,
    ]),
  );
  const engine = await kernelEngine(
    architecture,
    {
      objective: 'language',
      lazy: true,
      clipNorm: 1,
      embeddingDropout: 0.1,
      contextDropout: 0,
    },
    initial,
    options.shards,
  );
  const draw = drawer(
    Array.from({ length: vocab.size }, (_, id) => (id === vocab.padId ? 0 : vocab.count(id))),
  );
  const epochs = Math.round(options.passes * options.parts);
  let cached: { pass: number; chunks: Int32Array[] } | undefined;
  const read: Epoch = (_random, epoch) => {
    const pass = Math.floor(epoch / options.parts);
    if (cached?.pass !== pass) {
      const own = new Random(seed * 7919 + pass);
      cached = { pass, chunks: own.shuffle(chunksOf(texts, options.chunk, own)) };
    }
    const size = Math.floor(cached.chunks.length / options.parts);
    const from = (epoch % options.parts) * size;
    const part = cached.chunks.slice(from, from + size);
    return Array.from(
      { length: Math.floor(size / options.batch) },
      (_, i) => (step: number) =>
        languageTasks(
          part.slice(i * options.batch, (i + 1) * options.batch),
          !options.oneWay,
          draw,
          {
            chunk: options.chunk,
            drawn: options.drawn,
            shards: options.shards,
            seed,
          },
          step,
        ),
    );
  };
  const trainer = new Trainer(engine, read, {
    epochs,
    learningRate: options.learningRate,
    warmupSteps: 200,
    minimumRate: 0.02,
    averageDecay: 0.99,
    shards: options.shards,
    seed,
  });
  const checkpoint = path.join(work, 'pretrain.bin');
  const losses: number[] = [];
  if (existsSync(checkpoint)) {
    const saved = deserialize(await readFile(checkpoint)) as { state: TrainerState; losses: number[] };
    await trainer.restore(saved.state);
    losses.push(...saved.losses);
    log(`going on after part ${trainer.epochsDone}`);
  }
  while (trainer.epochsDone < epochs) {
    const started = performance.now();
    let recent = 0;
    const result = await trainer.runEpoch(({ done, total, loss, words: read_ }) => {
      if (done % 100 === 0) {
        const seconds = (performance.now() - started) / 1000;
        const here = (loss * done - recent) / 100;
        recent = loss * done;
        log(`  ${done}/${total} loss ${here.toFixed(4)} ${((seconds / read_) * 1e6).toFixed(1)} µs/word`);
      }
    });
    losses.push(result!.loss);
    log(
      `part ${trainer.epochsDone}/${epochs} loss ${result!.loss.toFixed(4)} ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
    await writeWhole(checkpoint, serialize({ state: await trainer.state(), losses }));
  }
  await writeWhole(options.out, serialize({ architecture, values: await trainer.averages(), losses }));
  log(`wrote ${options.out}`);
  await trainer.dispose();
}

void main();
