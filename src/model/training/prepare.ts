/** From labelled texts to ids: split, vocabulary, sequences. */
import type { Example } from '../evaluation/types';
import { Random } from '../random';
import { normalizeToken, tokenize } from '../tokenizer';
import { Vocab } from '../vocab';

/** One training text as the network sees it. */
export interface Sequence {
  readonly ids: Int32Array;
  readonly label: 0 | 1;
  /** Token indices at which a sentence begins, 0 first. */
  readonly sentences: Int32Array;
}

/** A labelled text as normalised tokens. */
export interface Tokenized {
  readonly tokens: readonly string[];
  readonly label: 0 | 1;
}

export function tokenizeExample(example: Example): Tokenized {
  return { tokens: tokenize(example.text).map((t) => normalizeToken(t.text)), label: example.label };
}

/** Splits off `size` examples at random, as many of each label, with a fixed seed. */
export function splitValidation<T extends { readonly label: 0 | 1 }>(
  examples: readonly T[],
  size: number,
  seed: number,
): { train: T[]; validation: T[] } {
  const random = new Random(seed);
  const chosen = new Set<T>();
  for (const label of [0, 1] as const) {
    const candidates = random.shuffle(examples.filter((e) => e.label === label));
    for (const example of candidates.slice(0, size / 2)) chosen.add(example);
  }
  return {
    train: examples.filter((e) => !chosen.has(e)),
    validation: examples.filter((e) => chosen.has(e)),
  };
}

export function buildVocabulary(texts: readonly Tokenized[], limit: number): Vocab {
  const counts = new Map<string, number>();
  for (const { tokens } of texts) {
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return Vocab.fromCounts(counts, limit);
}

const SENTENCE_END = new Set(['.', '!', '?', '...']);
const SHORTEST_SENTENCE = 4;

export function toSequence(text: Tokenized, vocab: Vocab): Sequence {
  const tokens = text.tokens.length > 0 ? text.tokens : ['<unk>'];
  const starts = [0];
  for (let t = 1; t < tokens.length; t++) {
    const ended = SENTENCE_END.has(tokens[t - 1]!) && !SENTENCE_END.has(tokens[t]!);
    if (ended && t - starts.at(-1)! >= SHORTEST_SENTENCE) starts.push(t);
  }
  return {
    ids: Int32Array.from(tokens, (token) => vocab.id(token)),
    label: text.label,
    sentences: Int32Array.from(starts),
  };
}

/** Vocabulary forms that pre-trained vectors know by another name. */
const ALIASES: Readonly<Record<string, string>> = {
  "n't": 'not',
  "'s": 'is',
  "'re": 'are',
  "'ve": 'have',
  "'ll": 'will',
  "'d": 'would',
  "'m": 'am',
  '...': '.',
  '<unk>': 'unk',
  ca: 'can',
  wo: 'will',
};

/**
 * The embedding's first values: pre-trained vectors where there are any, small random ones elsewhere.
 * @returns (V, E) row-major, with the share of the training tokens that had a vector
 */
export function initialEmbedding(
  vocab: Vocab,
  size: number,
  vectorOf: (word: string) => ArrayLike<number> | undefined,
  seed: number,
): { table: Float32Array; covered: number } {
  const random = new Random(seed);
  const table = new Float32Array(vocab.size * size);
  let found = 0;
  let all = 0;
  for (let id = 0; id < vocab.size; id++) {
    const word = vocab.token(id);
    const vector = vectorOf(ALIASES[word] ?? word);
    all += vocab.count(id);
    if (vector) found += vocab.count(id);
    for (let k = 0; k < size; k++) {
      const noise = 0.4 * (random.uniform() + random.uniform() + random.uniform() - 1.5);
      table[id * size + k] = vector ? vector[k]! : noise;
    }
  }
  table.fill(0, vocab.padId * size, (vocab.padId + 1) * size);
  return { table, covered: found / all };
}
