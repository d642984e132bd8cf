/** Which analysed words a command or a code action speaks of. */
import type * as vscode from 'vscode';
import { firstIndex, tokenAt, unitAt, type AnalysisStore, type Unit } from '../../editor/store';
import type { Span } from '../../model/types';

/** Words of one analysed text, by their indices; as it stands in a code action's command. */
export interface Target {
  /** Id of the unit. */
  readonly unit: number;
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** The word at the cursor, or the words that a selection touches in the text that it begins in; null: none. */
export function targetAt(
  store: AnalysisStore,
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
): Target | null {
  const entry = store.get(document.uri.toString());
  const from = document.offsetAt(start);
  const to = document.offsetAt(end);
  const unit = entry && (unitAt(entry, from) ?? firstWithin(entry.units, from, to));
  if (!unit?.span) return null;
  const words = from === to ? at(unit, from - unit.span.start) : within(unit, from, to);
  return words && { unit: unit.id, ...words };
}

/** A selection may begin in blanks before a text. */
function firstWithin(units: readonly Unit[], from: number, to: number): Unit | undefined {
  return units.find(({ span }) => span && from < span.end && span.start < to);
}

function at(unit: Unit, offset: number): Omit<Target, 'unit'> | null {
  const token = tokenAt(unit, offset);
  return token === undefined ? null : { first: token, last: token };
}

function within({ analysis: { tokens }, span }: Unit, from: number, to: number): Omit<Target, 'unit'> | null {
  const base = span?.start ?? 0;
  const first = firstIndex(tokens.length, (index) => base + (tokens[index]?.end ?? 0) > from);
  const last = firstIndex(tokens.length, (index) => base + (tokens[index]?.start ?? 0) >= to) - 1;
  return first <= last ? { first, last } : null;
}

/** Where the words stand in the unit's text. */
export function spanOf({ analysis: { tokens } }: Unit, { first, last }: Target): Span | null {
  const [from, to] = [tokens[first], tokens[last]];
  return from && to ? { start: from.start, end: to.end } : null;
}

/** Whether what a command was called with is one. */
export function isTarget(value: unknown): value is Target {
  if (typeof value !== 'object' || value === null) return false;
  const { unit, first, last } = value as Record<string, unknown>;
  return [unit, first, last].every(Number.isInteger);
}
