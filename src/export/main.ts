/** What the exporting bundle gives to those who load it: every form, and where its words are set. */
import { csvOf } from './csv';
import type { ExportDocument, TextFormat } from './document';
import { htmlOf } from './html';
import { jsonOf } from './json';
import { markdownOf } from './markdown';
import { measureOf } from './measure';
import { drawPicture, type Picture } from './svg';
import { checkedTheme, PALETTES, type ExportTheme } from './theme';

export { config as configureWords } from '@vscode/l10n';
export { checkedTheme, PALETTES };

/** How it is to look, and how wide its words are where that has been measured. */
export interface ExportLook {
  readonly theme: ExportTheme;
  readonly widths?: ReadonlyMap<string, number>;
}

/** The file's content in pieces: of a book, one string could be longer than a string can be. */
export function exportPieces(
  format: TextFormat,
  document: ExportDocument,
  look: ExportLook,
): Iterable<string> {
  switch (format) {
    case 'html':
      return htmlOf(document, look.theme, measured(look));
    case 'svg':
      return [picture(document, look).svg];
    case 'json':
      return jsonOf(document);
    case 'csv':
      return csvOf(document);
    case 'md':
      return markdownOf(document);
    default:
      return unknown(format);
  }
}

/** The SVG with its size in pixels, for who makes a PNG of it. */
export function picture(document: ExportDocument, look: ExportLook): Picture {
  return drawPicture(document, look.theme, measured(look));
}

/** The words that a picture has room for as they are: who can measure them does. */
export function wordsOf({ texts }: Pick<ExportDocument, 'texts'>): string[] {
  const words = texts.flatMap(({ readings }) =>
    readings.flatMap(({ analysis }) => analysis.tokens.map(({ text }) => text)),
  );
  return [...new Set(words), ' '];
}

const measured = ({ theme, widths }: ExportLook) => measureOf(theme.text.size, widths);

function unknown(format: never): never {
  throw new Error(`No export knows the form ${String(format)}`);
}
