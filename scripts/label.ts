/**
 * Soft labels: what trained networks say of unlabelled reviews, and of a window of one to three sentences of every
 * review: `--models A.bin:2,B.bin:1 --out FILE`. With `--part 1/2` only a part, so that several can run side by side.
 */
import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { Command } from 'commander';
import type { Architecture } from '../src/model/architecture';
import { openBackend } from '../src/model/node/backends';
import { Random } from '../src/model/random';
import { sentenceWindow } from '../src/model/training/batches';
import { featuresOf, scores } from '../src/model/linear/bagOfWords';
import { accuracy, fitTemperature, logLoss } from '../src/model/training/calibration';
import { LINEAR_DEFAULTS, trainLinear } from '../src/model/training/linear';
import { Vocab } from '../src/model/vocab';
import type { Values } from '../src/model/training/engine';
import type { Sequence } from '../src/model/training/prepare';
import { score } from '../src/model/training/trainer';
import { readCorpus, writeWhole, type Corpus } from './training/corpus';
import { kernelEngine, log } from './training/engine';

const options = new Command('label')
  .requiredOption('--data <path>')
  .option('--exclude <file>')
  .requiredOption('--work <folder>')
  .requiredOption('--out <file>')
  .requiredOption('--models <list>')
  .option('--part <k/n>', '', '1/1')
  .option('--windows <n>', 'windows of each review', Number, 1)
  .option('--linear <x>', 'weight of a bag of words beside the networks, on whole reviews', Number, 0)
  .option('--vocabulary <n>', '', Number, 25_000)
  .option('--validation <n>', '', Number, 2000)
  .option('--seed <n>', '', Number, 1)
  .parse()
  .opts<{
    data: string;
    exclude?: string;
    work: string;
    out: string;
    models: string;
    part: string;
    windows: number;
    linear: number;
    vocabulary: number;
    validation: number;
    seed: number;
  }>();

type Item = Sequence & { readonly window?: boolean };

function isWindow(item: Item): boolean {
  return item.window === true;
}

/** Adds the log-odds of a bag of words, trained on the labelled reviews, to those of whole reviews. */
function addLinear(corpus: Corpus, rows: readonly Item[], odds: Float64Array, weight: number): void {
  const vocab = Vocab.parse(corpus.vocabulary);
  const labelled = (s: Sequence) => ({ ids: s.ids, label: s.targets.indexOf(1) });
  const { model, validation } = trainLinear(
    { train: corpus.train.map(labelled), validation: corpus.validation.map(labelled) },
    vocab,
    { classes: 2, ...LINEAR_DEFAULTS },
  );
  rows.forEach((row, i) => {
    if (isWindow(row)) return;
    const [z] = scores(model, featuresOf(row.ids, vocab.size, model.bigrams));
    odds[i]! += (weight * z!) / validation.temperature;
  });
}

interface Saved {
  architecture: Architecture;
  values: Values;
  temperature: number;
}

async function main(): Promise<void> {
  await openBackend({ prefer: 'cpu', wasmFolder: '' });
  const { data, exclude, vocabulary, validation, seed, work } = options;
  const corpus = await readCorpus(
    { data, ...(exclude ? { exclude } : {}), vocabulary, validation, seed },
    work,
  );
  const [part, parts] = options.part.split('/').map(Number) as [number, number];
  const random = new Random(seed + 101);
  const windows = Array.from({ length: options.windows }, () => [...corpus.unlabelled, ...corpus.train])
    .flat()
    .map((s): Item => ({
      ids: sentenceWindow(s, 400, random),
      targets: [],
      sentences: Int32Array.of(0),
      whole: true,
      window: true,
    }))
    .filter((s) => s.ids.length >= 3);
  const items: Item[] = [...corpus.unlabelled.map((s) => ({ ...s, whole: true })), ...windows].filter(
    (_, i) => i % parts === part - 1,
  );
  log(`${items.length} texts, ${items.reduce((n, s) => n + s.ids.length, 0)} words`);
  const labels = corpus.validation.map((text) => text.targets.indexOf(1));
  const rows = [...items, ...corpus.validation];
  const odds = new Float64Array(rows.length);
  const entries = options.models.split(',').map((entry) => entry.split(':') as [string, string | undefined]);
  const total = entries.reduce((sum, [, weight]) => sum + Number(weight ?? 1), 0);
  for (const [file, weight] of entries) {
    const { architecture, values, temperature } = deserialize(await readFile(file)) as Saved;
    const rates = { clipNorm: 1, embeddingDropout: 0, contextDropout: 0 };
    const engine = await kernelEngine(architecture, rates, values, 1);
    const reading = { batchSize: 64, maxLength: 1000 };
    const logits = score(rows, values, architecture, 0, reading, engine.operations);
    const share = Number(weight ?? 1) / total / temperature;
    rows.forEach((_, i) => (odds[i]! += share * (logits[2 * i + 1]! - logits[2 * i]!)));
    await engine.dispose();
    log(`${file} done`);
  }
  if (options.linear > 0) addLinear(corpus, rows, odds, options.linear);
  // Windows are read by the networks alone.
  const mixed = (i: number) => i >= items.length || !isWindow(items[i]!);
  const checked = odds.slice(items.length);
  const pairs = (values: Float64Array) => Float32Array.from([...values].flatMap((z) => [0, z]));
  const temperature = fitTemperature(pairs(checked), labels);
  log(
    `validation accuracy ${accuracy(pairs(checked), labels).toFixed(4)}, loss ${logLoss(pairs(checked), labels, temperature).toFixed(4)} at temperature ${temperature.toFixed(3)}`,
  );
  const labelled = items.map((s, i) => {
    const p = 1 / (1 + Math.exp(-odds[i]! / (mixed(i) ? temperature : 1)));
    return { ids: s.ids, sentences: s.sentences, whole: true, targets: [1 - p, p] };
  });
  const sure = labelled.filter(({ targets }) => Math.max(...targets) > 0.9).length / labelled.length;
  await writeWhole(options.out, serialize(labelled));
  log(`wrote ${options.out}, ${(100 * sure).toFixed(1)} % above 0.9`);
}

void main().then(() => process.exit(0));
