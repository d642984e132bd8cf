/** What has been read, as it is exported. Pure. */
import type { Config } from '../../config';
import type { Insight } from '../../editor/insight';
import { isStale, type Entry, type Unit } from '../../editor/store';
import type { ExportDocument, ExportParts, ExportText, Scope } from '../../export/document';

import type { Subject } from '../feature';

/** What an export says of itself, besides what it shows. */
export interface Circumstances {
  readonly config: Pick<Config, 'gamma' | 'scale' | 'emphasis'>;
  readonly generator: string;
  /** Date and time by ISO 8601. */
  readonly created: string;
  readonly language: string;
  readonly order: 'reading' | 'sorted';
}

type Shown = Pick<Subject, 'entry' | 'unit' | 'stale'>;
/** Whether attention can be believed: nothing is examined to be exported. */
type Known = Pick<Insight, 'examinationOf'>;

/** The text that is charted. */
export function textParts({ entry, unit, stale }: Shown, known: Known): ExportParts {
  return { title: unit.place, texts: [textOf(entry, unit, stale, known)] };
}

/** All that the latest request gave for a document, and what it left unread. */
export function documentParts({ entry, unit: shown, stale }: Shown, known: Known): ExportParts {
  return {
    title: nameOf(entry.uri),
    texts: entry.units.map((unit) => textOf(entry, unit, unit === shown ? stale : isStale(unit), known)),
    unread: entry.unread.map(({ place, reason }) => ({ place, reason })),
  };
}

function textOf(entry: Entry, unit: Unit, stale: boolean, known: Known): ExportText {
  const { place, text, analysis } = unit;
  const { model, backend } = entry;
  // Carried through edits, it would be of another text than its own.
  const trust = unit.carried ? null : known.examinationOf(entry, unit);
  return { place, text, stale, readings: [{ model, backend, analysis, ...(trust ? { trust } : {}) }] };
}

/** The last part of an address, readable. */
export function nameOf(uri: string): string {
  const name = uri.split(/[?#]/)[0]!.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name) || uri;
  } catch {
    return name;
  }
}

export function completed(parts: ExportParts, scope: Scope, circumstances: Circumstances): ExportDocument {
  const { config, ...rest } = circumstances;
  const { gamma, scale, emphasis } = config;
  return { ...parts, ...rest, scope, shading: { gamma, scale, emphasis } };
}

/** A name for the file, from that of what it shows: without its ending, nor anything that some file system would refuse. */
export function fileName(title: string, format: string): string {
  const stem = title
    .replace(/\.[a-z\d]{1,8}(?=:|$)/i, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|\s]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${stem || 'text'}-attention.${format}`;
}
