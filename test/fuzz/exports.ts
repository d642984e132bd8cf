/** Exports of hostile documents stay what they are. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { elementsOf, parseXml } from '../fixtures/xml';
import { hostileDocument, made } from '../unit/export/support';
import { fuzzed } from './property';

export const exportProperties = [
  fuzzed(
    'exports',
    'a picture is well-formed, and nothing in it acts or loads',
    10,
    hostileDocument,
    (document) => {
      for (const element of elementsOf(parseXml(made('svg', document)))) {
        assert.doesNotMatch(element.name, /script|foreignObject|image|use|^a$|animate|set/i);
        for (const [name, value] of Object.entries(element.attributes)) {
          assert.doesNotMatch(name, /^on|href|src/i);
          assert.doesNotMatch(value, /url\(\s*['"]?(?!#)/i);
        }
      }
    },
  ),
  fuzzed('exports', 'a page holds no element of the text', 10, hostileDocument, (document) => {
    const html = made('html', document);
    assert.doesNotMatch(html, /<\/?(?:script|iframe|img|link|object|base|form|a|embed|input)\b/i);
    assert.equal(html.match(/<\/style>/g)?.length, 1);
  }),
  fuzzed('exports', 'a table has no cell that a spreadsheet would run', 30, hostileDocument, (document) => {
    for (const row of parse(made('csv', document))) {
      for (const cell of row)
        if (!Number.isFinite(Number(cell))) assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/);
    }
  }),
  fuzzed('exports', 'data is JSON, and holds the texts as they are', 30, hostileDocument, (document) => {
    const { texts } = JSON.parse(made('json', document)) as { texts: { text: string }[] };
    assert.deepEqual(
      texts.map(({ text }) => text),
      document.texts.map(({ text }) => text),
    );
  }),
  fuzzed(
    'exports',
    'Markdown has no tag, link, picture or entity of the text',
    30,
    hostileDocument,
    (document) => {
      const bare = made('md', document).replace(/\\[!-/:-@[-`{-~]/g, '');
      assert.doesNotMatch(bare, /<(?!\/?(?:unk|br))|\]\(|!\[|&(?:#|\w+;)|https?:\/\/|www\./);
    },
  ),
];
