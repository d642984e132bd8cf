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
import type { Values } from '../src/model/training/engine';
import type { Sequence } from '../src/model/training/prepare';
import { score } from '../src/model/training/trainer';
import { readCorpus, writeWhole } from './training/corpus';
import { kernelEngine, log } from './training/engine';

const options = new Command('label')
  .requiredOption('--data <path>')
  .option('--exclude <file>')
  .requiredOption('--work <folder>')
  .requiredOption('--out <file>')
  .requiredOption('--models <list>')
  .option('--part <k/n>', '', '1/1')
  .option('--windows <n>', 'windows of each review', Number, 1)
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
    vocabulary: number;
    validation: number;
    seed: number;
  }>();

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
    .map((s): Sequence => ({
      ids: sentenceWindow(s, 400, random),
      targets: [],
      sentences: Int32Array.of(0),
      whole: true,
    }))
    .filter((s) => s.ids.length >= 3);
  const items: Sequence[] = [...corpus.unlabelled.map((s) => ({ ...s, whole: true })), ...windows].filter(
    (_, i) => i % parts === part - 1,
  );
  log(`${items.length} texts, ${items.reduce((n, s) => n + s.ids.length, 0)} words`);
  const sums = new Float64Array(items.length);
  let total = 0;
  for (const entry of options.models.split(',')) {
    const [file, weight] = entry.split(':') as [string, string | undefined];
    const { architecture, values, temperature } = deserialize(await readFile(file)) as Saved;
    const engine = await kernelEngine(
      architecture,
      { clipNorm: 1, embeddingDropout: 0, contextDropout: 0 },
      values,
      1,
    );
    const logits = score(
      items,
      values,
      architecture,
      0,
      { batchSize: 64, maxLength: 1000 },
      engine.operations,
    );
    const share = Number(weight ?? 1);
    total += share;
    items.forEach(
      (_, i) => (sums[i]! += share / (1 + Math.exp((logits[2 * i]! - logits[2 * i + 1]!) / temperature))),
    );
    await engine.dispose();
    log(`${file} done`);
  }
  const labelled = items.map((s, i) => ({ ...s, targets: [1 - sums[i]! / total, sums[i]! / total] }));
  const sure = labelled.filter(({ targets }) => Math.max(...targets) > 0.9).length / labelled.length;
  await writeWhole(options.out, serialize(labelled));
  log(`wrote ${options.out}, ${(100 * sure).toFixed(1)} % above 0.9`);
}

void main().then(() => process.exit(0));
