/**
 * The decoration types, created once, and the brush that sets them: only what is in sight plus a margin, in slices
 * short enough that the extension host stays responsive.
 */
import * as vscode from 'vscode';
import { soon } from '../pause';
import { EMPHASIS_STEPS, opacityOfStep, STEPS } from './shading';

const SLICE_MS = 8;
const LOOK_EVERY = 128;

/**
 * The theme colour's own alpha is the strongest shading; a step takes its share of it. A CSS variable rather than a
 * `ThemeColor`, which has no opacity: so the person's `workbench.colorCustomizations` and a switch of the theme hold
 * for every step at once.
 */
function shade(colour: string, step: number): string {
  const share = +(opacityOfStep(step) * 100).toFixed(2);
  return `color-mix(in srgb, var(--vscode-attentionInspector-${colour}) ${share}%, transparent)`;
}

const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed;

const create = (options: vscode.DecorationRenderOptions) =>
  vscode.window.createTextEditorDecorationType({ rangeBehavior, ...options });

const shadesOf = (colour: string) =>
  Array.from({ length: STEPS }, (_, step) =>
    create({ backgroundColor: shade(colour, step), borderRadius: '2px' }),
  );

const linesOf = (colour: string, borderStyle: string) =>
  Array.from({ length: EMPHASIS_STEPS }, (_, step) =>
    create({
      borderStyle,
      borderWidth: `0 0 ${step + 1}px 0`,
      borderColor: new vscode.ThemeColor(`attentionInspector.${colour}`),
    }),
  );

/** One way of drawing words; both lists rise with the strength. */
export interface WordTypes {
  readonly shades: readonly vscode.TextEditorDecorationType[];
  readonly lines: readonly vscode.TextEditorDecorationType[];
}

function createTypes() {
  return {
    shades: shadesOf('attentionBackground'),
    lines: linesOf('attentionEmphasis', 'solid'),
    unread: create({
      borderStyle: 'dotted',
      borderWidth: '0 0 1px 0',
      borderColor: new vscode.ThemeColor('attentionInspector.unreadBorder'),
      opacity: '0.75',
    }),
    marked: create({
      outlineStyle: 'solid',
      outlineWidth: '2px',
      outlineColor: new vscode.ThemeColor('attentionInspector.markedBorder'),
    }),
    note: create({
      after: {
        margin: '0 0 0 2ch',
        fontStyle: 'italic',
        color: new vscode.ThemeColor('attentionInspector.verdictForeground'),
      },
    }),
  };
}

export type Types = ReturnType<typeof createTypes>;

/** One range for one type; the ranges of a type may come in any order. */
export type Stroke = readonly [vscode.TextEditorDecorationType, vscode.Range | vscode.DecorationOptions];

export type Painted = ReadonlyMap<
  vscode.TextEditorDecorationType,
  readonly (vscode.Range | vscode.DecorationOptions)[]
>;

type Shown = Map<vscode.TextEditorDecorationType, Stroke[1][]>;

export class Brush implements vscode.Disposable {
  private created: Types | null = null;
  private createdAgainst: WordTypes | null = null;
  private createdEffects: { readonly for: WordTypes; readonly against: WordTypes } | null = null;
  private readonly painted = new WeakMap<vscode.TextEditor, Shown>();
  private readonly turns = new WeakMap<vscode.TextEditor, number>();

  /** Created by the first that needs them: not while the extension is being activated. */
  get types(): Types {
    return (this.created ??= createTypes());
  }

  /** For words that speak against the verdict, which only models without attention have. */
  get against(): WordTypes {
    return (this.createdAgainst ??= {
      shades: shadesOf('againstBackground'),
      lines: linesOf('againstEmphasis', 'dashed'),
    });
  }

  /** For words that are shaded by signed values in the place of their weights: two colours, dashed lines on one side. */
  get effects(): { readonly for: WordTypes; readonly against: WordTypes } {
    return (this.createdEffects ??= {
      for: { shades: shadesOf('effectForBackground'), lines: linesOf('effectForEmphasis', 'solid') },
      against: {
        shades: shadesOf('effectAgainstBackground'),
        lines: linesOf('effectAgainstEmphasis', 'dashed'),
      },
    });
  }

  /**
   * Replaces everything shown in the editor but the outline. Short work is done when this returns; long work goes on in slices
   * and stops when a later call takes over the editor.
   */
  async paint(editor: vscode.TextEditor, strokes: Iterable<Stroke>): Promise<void> {
    const turn = (this.turns.get(editor) ?? 0) + 1;
    this.turns.set(editor, turn);
    const pause = pauses();
    const next: Shown = new Map();
    for (const [type, range] of strokes) {
      const ranges = next.get(type);
      if (ranges) ranges.push(range);
      else next.set(type, [range]);
      const wait = pause();
      if (wait && (await wait, this.turns.get(editor) !== turn)) return;
    }
    const shown = this.shownIn(editor);
    for (const type of new Set([...shown.keys(), ...next.keys()])) {
      if (type === this.types.marked) continue;
      const ranges = next.get(type);
      editor.setDecorations(type, (ranges ?? []) as vscode.Range[]);
      if (ranges) shown.set(type, ranges);
      else shown.delete(type);
      const wait = pause(true);
      if (wait && (await wait, this.turns.get(editor) !== turn)) return;
    }
  }

  /** Ends a painting that is still going on in slices; what it has set stays. */
  stop(editor: vscode.TextEditor): void {
    this.turns.set(editor, (this.turns.get(editor) ?? 0) + 1);
  }

  /** Outlines these ranges and no others; a painting leaves them alone. */
  outline(editor: vscode.TextEditor, ranges: vscode.Range[]): void {
    const shown = this.shownIn(editor);
    const { marked } = this.types;
    if (ranges.length === 0 && !shown.has(marked)) return;
    editor.setDecorations(marked, ranges);
    if (ranges.length > 0) shown.set(marked, ranges);
    else shown.delete(marked);
  }

  /** What has been set in this editor, by type. */
  shown(editor: vscode.TextEditor): Painted {
    return this.painted.get(editor) ?? new Map();
  }

  private shownIn(editor: vscode.TextEditor): Shown {
    const shown: Shown = this.painted.get(editor) ?? new Map();
    this.painted.set(editor, shown);
    return shown;
  }

  dispose(): void {
    const { for: speaksFor, against } = this.createdEffects ?? {};
    for (const words of [this.created, this.createdAgainst, speaksFor, against])
      for (const type of [...(words?.shades ?? []), ...(words?.lines ?? [])]) type.dispose();
    if (!this.created) return;
    const { unread, marked, note } = this.created;
    for (const type of [unread, marked, note]) type.dispose();
  }
}

/** Says, call by call, whether to let others run first: a promise once the slice is used up. */
function pauses(): (lookNow?: boolean) => Promise<void> | undefined {
  let until = performance.now() + SLICE_MS;
  let calls = 0;
  return (lookNow = false) => {
    if ((++calls % LOOK_EVERY !== 0 && !lookNow) || performance.now() < until) return undefined;
    return new Promise((resolve) =>
      soon(() => {
        until = performance.now() + SLICE_MS;
        resolve();
      }),
    );
  };
}
