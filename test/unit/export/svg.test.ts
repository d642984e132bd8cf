import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseColour } from '../../../src/export/colour';
import { exportPieces, picture } from '../../../src/export/main';
import { PALETTES } from '../../../src/export/theme';
import { opacityOf } from '../../../src/editor/shading';
import { prose, withClasses, withEffects } from '../../browser/panelSamples';
import { documentOf, readingOf, textOf } from '../../fixtures/exports';
import { elementsOf, parseXml, textOf as contentOf, type Node } from '../../fixtures/xml';
import { hostileDocument, made } from './support';

const withClass = (root: Node, name: string) =>
  elementsOf(root).filter(({ attributes }) => attributes['class'] === name);

const rectsOf = (root: Node) =>
  withClass(root, 'marks')
    .flatMap(elementsOf)
    .filter(({ name }) => name === 'rect');
const wordsOf = (root: Node) =>
  withClass(root, 'words').flatMap((group) => elementsOf(group).filter(({ name }) => name === 'text'));

describe('an export as SVG', function () {
  this.timeout(60_000);

  it('draws every word with the editor’s opacity, in the theme’s colour', () => {
    const text = textOf(prose(120));
    const { tokens } = text.readings[0]!.analysis;
    for (const kind of ['dark', 'light'] as const) {
      for (const scale of ['relative', 'absolute'] as const) {
        const shading = { gamma: 0.7, scale, emphasis: 'auto' as const };
        const root = parseXml(made('svg', documentOf([text], { shading }), kind));
        const rects = rectsOf(root);
        const attention = parseColour(PALETTES[kind].colours.attention)!;
        const largest = Math.max(...tokens.map(({ weight }) => weight));
        assert.equal(rects.length, tokens.length);
        tokens.forEach(({ weight }, index) => {
          const { fill, 'fill-opacity': opacity = '1' } = rects[index]!.attributes;
          assert.equal(fill, PALETTES[kind].colours.attention.slice(0, 7));
          const expected = attention.alpha * opacityOf(weight, largest, shading);
          assert.ok(Math.abs(Number(opacity) - expected) < 1e-3, `${opacity} for ${expected}`);
        });
      }
    }
  });

  it('says of every word its weight, and holds the text in order', () => {
    const text = textOf(prose(60));
    const root = parseXml(made('svg', documentOf([text])));
    assert.equal(wordsOf(root).map(contentOf).join(''), text.text.replace(/\s/g, ''));
    assert.match(contentOf(rectsOf(root)[0]!), /^I: \d.* % of the attention, rank \d+ of 60$/);
  });

  it('is framed as large as it says, everything inside', () => {
    const { svg, width, height } = picture(documentOf([textOf(prose(300))]), { theme: PALETTES.light });
    const root = parseXml(svg);
    assert.deepEqual(
      [root.attributes['width'], root.attributes['height'], root.attributes['viewBox']],
      [String(width), String(height), `0 0 ${width} ${height}`],
    );
    for (const { attributes } of [...rectsOf(root), ...wordsOf(root)]) {
      assert.ok(Number(attributes['x']) > 0 && Number(attributes['x']) < width);
      assert.ok(Number(attributes['y']) > 0 && Number(attributes['y']) < height);
    }
  });

  it('charts a bar for every word, the sign of an effect above or below the line', () => {
    const { analysis } = textOf('Not bad at all').readings[0]!;
    const effects = withEffects(analysis, [-2, 1, -1, 4]);
    const document = documentOf([{ place: 'x', text: 'Not bad at all', readings: [readingOf(effects)] }]);
    const [chart] = withClass(parseXml(made('svg', document)), 'chart');
    const bars = elementsOf(chart!).filter(({ name }) => name === 'rect');
    const heights = bars.map(({ attributes }) => Number(attributes['height']));
    // Those that speak for the verdict come first.
    const [one, four, two, other] = heights;
    assert.ok(Math.abs(four! / one! - 4) < 0.01 && Math.abs(two! / other! - 2) < 0.01);
    const zero = Number(bars[2]!.attributes['y']);
    assert.ok(
      bars
        .slice(0, 2)
        .every(
          ({ attributes }) => Math.abs(Number(attributes['y']) + Number(attributes['height']) - zero) < 0.01,
        ),
    );
    assert.deepEqual(
      elementsOf(chart!)
        .filter(({ name, attributes }) => name === 'text' && attributes['transform']?.includes(','))
        .map(contentOf)
        .slice(-4),
      ['Not', 'bad', 'at', 'all'],
    );
  });

  it('draws lines under words in high contrast and dashes under those against, dots under unknown ones', () => {
    const text = textOf(prose(80));
    const { analysis } = text.readings[0]!;
    const paths = (kind: 'dark' | 'high-contrast', reading = text.readings[0]!) =>
      withClass(parseXml(made('svg', documentOf([{ ...text, readings: [reading] }]), kind)), 'marks')
        .flatMap(elementsOf)
        .filter(({ name }) => name === 'path')
        .map(({ attributes }) => attributes['stroke-dasharray'] ?? attributes['stroke-width']);
    const unknown = analysis.tokens.filter(({ known }) => !known).length;
    assert.deepEqual(paths('dark'), Array(unknown).fill('1 2'));
    const lines = paths('high-contrast');
    assert.ok(
      lines.includes('4') && lines.includes('1') && lines.filter((one) => one === '1 2').length === unknown,
    );
    assert.ok(paths('dark', readingOf(withEffects(analysis))).includes('4 3'));
  });

  it('puts readings side by side at one height, and widens for many', () => {
    const { analysis } = textOf(prose(50)).readings[0]!;
    const readings = [
      analysis,
      withEffects(analysis),
      withClasses(analysis, { joy: 0.5, fear: 0.3, anger: 0.2 }),
    ];
    const text = { place: 'x', text: prose(50), readings: readings.map((one) => readingOf(one)) };
    const { svg, width } = picture(documentOf([text], { scope: 'comparison' }), { theme: PALETTES.dark });
    assert.ok(width > 1000);
    const root = parseXml(svg);
    const groups = withClass(root, 'words').map((group) => elementsOf(group)[1]!.attributes);
    assert.equal(groups.length, 3);
    assert.equal(new Set(groups.map(({ y }) => y)).size, 1);
    assert.equal(new Set(groups.map(({ x }) => x)).size, 3);
    assert.equal(withClass(root, 'chart').length, 3);
  });

  it('names unread parts, and leaves charts out of a document of many texts', () => {
    const texts = Array.from({ length: 9 }, (_, index) =>
      textOf(prose(10), { place: `a.txt:${index}` }, index),
    );
    const document = documentOf(texts, { unread: [{ place: 'a.txt:99', reason: 'limit' }] });
    const root = parseXml(made('svg', document));
    assert.equal(withClass(root, 'chart').length, 0);
    assert.equal(withClass(root, 'words').length, 9);
    assert.match(contentOf(root), /9 texts: 9 positive/);
    assert.match(contentOf(root), /Not read: a\.txt:99, above the limit on words/);
  });

  it('is well-formed and has nothing in it that acts or loads, whatever the text holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const root = parseXml(made('svg', document));
        for (const { name, attributes } of elementsOf(root)) {
          assert.match(name, /^(?:svg|g|rect|text|path|line|title|desc)$/);
          for (const [key, value] of Object.entries(attributes)) {
            assert.doesNotMatch(key, /^on|href|style/);
            if (key !== 'xmlns') assert.doesNotMatch(value, /:\/\/|url\(/);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of 2,000 words holds every one of them', () => {
    const document = documentOf([textOf(prose(2000))]);
    const pieces = [...exportPieces('svg', document, { theme: PALETTES.dark })];
    assert.equal(wordsOf(parseXml(pieces.join(''))).length, 2000);
  });
});
