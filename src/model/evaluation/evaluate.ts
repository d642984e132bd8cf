/** Runs a classifier over labelled texts and keeps the scores. */
import type { Classified } from '../analyzer';
import { Metrics, type Scores } from './metrics';
import type { Labelled } from './types';

/** Texts classified in one call: enough to batch texts of like length, few enough to tell of progress. */
export const CHUNK = 512;

export interface Evaluation extends Scores {
  /** Reading and classifying, without loading the model. */
  readonly textsPerSecond: number;
  /** Texts in which there was no token; they count with all classes alike. */
  readonly withoutTokens: number;
  /** Mean share of the attention that fell on PADs, over texts with tokens; only where the model's softmax sees them. */
  readonly padding?: number;
}

/** What there may be to hear of while texts are scored. */
export interface Watch<E> {
  /** Called with the number of texts done so far. */
  readonly onProgress?: (done: number) => void;
  /** Called for every text, in order, with the class predicted. */
  readonly onVerdict?: (example: E, predicted: number) => void;
}

/**
 * Scores a classifier on labelled texts, holding CHUNK of them at a time.
 * @param classify probabilities of the classes and the number of tokens of each text, in order.
 * @param classes how many there are.
 * @throws RangeError when there is no example at all.
 */
export async function evaluate<E extends Labelled>(
  examples: AsyncIterable<E>,
  classify: (texts: readonly string[]) => Promise<readonly Classified[]>,
  classes: number,
  { onProgress, onVerdict }: Watch<E> = {},
): Promise<Evaluation> {
  const metrics = new Metrics(classes);
  const started = performance.now();
  let done = 0;
  let withoutTokens = 0;
  let padding: number | undefined;
  for await (const chunk of chunksOf(examples, CHUNK)) {
    const outcomes = await classify(chunk.map(({ text }) => text));
    for (const [i, example] of chunk.entries()) {
      const { probabilities, tokens, padding: own } = outcomes[i]!;
      const predicted = metrics.add(example.label, probabilities);
      onVerdict?.(example, predicted);
      if (tokens === 0) withoutTokens += 1;
      if (own !== undefined) padding = (padding ?? 0) + own;
    }
    done += chunk.length;
    onProgress?.(done);
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    ...{ ...metrics.scores(), textsPerSecond: done / seconds, withoutTokens },
    ...(padding === undefined ? {} : { padding: padding / (done - withoutTokens) }),
  };
}

async function* chunksOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
