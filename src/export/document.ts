/**
 * What is exported, whatever the form: one or several texts, each read once or by several models, and how it looked.
 * Types and names alone, so that nothing heavy is loaded by those who hand something in.
 */
import type { Examination } from '../model/trust/types';
import type { Analysis } from '../model/types';

/** Forms that are text; a PNG is drawn from the SVG where there is a page to draw it. */
export const TEXT_FORMATS = ['html', 'svg', 'json', 'csv', 'md'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export const FORMATS = ['png', ...TEXT_FORMATS] as const;
export type Format = (typeof FORMATS)[number];

/** `text`: the one that is charted; `document`: all that was read of it; `comparison`: readings side by side. */
export const SCOPES = ['text', 'document', 'comparison'] as const;
export type Scope = (typeof SCOPES)[number];

/** One model's reading of a text. */
export interface Reading {
  /** Over its column, where it stands beside others; the model's name unless given. */
  readonly name?: string;
  readonly model: string;
  /** What computed, as `Report.backend` has it. */
  readonly backend: string;
  /** Offsets index the text that was read. */
  readonly analysis: Analysis;
  /** Whether its attention can be believed, where that is known. */
  readonly trust?: Examination;
  /** Trained numbers of the model, where that is to be said. */
  readonly parameters?: number;
}

export interface ExportText {
  /** Where it stands, e.g. "review.txt:3–9". */
  readonly place: string;
  /** What was read; the offsets of every reading index it. */
  readonly text: string;
  /** Whether it has been edited in its document since. */
  readonly stale?: boolean;
  /** Never empty; several stand side by side. */
  readonly readings: readonly Reading[];
}

/** A stretch with words that nobody read. */
export interface ExportUnread {
  readonly place: string;
  readonly reason: 'limit' | 'model' | 'cancelled';
}

/** What full shading stands for, and what it does with what lies below; the settings' own values. */
export interface ExportShading {
  /** Exponent, above 0. */
  readonly gamma: number;
  readonly scale: 'relative' | 'absolute';
  /** Lines under words: `auto` in high contrast alone. */
  readonly emphasis: 'auto' | 'always' | 'never';
}

/** What another feature hands in: the rest is the exporter's to fill in. */
export interface ExportParts {
  /** Names the whole, e.g. "review.txt". */
  readonly title: string;
  /** Never empty. */
  readonly texts: readonly ExportText[];
  readonly unread?: readonly ExportUnread[];
}

export interface ExportDocument extends ExportParts {
  readonly scope: Scope;
  /** What made it, e.g. "Attention Inspector 0.1.0". */
  readonly generator: string;
  /** Date and time by ISO 8601; left out where equal input is to give equal files. */
  readonly created?: string;
  /** Language of the words around the text, by BCP 47. */
  readonly language: string;
  readonly shading: ExportShading;
  /** Of the chart's bars. */
  readonly order: 'reading' | 'sorted';
}
