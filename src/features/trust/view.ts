/** What the panel is told of the charted text. Pure. */
import type { ShadingSource, TrustView } from '../../webview/protocol';
import type { Subject } from '../feature';
import { keyOf, type Findings } from './findings';

/** @param seeds how many models of other seeds there are; undefined: not known */
export function viewOf(
  { entry, unit }: Subject,
  source: ShadingSource,
  { examinations, attributions, stabilities }: Findings,
  seeds: number | undefined,
): TrustView {
  const key = keyOf(entry, unit);
  const common = {
    id: unit.id,
    text: unit.text,
    source,
    integrated: attributions.known(key) ?? null,
    stability: stabilities.known(key) ?? null,
    ...(seeds === undefined ? {} : { seeds }),
  };
  const examination = examinations.known(key);
  if (examination) return { ...common, state: 'read', examination };
  const standing = examinations.standing(key);
  if (!standing) return { ...common, state: 'waiting', words: unit.analysis.tokens.length };
  const { error, done, total } = standing;
  return error === null
    ? { ...common, state: 'reading', done, total }
    : { ...common, state: 'failed', message: messageOf(error) };
}

/** Whether the two say the same; results are the same objects. */
export function same(a: TrustView | null, b: TrustView | null): boolean {
  if (!a || !b) return a === b;
  const [now, before] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return now.size === before.size && [...now].every(([name, value]) => before.get(name) === value);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
