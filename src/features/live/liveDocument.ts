/** One document that is followed: what of it is read, and what becomes of an answer. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { assemble, type Assembled, type Segment } from '../../editor/liveUnits';
import { placeOf } from '../../editor/places';
import { withLateProgress } from '../../editor/progress';
import { readSources, type Reading, type Source } from '../../editor/reading';
import { dividedText } from '../../editor/sources';
import { unitAt, type Entry } from '../../editor/store';
import { sliceOf } from '../../editor/tracker';
import type { Span } from '../../model/types';
import type { Surface } from '../feature';
import { Follower, type Pass, type Reason } from './follower';
import { followed, withLineEndings } from './regions';

export interface LiveEvents {
  /** It has ended by itself. */
  onStop(reason: Reason): void;
  onFail(error: unknown): void;
  /** The person had enough of waiting for the first reading. */
  onCancel(): void;
}

export class LiveDocument implements vscode.Disposable {
  private readonly follower: Follower;
  private readonly uri: string;
  private segments: readonly Segment[] = [];
  /** What is followed where the selection says what one analysis covers; null: all of the document. */
  private regions: readonly Span[] | null = null;
  private eol: vscode.EndOfLine;
  /** Settings that readings depend on, as they were. */
  private readings: string;
  private coverage: string;
  /** Something of ours is in the store. */
  private presented = false;
  private readAll = false;
  /** Passes that were shown, how long the last took (ms), and when it stood in the editor (`performance.now()`). */
  passes = 0;
  lastMs = 0;
  shownAt = 0;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly surface: Surface,
    private readonly events: LiveEvents,
  ) {
    this.uri = document.uri.toString();
    this.eol = document.eol;
    [this.readings, this.coverage] = this.settings();
    surface.setLive(document, true);
    this.adopt(surface.store.get(this.uri));
    this.follower = new Follower({
      now: () => performance.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      length: () => this.length(),
      sources: () => this.sources(),
      maxWords: () => surface.config().maxWords,
      read: (sources, signal) => this.read(sources, signal),
      show: (pass) => this.show(pass),
      onStop: (reason) => events.onStop(reason),
      onFail: (error) => events.onFail(error),
    });
    this.follower.changed();
  }

  edited({ contentChanges }: vscode.TextDocumentChangeEvent): void {
    const { document, eol } = this;
    if (document.eol !== eol) {
      this.eol = document.eol;
      if (this.regions)
        this.regions = withLineEndings(this.regions, lineStarts(document), document.eol - eol);
    } else if (contentChanges.length === 0) return;
    else if (this.regions) {
      const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        ...{ offset: rangeOffset, removed: rangeLength, inserted: text.length },
      }));
      this.regions = followed(this.regions, edits, sliceOf(document));
    }
    this.follower.changed();
  }

  /**
   * What is known of the document, or the settings, may have changed.
   * @returns false where the person took the analysis away, and with it this is over
   */
  surroundingsChanged(): boolean {
    const entry = this.surface.store.get(this.uri);
    if (this.presented && !entry) return false;
    const [readings, coverage] = this.settings();
    const [reread, recovered] = [readings !== this.readings, coverage !== this.coverage];
    [this.readings, this.coverage] = [readings, coverage];
    const byHand = entry !== undefined && !entry.live;
    if (byHand) this.adopt(entry);
    if (reread) this.follower.renew();
    else if (recovered || byHand) this.follower.changed();
    return true;
  }

  setVisible(visible: boolean): void {
    if (visible) this.follower.resume();
    else this.follower.pause();
  }

  /** What was shown last stays, as any other analysis. */
  dispose(): void {
    this.follower.dispose();
    this.surface.setLive(this.document, false);
  }

  private settings(): [readings: string, coverage: string] {
    const { model, backend, maxWords, segments } = this.surface.config();
    return [JSON.stringify([model, backend]), JSON.stringify([segments, maxWords])];
  }

  /** From now on follows what was analysed by hand. */
  private adopt(entry: Entry | undefined): void {
    const live = (entry?.units ?? []).filter(({ span }) => span !== null);
    this.presented = entry !== undefined;
    this.segments = live.map((unit) => ({ text: unit.text, units: [unit] }));
    this.regions = live.length > 0 ? live.map(({ span }) => span!) : null;
    // It is ours from now on, whatever happens before the first pass is shown.
    if (entry) this.surface.store.renew({ ...entry, live: true });
  }

  private length(): number {
    if (this.followsRegions()) return this.regions!.reduce((sum, { start, end }) => sum + end - start, 0);
    const { document } = this;
    return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  }

  private followsRegions(): boolean {
    return this.regions !== null && this.surface.config().segments === 'selection';
  }

  private sources(): Source[] {
    const { document } = this;
    if (this.followsRegions()) {
      const slice = sliceOf(document);
      const sources = this.regions!.map(({ start, end }) => ({ text: slice(start, end), start }));
      return sources.filter(({ text }) => /\S/.test(text));
    }
    const { segments } = this.surface.config();
    return dividedText(document.getText(), 0, segments === 'selection' ? 'paragraph' : segments);
  }

  private async read(sources: readonly Source[], signal: AbortSignal): Promise<Reading> {
    const service = this.surface.service();
    const { maxWords } = this.surface.config();
    const work = (onProgress?: (share: number) => void) =>
      readSources(service, sources, { maxWords, signal, ...(onProgress && { onProgress }) });
    try {
      if (this.readAll) return await work();
      // Only the first may take long, for the model has to be loaded.
      const title = t('Live attention: reading {0}', placeOf(this.document, { start: 0, end: 0 }));
      const events = { onCancel: () => this.events.onCancel(), onLate: () => undefined };
      return await withLateProgress(title, events, work);
    } catch (error) {
      if (!signal.aborted) this.surface.dropService(service);
      throw error;
    }
  }

  private show({ sources, readingOf, facts, ms }: Pass): void {
    const { store } = this.surface;
    const slice = sliceOf(this.document);
    const assembled = assemble(sources, readingOf, this.segments, slice, store.nextId);
    this.segments = assembled.segments;
    this.readAll = true;
    this.presented = assembled.units.length > 0;
    this.surface.present(this.uri, this.entryOf(assembled, facts, ms));
    this.passes++;
    this.lastMs = ms;
    this.shownAt = performance.now();
  }

  private entryOf({ units, unread, split }: Assembled, facts: Pass['facts'], ms: number): Entry | null {
    const [first] = units;
    if (!first) return null;
    const { store } = this.surface;
    const before = store.get(this.uri);
    const same = units.find(({ id }) => id === before?.active.id);
    const active = this.atCursor(units) ?? same ?? first;
    if (active.span) active.place = placeOf(this.document, active.span);
    const { maxWords } = this.surface.config();
    const { maxTokens, ...known } = facts;
    return {
      ...{ uri: this.uri, units, unread, ...known, ms, maxWords, active, live: true },
      ...(split > 0 ? { split: { units: split, maxTokens } } : {}),
    };
  }

  private atCursor(units: Entry['units']) {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === this.document);
    return editor && unitAt({ units }, this.document.offsetAt(editor.selection.active));
  }
}

function lineStarts(document: vscode.TextDocument): number[] {
  return Array.from({ length: document.lineCount }, (_, line) =>
    document.offsetAt(new vscode.Position(line, 0)),
  );
}
