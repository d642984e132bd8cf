/** Texts as a network takes them: ids in a batch of one fixed width, padded, with their true lengths. */
import { normalizeToken, tokenize } from './tokenizer';
import { idsToTokens, type Vocab } from './vocab';

/** One row of the batch. */
export interface Sample {
  /** As many as there are positions: the ids read, then `<pad>`. */
  readonly ids: Int32Array;
  /** True length: how many of them are words and signs. */
  readonly length: number;
  /** Words and signs of the whole text; those beyond the last position are cut. */
  readonly words: number;
  /** What the ids stand for, `<pad>` dropped. */
  readonly tokens: readonly string[];
  /** Of the ids read: what is written where `<unk>` is read, by position. */
  readonly unknown: ReadonlyMap<number, string>;
}

/**
 * @param positions width of the batch
 * @throws RangeError unless there is at least one position
 */
export function sampleOf(text: string, vocab: Vocab, positions: number): Sample {
  if (!(positions >= 1)) throw new RangeError(`Expected at least one position, found ${positions}`);
  const written = tokenize(text);
  const read = written.slice(0, positions);
  const ids = new Int32Array(positions).fill(vocab.padId);
  const unknown = new Map<number, string>();
  read.forEach((token, i) => {
    ids[i] = vocab.id(normalizeToken(token.text));
    if (ids[i] === vocab.unknownId) unknown.set(i, token.text);
  });
  return { ids, length: read.length, words: written.length, tokens: idsToTokens(ids, vocab), unknown };
}
