import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CSV_COLUMNS } from '../../../src/export/csv';
import { withEffects } from '../../browser/panelSamples';
import { documentOf, readingOf, textOf } from '../../fixtures/exports';
import { hostileDocument, made } from './support';

type Row = Record<(typeof CSV_COLUMNS)[number], string>;

/** A lone surrogate is nothing that a file can hold. */
const asUtf8 = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

const rowsOf = (csv: string) => parse<Row>(csv, { columns: true });

describe('an export as CSV', () => {
  it('has one row a token with its numbers as they are', () => {
    const { analysis } = textOf('Not bad at all').readings[0]!;
    const effects = withEffects(analysis, [-0.5, 1.25, 0, -2]);
    const document = documentOf([
      { place: 'a.txt:1', text: 'Not bad at all', readings: [readingOf(effects)] },
      textOf('Bad', {}, 2),
    ]);
    const csv = made('csv', document);
    assert.equal(csv.split('\n')[0], CSV_COLUMNS.join(','));
    const rows = rowsOf(csv);
    assert.deepEqual(
      rows.map(({ text, index, token }) => `${text} ${index} ${token}`),
      ['1 1 Not', '1 2 bad', '1 3 at', '1 4 all', '2 1 Bad'],
    );
    assert.deepEqual(
      rows.map(({ effect }) => effect),
      ['-0.5', '1.25', '0', '-2', ''],
    );
    assert.deepEqual(
      rows.slice(0, 4).map(({ rank, start, end }) => [rank, start, end].join(' ')),
      ['3 0 3', '2 4 7', '4 8 10', '1 11 14'],
    );
    assert.equal(rows[0]!.probability, String(effects.classes[1]!.probability));
    rows.forEach(({ weight }, index) =>
      assert.equal(Number(weight), [...effects.tokens, { weight: 1 }][index]!.weight),
    );
  });

  it('has no cell that a spreadsheet would run, and a row for every token, whatever the text holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const rows = rowsOf(made('csv', document));
        const readings = document.texts.flatMap(({ readings }) => readings);
        const tokens = readings.flatMap(({ analysis }) => analysis.tokens);
        assert.equal(rows.length, tokens.length);
        rows.forEach((row, index) => {
          for (const [name, cell] of Object.entries(row)) {
            if (name === 'effect' && Number.isFinite(Number(cell))) continue;
            assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/, name);
          }
          assert.equal(row.token.replace(/^'(?=[=+\-@＝＋－＠])/, ''), asUtf8(tokens[index]!.text));
        });
      }),
    );
  });
});
