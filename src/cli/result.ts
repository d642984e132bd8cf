/** The result of one text as `--json` prints it. */
import { told } from '../export/told';
import { joinProbabilities, mostProbable } from '../model/classes';
import type { Analysis, ClassProbability, Report, WeightedToken, WeightKind } from '../model/types';

/** One stretch of a text that was too long for one run; offsets in UTF-16 units, end exclusive. */
export interface ResultPart {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** As of the whole text, here of this stretch. */
  readonly probability: number;
  readonly classes?: readonly ClassProbability[];
  readonly padding?: number;
}

export interface TextResult {
  readonly model: string;
  readonly label: string;
  /** P(positive) by a model of sentiment, whichever the label; otherwise that of the label. */
  readonly probability: number;
  /** All classes, in the model's order. */
  readonly classes: readonly ClassProbability[];
  /** What the weights are. */
  readonly kind: WeightKind;
  /** Share of the attention on PADs, where the model's softmax sees them; the weights are shares of the rest. */
  readonly padding?: number;
  /**
   * In reading order; offsets in UTF-16 units into the given text; weights sum to 1. An effect speaks for or against
   * the label of the token's part.
   */
  readonly tokens: readonly WeightedToken[];
  /** Whether part of the text was not read. */
  readonly truncated: boolean;
  readonly ms: number;
  /** Only for a text that was read in several stretches. */
  readonly parts?: readonly ResultPart[];
}

/**
 * Joins the analyses of one text. Over several, the verdict is that of their joined probabilities (see
 * `joinProbabilities`), and each token's weight, and what is on padding, is its weight in its stretch times that
 * stretch's share of the tokens.
 * @returns undefined for a text without any token.
 */
export function resultOf(report: Report): TextResult | undefined {
  const { model, analyses, unread } = report;
  const [first] = analyses;
  if (!first) return undefined;
  const classes = joinedClasses(analyses);
  const { label } = mostOf(classes);
  const padding = joinedPadding(analyses);
  const result: TextResult = {
    model,
    label,
    probability: told(classes, label),
    classes,
    kind: first.kind,
    ...(padding === undefined ? {} : { padding }),
    tokens: joinedTokens(analyses),
    truncated: unread.length > 0,
    ms: Math.round(report.ms * 100) / 100,
  };
  return analyses.length === 1 ? result : { ...result, parts: analyses.map(partOf) };
}

function partOf({ start, end, label, classes, padding }: Analysis): ResultPart {
  return {
    ...{ start, end, label, probability: told(classes, label) },
    ...(classes.length > 2 ? { classes } : {}),
    ...(padding === undefined ? {} : { padding }),
  };
}

/** All tokens, the weights of each stretch scaled by its share of them. */
export function joinedTokens(analyses: readonly Analysis[]): WeightedToken[] {
  const total = countTokens(analyses);
  return analyses.flatMap(({ tokens }) =>
    tokens.map(({ text, start, end, weight, effect, known }) => ({
      ...{ text, start, end, weight: weight * (tokens.length / total) },
      ...(effect === undefined ? {} : { effect }),
      known,
    })),
  );
}

/** Share of the attention that fell on PADs over all stretches; undefined where the model's softmax sees none. */
export function joinedPadding(analyses: readonly Analysis[]): number | undefined {
  if (analyses.every(({ padding }) => padding === undefined)) return undefined;
  const total = countTokens(analyses);
  return analyses.reduce((sum, { tokens, padding = 0 }) => sum + padding * (tokens.length / total), 0);
}

export function countTokens(analyses: readonly Analysis[]): number {
  return analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
}

/** The most probable class of a text that was read in one or several stretches, with its probability. */
export function verdictOf(analyses: readonly Analysis[]): ClassProbability {
  return mostOf(joinedClasses(analyses));
}

/** The classes of a text that was read in one or several stretches, in the model's order. */
export function joinedClasses(analyses: readonly Analysis[]): readonly ClassProbability[] {
  const { classes } = analyses[0]!;
  const probabilities = joinProbabilities(
    analyses.map(({ tokens, classes }) => ({
      count: tokens.length,
      probabilities: classes.map(({ probability }) => probability),
    })),
    classes.length,
  );
  return classes.map(({ label }, i) => ({ label, probability: probabilities[i]! }));
}

function mostOf(classes: readonly ClassProbability[]): ClassProbability {
  return classes[mostProbable(classes.map(({ probability }) => probability))]!;
}

/** Tokens turned into text at once: a book's tokens as one string would be larger than a string can be. */
const TOKENS_PER_PIECE = 4096;

/** The result as one line of JSON, in pieces, with the given fields (such as an id) before its own. */
export function* jsonPieces(result: TextResult, before: Record<string, unknown> = {}): Generator<string> {
  const { tokens, truncated, ms, parts, ...head } = result;
  const after = { truncated, ms, ...(parts ? { parts } : {}) };
  yield `${JSON.stringify({ ...before, ...head }).slice(0, -1)},"tokens":[`;
  for (let i = 0; i < tokens.length; i += TOKENS_PER_PIECE) {
    const piece = JSON.stringify(tokens.slice(i, i + TOKENS_PER_PIECE)).slice(1, -1);
    yield i === 0 ? piece : `,${piece}`;
  }
  yield `],${JSON.stringify(after).slice(1)}\n`;
}
