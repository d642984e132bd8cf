/** One request: several texts under one limit of words. Pure but for the service it is given. */
import type { AnalyzerService, Analysis, Backend, Calibration, Report, Span } from '../model/types';

/** A text to read and where its first unit stands in the document (UTF-16 offset). */
export interface Source {
  readonly text: string;
  readonly start: number;
}

export interface ReadOptions {
  /** Words for all the texts together. */
  readonly maxWords: number;
  /** Once aborted, what was read so far comes back and the rest as unread. */
  readonly signal: AbortSignal;
  /** Share of the request that is done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** What was read and not read of one source; offsets are into its text. */
export interface SourceReading {
  readonly analyses: readonly Analysis[];
  readonly unread: readonly Span[];
  /** See Report. */
  readonly cutAfter?: number;
}

export interface Reading {
  /** One for each source, in the same order. */
  readonly sources: readonly SourceReading[];
  readonly cancelled: boolean;
  readonly model: string;
  readonly backend: Backend;
  readonly passedOver: readonly string[];
  readonly calibration: Calibration;
  /** Words that the model reads at once; a longer source has several analyses. */
  readonly maxTokens: number;
}

/** Reads all texts at one go. Rejects with what the service rejects with. */
export async function readSources(
  service: AnalyzerService,
  sources: readonly Source[],
  { maxWords, signal, onProgress }: ReadOptions,
): Promise<Reading> {
  const info = await service.info();
  const texts = sources.map(({ text }) => text);
  // Nobody waits any longer: of two hundred requests in a row only the last is to reach the model.
  const reports: readonly Pick<Report, 'analyses' | 'unread' | 'cutAfter'>[] = signal.aborted
    ? texts.map((text) => ({
        analyses: [],
        unread: text.trim() === '' ? [] : [{ start: 0, end: text.length }],
      }))
    : await service.analyzeMany(texts, {
        ...{ maxWords, signal },
        onProgress: (done, total) => onProgress?.(done / Math.max(1, total)),
      });
  return {
    sources: reports.map(({ analyses, unread, cutAfter }) => ({
      ...{ analyses, unread },
      ...(cutAfter === undefined ? {} : { cutAfter }),
    })),
    cancelled: signal.aborted,
    model: info.name,
    backend: info.backend,
    passedOver: info.passedOver,
    calibration: info.calibration,
    maxTokens: info.maxTokens,
  };
}

/** The analysis and its text alone: offsets count from where the stretch starts. */
export function rebase(analysis: Analysis, given: string): { text: string; analysis: Analysis } {
  const { start, end } = analysis;
  return {
    text: given.slice(start, end),
    analysis: {
      ...analysis,
      start: 0,
      end: end - start,
      tokens: analysis.tokens.map((token) => ({
        ...token,
        start: token.start - start,
        end: token.end - start,
      })),
    },
  };
}
