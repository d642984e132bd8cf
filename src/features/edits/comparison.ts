/** What edits did to a verdict and to the weights of the words. Pure. */
import type { Analysis, WeightedToken } from '../../model/types';
import type { EditedWord, EditsView } from '../../webview/protocol';
import type { Chain } from './chain';
import { keptSpan, type Draft } from './draft';

/** Words listed; a person looks at the largest changes. */
const LISTED = 12;
/** What is not distinguishable from certain has log-odds of about 28 to 37; the sign of a change is then still right. */
const LEAST = 1e-15;

/** Log-odds of a class against all others together; finite. */
export function logOddsOf({ classes }: Pick<Analysis, 'classes'>, label: string): number {
  let own = 0;
  let others = 0;
  for (const one of classes) {
    if (one.label === label) own += one.probability;
    else others += one.probability;
  }
  return Math.log(Math.max(own, LEAST)) - Math.log(Math.max(others, LEAST));
}

/**
 * Words by falling change of their share, or of their effect where the model has such. Words put in had nothing before,
 * words taken out have nothing after.
 */
export function changedWords(
  draft: Draft,
  before: Analysis,
  after: Analysis,
): Pick<EditsView, 'values' | 'words'> {
  const { values, of, now } = scales(before, after);
  const left = new Map(after.tokens.map((token) => [token.start, token]));
  const words: EditedWord[] = [];
  for (const token of before.tokens) {
    const span = keptSpan(draft, token);
    const match = span && left.get(span.start);
    if (match?.text !== token.text) words.push({ text: token.text, before: of(token), after: null });
    else {
      left.delete(match.start);
      words.push({ text: token.text, before: of(token), after: now(match) });
    }
  }
  for (const token of left.values()) words.push({ text: token.text, before: null, after: now(token) });
  const change = (word: EditedWord) => Math.abs((word.after ?? 0) - (word.before ?? 0));
  // Sorting is stable: equal changes stay in reading order.
  words.sort((a, b) => change(b) - change(a));
  return { values, words: words.slice(0, LISTED) };
}

interface Scales {
  readonly values: EditsView['values'];
  readonly of: (token: WeightedToken) => number;
  readonly now: (token: WeightedToken) => number;
}

/** Effects speak of the label of their analysis: of two classes the other's have the other sign, of more no such thing. */
function scales(before: Analysis, after: Analysis): Scales {
  const weight = (token: WeightedToken) => token.weight;
  const same = before.label === after.label;
  if (before.kind === 'attention' || (!same && before.classes.length > 2)) {
    return { values: 'weight', of: weight, now: weight };
  }
  const sign = same ? 1 : -1;
  return { values: 'effect', of: ({ effect = 0 }) => effect, now: ({ effect = 0 }) => sign * effect };
}

/** All that the panel needs of a chain. */
export function viewOf(chain: Chain, title: string, blocked: string | null): EditsView {
  const { before, after, draft, model, steps, cutAfter } = chain;
  const { label, probability, classes } = before;
  return {
    title,
    model,
    blocked,
    steps: steps.map(({ said }) => said),
    before: { label, probability, classes },
    after,
    pieces: draft,
    cutAfter,
    logOdds: logOddsOf(after, label) - logOddsOf(before, label),
    ...changedWords(draft, before, after),
  };
}
