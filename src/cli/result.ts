/** The result of one text as `--json` prints it. */
import { joinProbabilities, mostProbable } from '../model/classes';
import type { Analysis, ClassProbability, Report, WeightedToken } from '../model/types';

/** One stretch of a text that was too long for one run; offsets in UTF-16 units, end exclusive. */
export interface ResultPart {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** P(positive) of this stretch. */
  readonly probability: number;
}

export interface TextResult {
  readonly model: string;
  readonly label: string;
  /** P(positive). */
  readonly probability: number;
  /** In reading order; offsets in UTF-16 units into the given text; weights sum to 1. */
  readonly tokens: readonly WeightedToken[];
  /** Whether part of the text was not read. */
  readonly truncated: boolean;
  readonly ms: number;
  /** Only for a text that was read in several stretches. */
  readonly parts?: readonly ResultPart[];
}

/**
 * Joins the analyses of one text. Over several, the verdict is the mean of their log-odds weighted by their
 * token counts, and each token's weight is its weight in its stretch times that stretch's share of the tokens.
 * @returns undefined for a text without any token.
 */
export function resultOf(report: Report): TextResult | undefined {
  const { model, analyses, unread } = report;
  if (analyses.length === 0) return undefined;
  const total = analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const probabilities = joinedProbabilities(analyses);
  const tokens = analyses.flatMap((analysis) => {
    const share = analysis.tokens.length / total;
    return analysis.tokens.map(({ text, start, end, weight, known }) => ({
      text,
      start,
      end,
      weight: weight * share,
      known,
    }));
  });
  const result: TextResult = {
    model,
    label: analyses[0]!.classes[mostProbable(probabilities)]!.label,
    probability: probabilities.at(-1)!,
    tokens,
    truncated: unread.length > 0,
    ms: Math.round(report.ms * 100) / 100,
  };
  if (analyses.length === 1) return result;
  const parts = analyses.map(({ start, end, label, classes }) => ({
    start,
    end,
    label,
    probability: classes.at(-1)!.probability,
  }));
  return { ...result, parts };
}

/** The most probable class of a text that was read in one or several stretches, with its probability. */
export function verdictOf(analyses: readonly Analysis[]): ClassProbability {
  const probabilities = joinedProbabilities(analyses);
  const index = mostProbable(probabilities);
  return { label: analyses[0]!.classes[index]!.label, probability: probabilities[index]! };
}

function joinedProbabilities(analyses: readonly Analysis[]): readonly number[] {
  return joinProbabilities(
    analyses.map(({ tokens, classes }) => ({
      count: tokens.length,
      probabilities: classes.map(({ probability }) => probability),
    })),
    analyses[0]!.classes.length,
  );
}

/** Tokens turned into text at once: a book's tokens as one string would be larger than a string can be. */
const TOKENS_PER_PIECE = 4096;

/** The result as one line of JSON, in pieces, with the given fields (such as an id) before its own. */
export function* jsonPieces(result: TextResult, before: Record<string, unknown> = {}): Generator<string> {
  const { model, label, probability, tokens, ...after } = result;
  yield `${JSON.stringify({ ...before, model, label, probability }).slice(0, -1)},"tokens":[`;
  for (let i = 0; i < tokens.length; i += TOKENS_PER_PIECE) {
    const piece = JSON.stringify(tokens.slice(i, i + TOKENS_PER_PIECE)).slice(1, -1);
    yield i === 0 ? piece : `,${piece}`;
  }
  yield `],${JSON.stringify(after).slice(1)}\n`;
}
