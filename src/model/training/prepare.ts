/** From labelled texts to ids: vocabulary, sequences, first word vectors. */
import { Random } from '../random';
import { normalizeToken, tokenize } from '../tokenizer';
import { UNKNOWN, Vocab } from '../vocab';

/** One training text as the network sees it. */
export interface Sequence {
  readonly ids: Int32Array;
  /** The probability that each class should have: 1 for the label that was given, or what teachers say. */
  readonly targets: readonly number[];
  /** Token indices at which a sentence begins, 0 first. */
  readonly sentences: Int32Array;
  /** Never to be replaced by a window of it. */
  readonly whole?: boolean;
  /** What each word does to the verdict when it is left out, for attention to follow; only where that is known. */
  readonly effects?: Float32Array;
  /** What each word's state is to say of the classes, (T, C), see `evidenceTie`; only where that is known. */
  readonly evidence?: Float32Array;
}

/** A text as the vocabulary counts it. */
export function normalTokens(text: string): string[] {
  return tokenize(text).map((t) => normalizeToken(t.text));
}

/** All probability on one class. */
export function oneHot(label: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, k) => Number(k === label));
}

/** The `limit` most frequent tokens of the texts, `<pad>` and `<unk>` included. */
export function buildVocabulary(
  texts: readonly { readonly tokens: readonly string[] }[],
  limit: number,
): Vocab {
  const counts = new Map<string, number>();
  for (const { tokens } of texts) {
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return Vocab.fromCounts(counts, limit);
}

const SENTENCE_END = new Set(['.', '!', '?', '...']);
const SHORTEST_SENTENCE = 4;

/** Token indices at which a sentence begins, 0 first; very short ones are taken with the one before. */
export function sentenceStarts(tokens: readonly string[]): number[] {
  const starts = [0];
  for (let t = 1; t < tokens.length; t++) {
    const ended = SENTENCE_END.has(tokens[t - 1]!) && !SENTENCE_END.has(tokens[t]!);
    if (ended && t - starts.at(-1)! >= SHORTEST_SENTENCE) starts.push(t);
  }
  return starts;
}

/** A text without tokens is read as one unknown word. */
export function toSequence(words: readonly string[], targets: readonly number[], vocab: Vocab): Sequence {
  const tokens = words.length > 0 ? words : [UNKNOWN];
  return {
    ids: Int32Array.from(tokens, (token) => vocab.id(token)),
    targets,
    sentences: Int32Array.from(sentenceStarts(tokens)),
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
  [UNKNOWN]: 'unk',
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
