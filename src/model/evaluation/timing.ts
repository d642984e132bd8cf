/** How long reading takes: medians over texts of several models in turn, so that a noisy moment hits all alike. */
import type { Analyzer } from '../analyzer';
import type { Engine } from '../engines/engine';
import { normalizeToken, tokenize } from '../tokenizer';
import type { Vocab } from '../vocab';

/** Words and signs of a timed text. */
export const TIMED_WORDS = 200;
const TEXTS = 16;
const ROUNDS = 5;

export interface Timing {
  /** Milliseconds from word ids to the verdict on TIMED_WORDS words. */
  readonly verdict: number;
  /** Milliseconds for the verdict and what is shown of every word. */
  readonly words: number;
}

/**
 * Stretches of TIMED_WORDS words each, one text after the other; fewer where there is no more text.
 * @throws RangeError where no text holds any word.
 */
export async function stretchesOf(texts: AsyncIterable<{ readonly text: string }>): Promise<string[]> {
  const stretches: string[] = [];
  let left = '';
  for await (const { text } of texts) {
    left += ` ${text}`;
    const tokens = tokenize(left);
    for (let i = 0; i + TIMED_WORDS <= tokens.length && stretches.length < TEXTS; i += TIMED_WORDS) {
      stretches.push(left.slice(tokens[i]!.start, tokens[i + TIMED_WORDS - 1]!.end));
    }
    const rest = tokens.at(-(tokens.length % TIMED_WORDS));
    left = tokens.length % TIMED_WORDS === 0 ? '' : left.slice(rest!.start);
    if (stretches.length === TEXTS) return stretches;
  }
  if (stretches.length > 0) return stretches;
  if (tokenize(left).length === 0) throw new RangeError('Expected texts with words');
  return stretchesOf(repeated(left));
}

async function* repeated(text: string): AsyncGenerator<{ readonly text: string }> {
  for (let i = 0; i < TIMED_WORDS; i++) yield { text };
}

/** A model to be timed. */
export interface Timed {
  readonly vocab: Vocab;
  readonly engine: Pick<Engine, 'run'>;
  readonly analyzer: Pick<Analyzer, 'analyze'>;
}

/** @param texts as from stretchesOf, of which one in each round is read word by word */
export async function timeReading(models: readonly Timed[], texts: readonly string[]): Promise<Timing[]> {
  const verdicts = models.map((): number[] => []);
  const words = models.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, { vocab, engine, analyzer }] of models.entries()) {
      const times = texts.map((text) => {
        const ids = Int32Array.from(tokenize(text), (token) => vocab.id(normalizeToken(token.text)));
        const started = performance.now();
        engine.run([ids]);
        return performance.now() - started;
      });
      const { analyses } = await analyzer.analyze(texts[round % texts.length]!);
      // The first round still compiles.
      if (round === 0) continue;
      verdicts[i]!.push(...times);
      words[i]!.push(analyses.reduce((sum, { ms }) => sum + ms, 0));
    }
  }
  return models.map((_, i) => ({ verdict: median(verdicts[i]!), words: median(words[i]!) }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
