/** The stretches of a text that are read one by one: how many, how many at a time, and what is left. */
import type { TokenRange } from './segments';
import type { Span, Token } from './types';

/** Padded words in one run of several stretches: large enough to fill the kernels, small enough to cancel between. */
const RUN_BUDGET = 2_000;

/** One stretch of a text, ready for the network. */
export interface Unit {
  readonly range: TokenRange;
  readonly ids: Int32Array;
}

/** The leading units that fit the limit; at least the first, so that a request always gets an answer. */
export function withinLimit<Any extends Unit>(units: readonly Any[], maxWords: number): Any[] {
  let words = 0;
  return units.filter((unit, index) => {
    words += unit.ids.length;
    return index === 0 || words <= maxWords;
  });
}

/** Groups neighbouring units into runs of at most RUN_BUDGET padded words. */
export function runs<Any extends Unit>(units: readonly Any[]): Any[][] {
  const groups: Any[][] = [];
  let longest = 0;
  for (const unit of units) {
    const group = groups.at(-1);
    const padded = Math.max(longest, unit.ids.length) * ((group?.length ?? 0) + 1);
    if (group && padded <= RUN_BUDGET) {
      group.push(unit);
      longest = Math.max(longest, unit.ids.length);
    } else {
      groups.push([unit]);
      longest = unit.ids.length;
    }
  }
  return groups;
}

/** What comes after the last unit that was read. */
export function unreadSpan(tokens: readonly Token[], last: Unit | undefined): Span[] {
  const first = tokens[last?.range.to ?? 0];
  return first ? [{ start: first.start, end: tokens.at(-1)!.end }] : [];
}
