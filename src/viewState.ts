/** The panel's picture of one document's analyses. Pure. */
import type { Config } from './config';
import { NO_INSIGHT, type Insight } from './editor/insight';
import type { Entry, Unit } from './editor/store';
import { splitText, unreadText } from './editor/statusText';
import type { ViewAnalysis, ViewState } from './webview/protocol';

/** What goes on beside the analyses themselves. */
export interface Activity {
  readonly busy: boolean;
  readonly error: string | null;
}

/** The state of a kept analysis: it is as old as it says, whatever has become of its text. */
export function asPinned(state: ViewState, at: number): ViewState {
  return { ...state, pinned: at, analyses: state.analyses.map((view) => ({ ...view, stale: false })) };
}

/** What the panel shows; null when there is nothing at all to say. */
export function viewState(
  entry: Entry | undefined,
  config: Config,
  activity: Activity,
  insight: Insight = NO_INSIGHT,
): ViewState | null {
  if (!entry && !activity.busy && activity.error === null) return null;
  return {
    model: entry?.model ?? config.model,
    backend: entry?.backend ?? '',
    passedOver: entry?.passedOver ?? [],
    ...(entry?.calibration ? { calibration: entry.calibration } : {}),
    analyses: (entry?.units ?? []).map((unit) => viewOf(entry!, unit, insight)),
    active: entry?.active.id ?? null,
    unread: entry ? unreadText(entry) : null,
    split: entry ? splitText(entry) : null,
    ms: entry?.ms ?? 0,
    ...activity,
    gamma: config.gamma,
    scale: config.scale,
    emphasis: config.emphasis,
    ...(config.shadingSource === 'attention' ? {} : { signed: true }),
  };
}

function viewOf(entry: Entry, unit: Unit, insight: Insight): ViewAnalysis {
  const { id, place, text, indent, analysis, span } = unit;
  const shading = insight.shadingOf(entry, unit);
  return {
    id,
    title: place,
    text,
    ...(indent === undefined ? {} : { indent }),
    analysis,
    stale: span === null,
    ...(shading ? { shading } : {}),
  };
}
