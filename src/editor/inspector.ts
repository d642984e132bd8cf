/** What the extension returns from `activate`: a read-only look at what it shows, for its tests in a real VS Code. */
import * as vscode from 'vscode';
import type { Analysis } from '../model/types';
import type { WordTypes } from './decorations';
import type { RulerMarks } from './rulerMarks';
import type { StatusBar } from './statusBar';
import type { StatusText } from './statusText';
import type { AnalysisStore, Entry } from './store';
import type { TextView } from './textView';

export interface Shown {
  /** Ranges by opacity step, weakest first; most steps are empty. */
  readonly shades: readonly (readonly vscode.Range[])[];
  /** Ranges by line strength, weakest first; empty without the second channel. */
  readonly lines: readonly (readonly vscode.Range[])[];
  /** The same of the words that speak against the verdict. */
  readonly against: Sides;
  /** The same of words that are shaded by signed values in the place of their weights. */
  readonly effects: { readonly for: Sides; readonly against: Sides };
  readonly unread: readonly vscode.Range[];
  readonly marked: readonly vscode.Range[];
  readonly notes: readonly { readonly range: vscode.Range; readonly text: string }[];
}

export type Sides = Pick<Shown, 'shades' | 'lines'>;

export interface Inspector {
  /** What was read in this document, or in all of them in order of time. */
  analyses(uri?: vscode.Uri): readonly Entry[];
  /** What stands in an editor. */
  shown(editor: vscode.TextEditor): Shown;
  /** The status-bar item; null while it is hidden. */
  status(): StatusText | null;
  /** Which documents are followed while they are written, and the switch in the status bar. */
  live(): LiveLook;
  /** Marks beside an editor's scroll bar by their width, narrow first. */
  ruler(editor: vscode.TextEditor): readonly (readonly vscode.Range[])[];
  /** The edits that are being tried; null: none. */
  tried(): Tried | null;
}

/** Live attention as it stands. */
export interface LiveLook {
  /** By the documents' URIs: passes shown so far, how long the last took (ms) and when it stood there. */
  readonly documents: ReadonlyMap<
    string,
    { readonly passes: number; readonly lastMs: number; readonly shownAt: number }
  >;
  /** Null while it is hidden. */
  readonly status: { readonly text: string; readonly tooltip: string } | null;
}

export interface Tried {
  /** The changed text. */
  readonly text: string;
  readonly steps: readonly string[];
  readonly before: Analysis;
  readonly after: Analysis;
  /** Why they cannot be applied; null where they can. */
  readonly obstacle: string | null;
}

interface Parts {
  readonly store: AnalysisStore;
  readonly view: TextView;
  readonly statusBar: StatusBar;
}

const NOTHING_LIVE: LiveLook = { documents: new Map(), status: null };

interface Features {
  readonly live: { readonly look: LiveLook };
  readonly ruler: RulerMarks;
  readonly edits: { readonly tried: Tried | null };
}

export function inspector({ store, view, statusBar }: Parts, features?: Features): Inspector {
  return {
    analyses: (uri) => store.all().filter((entry) => !uri || entry.uri === uri.toString()),
    shown: (editor) => shownIn(view, editor),
    status: () => statusBar.shown,
    live: () => features?.live.look ?? NOTHING_LIVE,
    ruler: (editor) => features?.ruler.shown(editor) ?? [],
    tried: () => features?.edits.tried ?? null,
  };
}

function shownIn(view: TextView, editor: vscode.TextEditor): Shown {
  const { types, against, effects, painted } = view.shown(editor);
  const options = (type: vscode.TextEditorDecorationType) =>
    (painted.get(type) ?? []).map((stroke) => ('range' in stroke ? stroke : { range: stroke }));
  const ranges = (type: vscode.TextEditorDecorationType) => options(type).map(({ range }) => range);
  const sides = ({ shades, lines }: WordTypes) => ({ shades: shades.map(ranges), lines: lines.map(ranges) });
  return {
    shades: types.shades.map(ranges),
    lines: types.lines.map(ranges),
    against: sides(against),
    effects: { for: sides(effects.for), against: sides(effects.against) },
    unread: ranges(types.unread),
    marked: ranges(types.marked),
    notes: options(types.note).map((note: vscode.DecorationOptions) => ({
      range: note.range,
      text: note.renderOptions?.after?.contentText ?? '',
    })),
  };
}
