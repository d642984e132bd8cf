/**
 * Trains the linear baseline: `npx tsx scripts/trainLinear.ts --data aclImdb --exclude exclude_from_training.txt
 * --out models/imdb-bag-of-words`. The same command writes the same bytes.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { readData } from '../src/lab/data/read';
import { trainBagOfWords } from '../src/lab/linear';
import { isModelFile } from '../src/model/folder';
import { Vocab } from '../src/model/vocab';

const options = new Command('trainLinear')
  .requiredOption('--data <path>', 'labelled texts: an aclImdb folder or archive, a table, JSON Lines')
  .option('--exclude <file>', 'ids of training texts to leave out, one a line')
  .requiredOption('--out <folder>', 'model folder to write; its base name is the model name')
  .option('--vocabulary <n>', 'tokens in the vocabulary', Number, 25_000)
  .option('--vocab <file>', "another model's vocab.txt instead; that of a sibling folder is not copied")
  .option('--validation <n>', 'texts split off for validation', Number, 2000)
  .option('--seed <n>', 'seed of the split', Number, 1)
  .parse()
  .opts<{
    data: string;
    exclude?: string;
    out: string;
    vocabulary: number;
    vocab?: string;
    validation: number;
    seed: number;
  }>();

const started = performance.now();
const log = (line: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);

async function vocabularyOf(file: string, out: string) {
  const relative = path.relative(out, file).split(path.sep).join('/');
  const vocabulary = Vocab.parse(await readFile(file, 'utf8'), file);
  return { vocabulary, ...(isModelFile(relative) ? { vocabularyFile: relative } : {}) };
}

async function main(): Promise<void> {
  const { data: source, exclude, out, vocab, validation, seed } = options;
  const data = await readData({
    ...{ data: source, validation, seed, splitSeed: seed, test: false },
    ...(exclude !== undefined && { exclude }),
  });
  log(JSON.stringify(data.account));
  const run = {
    ...{ name: path.basename(out), maxTokens: 1000, seed },
    ...(vocab === undefined ? { vocabulary: options.vocabulary } : await vocabularyOf(vocab, out)),
  };
  const { files } = trainBagOfWords(data, run, log);
  await mkdir(out, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(out, name);
    // Renamed when whole, so that a cut never leaves half a file under the final name.
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
    log(`wrote ${file}, ${bytes.length} bytes`);
  }
}

void main();
