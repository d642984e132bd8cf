/** Reviews a second beside accuracy, over a labelled file: the model on one thread and on all, and lexicon packages. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { mostProbable } from '../../src/model/classes';
import { readExamples } from '../../src/model/node/datasets';
import { createClassifierPool } from '../../src/model/node/pool';

export interface ReviewsRow {
  readonly title: string;
  readonly reviewsPerSecond: number;
  readonly accuracy: number;
}

interface Labelled {
  readonly text: string;
  readonly label: 0 | 1;
}

type Classify = (texts: readonly string[]) => Promise<boolean[]> | boolean[];

async function measure(
  title: string,
  examples: readonly Labelled[],
  classify: Classify,
): Promise<ReviewsRow> {
  const texts = examples.map(({ text }) => text);
  await classify(texts.slice(0, 200));
  const before = performance.now();
  const positive = await classify(texts);
  const seconds = (performance.now() - before) / 1000;
  const right = examples.filter(({ label }, i) => positive[i] === (label === 1)).length;
  return { title, reviewsPerSecond: texts.length / seconds, accuracy: right / texts.length };
}

/** Each package's own score of a text; above zero is positive. */
export function lexicons(cache: string): Record<string, (text: string) => number> {
  const require = createRequire(path.join(cache, 'package.json'));
  const vader = require('vader-sentiment').SentimentIntensityAnalyzer as {
    polarity_scores(text: string): { compound: number };
  };
  const Sentiment = require('sentiment') as new () => { analyze(text: string): { score: number } };
  const wink = require('wink-sentiment') as (text: string) => { score: number };
  const sentiment = new Sentiment();
  return {
    'vader-sentiment': (text) => vader.polarity_scores(text).compound,
    sentiment: (text) => sentiment.analyze(text).score,
    'wink-sentiment': (text) => wink(text).score,
  };
}

/** @param limit reviews read at most, spread over the whole file */
export async function reviews(
  data: string,
  modelFolder: string,
  cache: string | null,
  limit: number,
): Promise<ReviewsRow[]> {
  const all: Labelled[] = [];
  for await (const example of readExamples(data, { split: 'test' })) all.push(example);
  const step = Math.max(1, all.length / limit);
  const examples = Array.from({ length: Math.min(all.length, limit) }, (_, i) => all[Math.floor(i * step)]!);
  const rows: ReviewsRow[] = [];
  for (const workers of new Set([1, availableParallelism()])) {
    const wasmFolder = path.resolve('dist');
    const pool = createClassifierPool(
      {
        workerPath: path.join(wasmFolder, 'worker.js'),
        wasmFolder,
        modelFolder,
        backend: 'auto',
        log: () => undefined,
      },
      workers,
    );
    const { name, backend } = await pool.info();
    const title = `${name}, ${backend}, ${workers} thread${workers > 1 ? 's' : ''}`;
    rows.push(
      await measure(title, examples, async (texts) =>
        (await pool.classify(texts)).map(({ probabilities }) => mostProbable(probabilities) === 1),
      ),
    );
    pool.dispose();
  }
  for (const [name, score] of Object.entries(cache === null ? {} : lexicons(cache))) {
    rows.push(await measure(name, examples, (texts) => texts.map((text) => score(text) > 0)));
  }
  return rows;
}
