/**
 * What counting words in labelled texts knows of them: how rare each is, and for which class it speaks. Scores of words
 * that any model should do better than.
 */
import { mostProbable } from '../classes';
import { normalizeToken, tokenize } from '../tokenizer';
import type { Token } from '../types';
import type { Labelled } from './types';

/** A word as it is written. */
type Surface = Pick<Token, 'text'>;

/** Texts of each class that hold a word, by the vocabulary's form of it. */
export class WordCounts {
  private readonly texts: number[];
  private readonly holding = new Map<string, Uint32Array>();

  constructor(private readonly classes: number) {
    this.texts = new Array<number>(classes).fill(0);
  }

  add({ text, label }: Pick<Labelled, 'text' | 'label'>): void {
    this.texts[label]! += 1;
    for (const word of new Set(formsOf(tokenize(text)))) {
      let counts = this.holding.get(word);
      if (!counts) this.holding.set(word, (counts = new Uint32Array(this.classes)));
      counts[label]! += 1;
    }
  }

  /** ln((1 + N) / (1 + n_w)) + 1: N texts, n_w of which hold the word; scikit-learn's smoothed form. */
  rarity(word: string): number {
    return Math.log((1 + sumOf(this.texts)) / (1 + sumOf(this.holding.get(word) ?? []))) + 1;
  }

  /** Log-odds that naive Bayes of word presence, smoothed by one, gives the word for a class against all others. */
  evidence(word: string, label: number): number {
    const counts = this.holding.get(word);
    const own = (counts?.[label] ?? 0) + 1;
    const others = sumOf(counts ?? []) - (counts?.[label] ?? 0) + 1;
    const texts = this.texts[label]! + 2;
    const otherTexts = sumOf(this.texts) - this.texts[label]! + 2;
    return Math.log(own / texts) - Math.log(others / otherTexts);
  }

  /** tf·idf of every word of a text, in reading order: how often it stands there times its rarity. */
  tfIdf(tokens: readonly Surface[]): number[] {
    const words = formsOf(tokens);
    const times = new Map<string, number>();
    for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
    return words.map((word) => times.get(word)! * this.rarity(word));
  }

  /** What every word of a text says for the class that its distinct words together say, in reading order. */
  naiveBayes(tokens: readonly Surface[]): number[] {
    const words = formsOf(tokens);
    const distinct = [...new Set(words)];
    const totals = this.texts.map((_, label) =>
      distinct.reduce((sum, word) => sum + this.evidence(word, label), 0),
    );
    const label = mostProbable(totals);
    return words.map((word) => this.evidence(word, label));
  }
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

function formsOf(tokens: readonly Surface[]): string[] {
  return tokens.map(({ text }) => normalizeToken(text));
}
