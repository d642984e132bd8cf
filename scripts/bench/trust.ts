/**
 * `npm run bench:trust`: how long it takes, in the model's own thread as in the editor, to examine a text: what every word
 * does, and how faithful the weights are. By kind of occlusion, and by method of attribution;
 * medians in ms, in brackets of the processor time.
 */
import path from 'node:path';
import { createAnalyzerClient } from '../../src/model/node/client';
import { tokenize } from '../../src/model/tokenizer';
import type { AttributionMethod, Occlusion } from '../../src/model/trust/types';
import { InputError, type AnalyzerService } from '../../src/model/types';
import { prose } from './typing/texts';

const MODELS = [
  'imdb-attention',
  'imdb-faithful',
  'imdb-attention-gru',
  'imdb-article',
  'imdb-last-state',
  'imdb-bag-of-words',
];
const OCCLUSIONS: readonly Occlusion[] = ['removal', 'unknown', 'zero'];
const METHODS: readonly AttributionMethod[] = [
  'gradient-input',
  'integrated-gradients',
  'attention-gradient',
];
const WORDS = [50, 200, 1000];
const COLUMN = 18;
/** Runs of a text of so many words: fewer of a long one. */
const RUNS = { 50: 15, 200: 11, 1000: 3 } as Record<number, number>;

/** Medians in ms: until the answer is there, and of all threads' processor time, which other programs do not lengthen. */
interface Times {
  readonly answer: number;
  readonly processor: number;
}

async function timesOf(runs: number, once: () => Promise<unknown>): Promise<Times> {
  const answers: number[] = [];
  const processors: number[] = [];
  for (let i = 0; i <= runs; i++) {
    const before = performance.now();
    const used = process.cpuUsage();
    await once();
    const { user, system } = process.cpuUsage(used);
    // The first run warms up.
    if (i === 0) continue;
    answers.push(performance.now() - before);
    processors.push((user + system) / 1000);
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
  return { answer: median(answers), processor: median(processors) };
}

/** Exactly so many words of prose. */
function wordsOf(count: number): string {
  const text = prose(count);
  return text.slice(0, tokenize(text)[count - 1]!.end);
}

/** Milliseconds as text; a dash where the model refuses. */
async function row(title: string, timesAt: (words: number) => Promise<Times>): Promise<string> {
  const cells: string[] = [];
  for (const words of WORDS) {
    try {
      const { answer, processor } = await timesAt(words);
      cells.push(`${answer.toFixed(1)} (${processor.toFixed(1)})`.padStart(COLUMN));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      cells.push('–'.padStart(COLUMN));
    }
  }
  return `    ${title.padEnd(22)}${cells.join('')}`;
}

async function measure(service: AnalyzerService): Promise<void> {
  const { backend, maxTokens } = await service.info();
  console.log(
    `    ${`(${backend})`.padEnd(22)}${WORDS.map((n) => `${Math.min(n, maxTokens)} words`.padStart(COLUMN)).join('')}`,
  );
  const texts = new Map(WORDS.map((words) => [words, wordsOf(Math.min(words, maxTokens))]));
  const timed = (once: (text: string) => Promise<unknown>) => (words: number) =>
    timesOf(RUNS[words]!, () => once(texts.get(words)!));
  console.log(
    await row(
      'analysis anew',
      timed((text) => service.analyze(text, { fresh: true })),
    ),
  );
  for (const occlusion of OCCLUSIONS) {
    console.log(
      await row(
        `examine, ${occlusion}`,
        timed((text) => service.examine(text, { occlusion })),
      ),
    );
  }
  for (const method of METHODS) {
    console.log(
      await row(
        method,
        timed((text) => service.attribute(text, method)),
      ),
    );
  }
}

async function main(asked: readonly string[]): Promise<void> {
  for (const model of asked.length > 0 ? asked : MODELS) {
    console.log(`\n  ${model}`);
    const service = createAnalyzerClient({
      workerPath: path.resolve('dist/worker.js'),
      modelFolder: path.resolve('models', model),
      wasmFolder: path.resolve('dist'),
      backend: 'auto',
      log: () => undefined,
    });
    try {
      await measure(service);
    } finally {
      service.dispose();
    }
  }
}

void main(process.argv.slice(2));
