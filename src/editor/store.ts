/**
 * What has been read in which document, kept in step with its edits. Pure: documents are their URIs.
 * One request replaces what an earlier one left in the same document.
 */
import type { Analysis, Backend, Calibration, Span } from '../model/types';
import { carriedUnit } from './carry';
import { runTogether, shiftSpan, type TextEdit } from './edits';

/** A stretch of a document that moves with the edits around it. */
export interface Tracked {
  /** UTF-16 offsets into the document; null once an edit reached inside. */
  span: Span | null;
}

/** One verdict and the text that it was computed for. */
export interface Unit extends Tracked {
  readonly id: number;
  readonly text: string;
  /** The blanks before it, where nothing else stands before it on its line. */
  readonly indent?: string;
  /** Offsets index `text`. */
  readonly analysis: Analysis;
  /** The largest weight, which the relative scale divides by. */
  readonly largest: number;
  /** An edit reached inside since, and the text has not been read anew yet: see carry.ts. */
  readonly carried?: true;
  /** Where it stands, or stood before it went stale, e.g. "review.txt:3–9". */
  place: string;
}

/** A stretch with words that nobody read. */
export interface Unread extends Tracked {
  readonly reason: 'limit' | 'model' | 'cancelled';
  /** Like a unit's. */
  place: string;
}

/** What became of texts that are longer than the model reads at once. */
export interface Split {
  /** Units that they were read in. */
  readonly units: number;
  /** Words that the model reads at once. */
  readonly maxTokens: number;
}

/** Everything that the latest request gave for one document. */
export interface Entry {
  readonly uri: string;
  /** In reading order, never empty. */
  readonly units: readonly Unit[];
  readonly unread: readonly Unread[];
  readonly model: string;
  readonly backend: Backend;
  readonly passedOver: readonly string[];
  readonly calibration?: Calibration;
  /** Where a text was longer than the model reads at once. */
  readonly split?: Split;
  /** Milliseconds from request to result. */
  readonly ms: number;
  /** The limit that the request ran under. */
  readonly maxWords: number;
  /** Read anew after every edit, by live attention. */
  readonly live?: boolean;
  /** The one that status bar and panel speak of. */
  active: Unit;
}

/** Whether its document holds its text no longer, or holds it with words that have not been read yet. */
export function isStale({ span, carried }: Pick<Unit, 'span' | 'carried'>): boolean {
  return span === null || carried === true;
}

/** Reads the document as it is after the edits; offsets may lie outside it. */
export type Slice = (start: number, end: number) => string;

export class AnalysisStore {
  private readonly entries = new Map<string, Entry>();
  private readonly followed = new Map<string, Set<Tracked>>();
  /** Documents that are read anew after every edit. */
  private readonly live = new Set<string>();
  private lastId = 0;

  /** A number for a new unit. */
  readonly nextId = (): number => ++this.lastId;

  get(uri: string): Entry | undefined {
    return this.entries.get(uri);
  }

  all(): readonly Entry[] {
    return [...this.entries.values()];
  }

  put(entry: Entry): void {
    // Deleting first keeps the map in order of time, the latest last.
    this.entries.delete(entry.uri);
    this.entries.set(entry.uri, entry);
  }

  /** The same request, read anew: its place in time stays. */
  renew(entry: Entry): void {
    this.entries.set(entry.uri, entry);
  }

  /**
   * While a document is live, edits inside an analysis carry it along instead of ending it: it is about to be replaced.
   * What was carried and is not going to be replaced any longer is dropped; says whether there was any.
   */
  setLive(uri: string, live: boolean): { dropped: boolean } {
    if (live) this.live.add(uri);
    else this.live.delete(uri);
    const entry = live ? undefined : this.entries.get(uri);
    const carried = (entry?.units ?? []).filter((unit) => unit.carried);
    for (const unit of carried) unit.span = null;
    if (entry?.live) this.entries.set(uri, { ...entry, live: false });
    return { dropped: carried.length > 0 };
  }

  isLive(uri: string): boolean {
    return this.live.has(uri);
  }

  /** Forgets the document; says whether there was anything to forget. */
  forget(uri: string): boolean {
    return this.entries.delete(uri);
  }

  clear(): void {
    this.entries.clear();
  }

