/**
 * Agreement with what people marked as the reasons of a verdict (ERASER: DeYoung et al. 2020), at the level of words and
 * of sentences, whose score is the sum of their words' (the share of the attention that a sentence gets), or their mean.
 */
import { estimateMean, type Estimate } from './bootstrap';
import { averagePrecision, f1AtMarked, trapezoidArea } from './ranking';
import type { Labelled } from './types';

/** A text that people marked. */
export interface Rationale extends Labelled {
  /** Its words as the data set divides it; `text` is these with a blank between. */
  readonly tokens: readonly string[];
  /** One for each of `tokens`: whether it is part of a reason. */
  readonly marked: readonly boolean[];
  /** Sentences as ranges of tokens, end exclusive, one after the other, none empty. */
  readonly sentences: readonly (readonly [start: number, end: number])[];
}

/** A word with its score and where it begins, in UTF-16 units of the text. */
export interface Scored {
  readonly start: number;
  readonly score: number;
}

/**
 * The data set's words with the scores of ours: one that we read in pieces gets their sum, one that we pass over nothing.
 * @param scored words of `tokens` joined by blanks, in reading order
 */
export function scoresOf(tokens: readonly string[], scored: readonly Scored[]): Float64Array {
  const scores = new Float64Array(tokens.length);
  let at = 0;
  let end = 0;
  tokens.forEach((token, i) => {
    end += token.length + 1;
    while (at < scored.length && scored[at]!.start < end) scores[i]! += scored[at++]!.score;
  });
  return scores;
}

/** What is measured of one text, or over several. */
export const AGREEMENTS = [
  'tokenF1',
  'tokenPrecision',
  'tokenArea',
  'sentencePrecision',
  'sentenceArea',
  'meanPrecision',
  'meanArea',
] as const;

/**
 * tokenF1: at the human length; …Precision: average precision; …Area: by trapezoids, as ERASER computes its AUPRC; token…:
 * of words; sentence…: of sentences by the sum of their words; mean…: by their mean.
 */
export type Agreement = (typeof AGREEMENTS)[number];

/** @param scores one for each of the text's tokens, of which at least one is marked */
export function rationaleAgreement(
  { marked, sentences }: Pick<Rationale, 'marked' | 'sentences'>,
  scores: ArrayLike<number>,
): Record<Agreement, number> {
  const sums = sentences.map(([start, end]) => {
    let sum = 0;
    for (let i = start; i < end; i++) sum += scores[i]!;
    return sum;
  });
  const means = sums.map((sum, i) => sum / (sentences[i]![1] - sentences[i]![0]));
  const gold = sentences.map(([start, end]) => marked.slice(start, end).includes(true));
  return {
    tokenF1: f1AtMarked(scores, marked),
    tokenPrecision: averagePrecision(scores, marked),
    tokenArea: trapezoidArea(scores, marked),
    sentencePrecision: averagePrecision(sums, gold),
    sentenceArea: trapezoidArea(sums, gold),
    meanPrecision: averagePrecision(means, gold),
    meanArea: trapezoidArea(means, gold),
  };
}

export type AgreementSummary = Readonly<Record<Agreement, Estimate>>;

/** @param rows of each text, at least one */
export function summariseAgreement(
  rows: readonly Readonly<Record<Agreement, number>>[],
  seed: number,
): AgreementSummary {
  const entries = AGREEMENTS.map((name) => [
    name,
    estimateMean(
      rows.map((row) => row[name]),
      seed,
    )!,
  ]);
  return Object.fromEntries(entries) as AgreementSummary;
}

/** The same texts scored several times, as by chance: the mean of each text first. */
export function meanAgreement(
  draws: readonly Readonly<Record<Agreement, number>>[],
): Record<Agreement, number> {
  const entries = AGREEMENTS.map((name) => [
    name,
    draws.reduce((sum, row) => sum + row[name], 0) / draws.length,
  ]);
  return Object.fromEntries(entries) as Record<Agreement, number>;
}
