/** What the tests of exports share: arbitrary hostile texts, and a file as one string. */
import fc from 'fast-check';
import type { ExportDocument, TextFormat } from '../../../src/export/document';
import { exportPieces } from '../../../src/export/main';
import { PALETTES, type ThemeKind } from '../../../src/export/theme';
import { withClasses, withEffects } from '../../browser/panelSamples';
import { documentOf, HOSTILE, textOf } from '../../fixtures/exports';

export function made(format: TextFormat, document: ExportDocument, kind: ThemeKind = 'dark'): string {
  return [...exportPieces(format, document, { theme: PALETTES[kind] })].join('');
}

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

/** Text with at least one token. */
export const hostileText = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', '', '\n', '\r\n', '\n\n', '\t')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => `${pieces.flat().join('')}x`);

/** Everything that comes from outside is hostile: text, place, title, labels, names of models. */
export const hostileDocument: fc.Arbitrary<ExportDocument> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 1, maxLength: 3 }),
    words: fc.array(piece, { minLength: 6, maxLength: 6 }),
    models: fc.integer({ min: 1, max: 2 }),
    probability: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  })
  .map(({ texts, words, models, probability }) =>
    documentOf(
      texts.map((content, index) => {
        const text = textOf(content, { place: words[0]! }, index + 1);
        const [reading] = text.readings as [(typeof text.readings)[number]];
        const classes = { [`a${words[1]!}`]: probability, [`b${words[2]!}`]: 1 - probability, c: 0 };
        const other = withClasses(withEffects(reading.analysis), classes);
        const second = { ...reading, name: words[3]!, model: words[4]!, backend: words[5]!, analysis: other };
        return { ...text, readings: [reading, second].slice(2 - models) };
      }),
      { title: words[5]!, unread: [{ place: words[4]!, reason: 'limit' }] },
    ),
  );