  /** The unit with this id and the entry that holds it. */
  find(id: number): { entry: Entry; unit: Unit } | undefined {
    for (const entry of this.entries.values()) {
      const unit = entry.units.find((candidate) => candidate.id === id);
      if (unit) return { entry, unit };
    }
    return undefined;
  }

  /** Follows a stretch through edits until `release`: where a request's text stands when its answer comes. */
  follow(uri: string, span: Span): Tracked & { release(): void } {
    const tracked: Tracked = { span };
    const group = this.followed.get(uri) ?? new Set();
    this.followed.set(uri, group.add(tracked));
    return Object.assign(tracked, {
      release: () => {
        group.delete(tracked);
        if (group.size === 0) this.followed.delete(uri);
      },
    });
  }

  /** Takes one change event into account. `dropped`: an edit reached into something that is shown. */
  edit(uri: string, edits: readonly TextEdit[], slice: Slice): { known: boolean; dropped: boolean } {
    for (const tracked of this.followed.get(uri) ?? []) tracked.span = moved(tracked, edits, slice);
    const entry = this.entries.get(uri);
    if (!entry) return { known: false, dropped: false };
    if (this.live.has(uri)) this.carry(entry, edits, slice);
    let dropped = false;
    for (const tracked of this.live.has(uri) ? entry.unread : [...entry.units, ...entry.unread]) {
      const before = tracked.span;
      tracked.span = moved(tracked, edits, slice);
      dropped ||= before !== null && tracked.span === null;
    }
    return { known: true, dropped };
  }

  /** Units that an edit reached into are replaced by what they have become; those of which nothing is left go. */
  private carry(entry: Entry, edits: readonly TextEdit[], slice: Slice): void {
    let { active } = entry;
    const units: Unit[] = [];
    for (const unit of entry.units) {
      const span = moved(unit, edits, slice);
      const carried = span || !unit.span ? unit : carriedUnit(unit, edits, slice);
      if (span) unit.span = span;
      if (carried) units.push(carried);
      if (unit === active) active = carried ?? unit;
    }
    if (units.length === 0) {
      for (const unit of entry.units) unit.span = null;
      return;
    }
    if (!units.includes(active)) active = units[0]!;
    this.entries.set(entry.uri, { ...entry, units, active });
  }

  /** After the line endings changed every offset may be off: keeps only what still stands where it stood. */
  recheck(uri: string, slice: Slice): { known: boolean; dropped: boolean } {
    // Requests under way are few and short: they are simply not shown.
    for (const tracked of this.followed.get(uri) ?? []) tracked.span = null;
    const entry = this.entries.get(uri);
    if (!entry) return { known: false, dropped: false };
    let dropped = false;
    for (const unit of entry.units) {
      if (!unit.span || slice(unit.span.start, unit.span.end) === unit.text) continue;
      unit.span = null;
      dropped = true;
    }
    for (const unread of entry.unread) unread.span = null;
    return { known: true, dropped };
  }
}

/** The live unit at this document offset; one that merely ends there comes second. */
export function unitAt({ units }: Pick<Entry, 'units'>, offset: number): Unit | undefined {
  const touching = units.filter(({ span }) => span && span.start <= offset && offset <= span.end);
  return touching.find(({ span }) => span && offset < span.end) ?? touching[0];
}

/** Index of the token at this offset into the unit's text; one that merely ends there comes second. */
export function tokenAt(unit: Unit, offset: number): number | undefined {
  const { tokens } = unit.analysis;
  // First token that starts behind the offset; the one before it is the only candidate.
  const behind = firstIndex(tokens.length, (index) => (tokens[index]?.start ?? 0) > offset);
  const candidate = tokens[behind - 1];
  if (!candidate) return undefined;
  if (offset < candidate.end) return behind - 1;
  return offset === candidate.end ? behind - 1 : undefined;
}

/** The first index in [0, length] from which on `holds` is true; binary search. */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function moved(tracked: Tracked, edits: readonly TextEdit[], slice: Slice): Span | null {
  if (!tracked.span) return null;
  const shifted = shiftSpan(tracked.span, edits);
  if (!shifted) return null;
  const { span, newNeighbour } = shifted;
  // Two units hold any character, also one of a surrogate pair.
  const joins = (offset: number) =>
    runTogether(slice(Math.max(0, offset - 2), offset), slice(offset, offset + 2));
  const joined = (newNeighbour.before && joins(span.start)) || (newNeighbour.after && joins(span.end));
  return joined ? null : span;
}
