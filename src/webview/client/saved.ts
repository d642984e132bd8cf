/** What the page leaves with VS Code for the time after a window reload. Pure. */
import type { ViewState } from '../protocol';
import { ARRANGEMENTS, type Arrangement, type Zoom } from './chartData';

/** Raised with every change of what an analysis is: what an older page left is then not shown. */
const VERSION = 2;

export interface Saved {
  readonly version: typeof VERSION;
  readonly state: ViewState | null;
  /** Pages from before there were others kept one of the first two under the same name. */
  readonly order: Arrangement;
  readonly zoom: Zoom;
  /** What sections keep of their own, by name. */
  readonly kept: Readonly<Record<string, unknown>>;
}

/** Above this many words only the charted analysis is kept: VS Code stores the state with the window. */
const MOST_TOKENS = 4000;

/** The state worth keeping: settled, and of bounded size. */
export function toSave(state: ViewState | null, arrangement: Pick<Saved, 'order' | 'zoom' | 'kept'>): Saved {
  if (!state || state.analyses.length === 0) return { version: VERSION, state: null, ...arrangement };
  const total = state.analyses.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0);
  const active = state.analyses.find(({ id }) => id === state.active) ?? state.analyses[0]!;
  const analyses = total > MOST_TOKENS ? [active] : state.analyses;
  return {
    version: VERSION,
    state: { ...state, analyses, active: active.id, busy: false, error: null },
    ...arrangement,
  };
}

/** What was saved, or null when there is nothing or it is another version's. */
export function fromSaved(value: unknown): Saved | null {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== VERSION)
    return null;
  const saved = value as Partial<Saved>;
  return {
    version: VERSION,
    state: Array.isArray(saved.state?.analyses) ? saved.state : null,
    order: ARRANGEMENTS.find((one) => one === saved.order) ?? 'reading',
    zoom: saved.zoom === 'whole' ? 'whole' : 'words',
    kept: typeof saved.kept === 'object' && saved.kept !== null ? saved.kept : {},
  };
}
