/** The analysed text cut into tokens and what stands between them. Pure. */
import type { ViewAnalysis } from '../protocol';

export interface Piece {
  readonly text: string;
  /** Index of the token, null for white space and whatever else no token covers. */
  readonly token: number | null;
}

/** CR alone and CR LF become LF: a browser breaks the line at nothing else. */
const lineBreaks = (text: string): string => text.replace(/\r\n?/g, '\n');

/** Pieces in reading order which, joined, are the text (line breaks as LF), indented as it is in the document. */
export function piecesOf({
  text,
  indent,
  analysis,
}: Pick<ViewAnalysis, 'text' | 'indent' | 'analysis'>): Piece[] {
  const pieces: Piece[] = indent ? [{ text: indent, token: null }] : [];
  let end = 0;
  const gap = (until: number) => {
    if (until > end) pieces.push({ text: lineBreaks(text.slice(end, until)), token: null });
  };
  analysis.tokens.forEach((token, index) => {
    gap(token.start);
    pieces.push({ text: lineBreaks(text.slice(token.start, token.end)), token: index });
    end = token.end;
  });
  gap(text.length);
  return pieces;
}
