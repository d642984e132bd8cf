/**
 * Where the weights lie in pairs of texts that people edited as little as possible to turn the verdict (Kaushik et al.
 * 2020; Gardner et al. 2020): the words that differ between the two versions are what made the difference.
 */
import { diffArrays } from 'diff';
import { Random } from '../random';
import { normalizeToken } from '../tokenizer';
import { estimateMean, estimateRatio, type Estimate } from './bootstrap';

/**
 * Which words of a text are not in another version of it, by the shortest edit from one to the other, one for each word.
 * @param words, other as the tokenizer cuts them; case and accents are no difference
 */
export function editedWords(words: readonly string[], other: readonly string[]): boolean[] {
  // Enough for texts that have nothing in common, so that there always is an answer.
  const maxEditLength = words.length + other.length;
  const parts = diffArrays(words.map(normalizeToken), other.map(normalizeToken), { maxEditLength })!;
  return parts.flatMap(({ value, added, removed }) => (added ? [] : value.map(() => removed === true)));
}

/** Of one text: what share of something fell on its edited words, each in [0, 1]. */
export interface EditShares {
  /** Of the words themselves: what weights that are all alike would give them. */
  readonly words: number;
  readonly weights: number;
  /** Of |effects|. */
  readonly effects: number;
  /** Of the same weights dealt out to the words by chance: the mean of RANDOM_DEALS. */
  readonly random: number;
}

const RANDOM_DEALS = 10;

/**
 * @param weights, effects one for each word; negative effects count by their size
 * @returns null where no word was edited, or every one
 */
export function editShares(
  edited: readonly boolean[],
  weights: readonly number[],
  effects: readonly number[],
  seed: number,
): EditShares | null {
  const count = edited.filter(Boolean).length;
  if (count === 0 || count === edited.length) return null;
  const share = (values: readonly number[]) => {
    const all = values.reduce((sum, value) => sum + Math.abs(value), 0);
    const own = values.reduce((sum, value, i) => (edited[i] ? sum + Math.abs(value) : sum), 0);
    return all > 0 ? own / all : count / edited.length;
  };
  const random = new Random(seed);
  const deals = Array.from({ length: RANDOM_DEALS }, () => random.shuffle([...weights]));
  return {
    words: count / edited.length,
    weights: share(weights),
    effects: share(effects),
    random: deals.reduce((sum, weights) => sum + share(weights), 0) / RANDOM_DEALS,
  };
}

/** Over texts; `…Ratio` is the share divided by that of the words: 1 is no more than chance has. */
export interface EditSummary {
  readonly words: Estimate;
  readonly weights: Estimate;
  readonly effects: Estimate;
  readonly random: Estimate;
  readonly weightsRatio: Estimate;
  readonly effectsRatio: Estimate;
  readonly randomRatio: Estimate;
}

/** @returns null where no text had edited words */
export function summariseEdits(rows: readonly EditShares[], seed: number): EditSummary | null {
  if (rows.length === 0) return null;
  const of = (name: keyof EditShares) => rows.map((row) => row[name]);
  const mean = (name: keyof EditShares) => estimateMean(of(name), seed)!;
  const ratio = (name: keyof EditShares) => estimateRatio(of(name), of('words'), seed)!;
  return {
    words: mean('words'),
    weights: mean('weights'),
    effects: mean('effects'),
    random: mean('random'),
    weightsRatio: ratio('weights'),
    effectsRatio: ratio('effects'),
    randomRatio: ratio('random'),
  };
}
