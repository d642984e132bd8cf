/**
 * The words nearest to a word in a model's embedding, by the cosine of the angle between their vectors.
 *
 * Letters: V words, E numbers a word.
 */
import { normalizeToken, tokenize } from './tokenizer';
import type { Neighbour } from './types';
import type { Vocab } from './vocab';

const LETTER = /\p{L}/u;

/**
 * The nearest `count` words, the most alike first, of words equally alike the more frequent. Only what could stand in a
 * text in the place of the word: no `<pad>` nor `<unk>`, nothing that would not be read as that one word, and words for a
 * word. Empty where the vocabulary does not hold the word.
 * @param table the embedding (V, E), in rows by the vocabulary's ids
 * @param word as it stands in the text
 */
export function nearest(table: Float32Array, vocab: Vocab, word: string, count: number): Neighbour[] {
  const id = vocab.id(normalizeToken(word));
  const size = table.length / vocab.size; // E
  if (id === vocab.unknownId || id === vocab.padId) return [];
  const isWord = LETTER.test(vocab.token(id));
  const own = table.subarray(id * size, (id + 1) * size);
  const length = Math.sqrt(dot(own, own));
  const found: { id: number; similarity: number }[] = [];
  for (let other = 0; other < vocab.size; other++) {
    if (other === id || other === vocab.padId || other === vocab.unknownId) continue;
    if (LETTER.test(vocab.token(other)) !== isWord) continue;
    const vector = table.subarray(other * size, (other + 1) * size);
    const similarity = dot(own, vector) / (length * Math.sqrt(dot(vector, vector)));
    // A vector of zeros points nowhere.
    if (Number.isFinite(similarity)) found.push({ id: other, similarity });
  }
  // Ids rise as words get rarer.
  found.sort((a, b) => b.similarity - a.similarity || a.id - b.id);
  const nearestFirst: Neighbour[] = [];
  for (const { id: other, similarity } of found) {
    if (nearestFirst.length >= count) break;
    const text = vocab.token(other);
    if (readsAsItself(text)) nearestFirst.push({ word: text, similarity });
  }
  return nearestFirst;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Whether the word, written down, is read as that one token of the vocabulary. */
function readsAsItself(word: string): boolean {
  const tokens = tokenize(word);
  return tokens.length === 1 && tokens[0]!.text === word && normalizeToken(word) === word;
}
