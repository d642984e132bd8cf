import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DOMParser } from 'linkedom';
import { opacityOf } from '../../../src/editor/shading';
import { printable } from '../../../src/export/escape';
import { prose, withClasses, withEffects } from '../../browser/panelSamples';
import { documentOf, readingOf, textOf } from '../../fixtures/exports';
import { hostileDocument, made } from './support';

const pageOf = (html: string) => new DOMParser().parseFromString(html, 'text/html');

describe('an export as HTML', function () {
  this.timeout(60_000);

  it('refuses by its policy all that is not its own style, before anything that it covers', () => {
    const html = made('html', documentOf([textOf('Good')]));
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html);
    assert.match(
      policy?.[1] ?? '',
      /^default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:/,
    );
    assert.ok(policy!.index < html.indexOf('<style>'));
  });

  it('shades every word by the editor’s arithmetic and says its weight', () => {
    const text = textOf(prose(100));
    const { tokens } = text.readings[0]!.analysis;
    const page = pageOf(made('html', documentOf([text])));
    const words = [...page.querySelectorAll('.heat span')];
    const largest = Math.max(...tokens.map(({ weight }) => weight));
    assert.equal(words.length, tokens.length);
    tokens.forEach(({ weight, known }, index) => {
      const word = words[index]!;
      const share = Number(/--o:([\d.]+)%/.exec(word.getAttribute('style') ?? '')?.[1]) / 100;
      assert.ok(Math.abs(share - opacityOf(weight, largest, { gamma: 1, scale: 'relative' })) < 1e-4);
      assert.equal(word.classList.contains('u'), !known);
      assert.match(word.getAttribute('title') ?? '', / % of the attention, rank \d+ of 100/);
    });
  });

  it('has a table of all weights, headings and the verdict in words', () => {
    const page = pageOf(
      made('html', documentOf([textOf('A great film')], { created: '2026-11-25T10:00:00Z' })),
    );
    assert.equal(page.querySelector('.label')?.textContent, 'Positive 93.7 %');
    assert.equal(page.querySelectorAll('tbody tr').length, 3);
    assert.equal(page.querySelectorAll('tbody th[scope="row"]').length, 3);
    assert.deepEqual(
      [...page.querySelectorAll('h1, h2, h3')].map(({ textContent }) => textContent),
      ['review.txt', 'review.txt:3–9', 'Distribution of attention', 'The text by attention'],
    );
    assert.equal(
      page.querySelector('footer')?.textContent,
      'Made with Attention Inspector 0.1.0 on 2026-11-25',
    );
  });

  it('marks words against the verdict, and lines where the theme or setting has them', () => {
    const { analysis } = textOf(prose(60)).readings[0]!;
    const text = { place: 'x', text: prose(60), readings: [readingOf(withEffects(analysis))] };
    const page = pageOf(made('html', documentOf([text])));
    assert.ok(page.querySelectorAll('.heat .a').length > 5);
    assert.equal(page.querySelectorAll('.heat .s1:not(.a), .heat .s4').length, 0);
    assert.match(page.querySelector('.note')?.textContent ?? '', /no attention/);
    const contrast = pageOf(made('html', documentOf([text]), 'high-contrast'));
    assert.ok(contrast.querySelectorAll('.heat .s4').length >= 1);
  });

  it('puts readings side by side, with one table where the words are the same', () => {
    const { analysis } = textOf('A great film').readings[0]!;
    const readings = [
      readingOf(analysis),
      readingOf(withClasses(analysis, { joy: 0.7, fear: 0.2, anger: 0.1 })),
    ];
    const text = { place: 'x', text: 'A great film', readings };
    const page = pageOf(made('html', documentOf([text], { scope: 'comparison' })));
    assert.equal(page.querySelectorAll('.reading').length, 2);
    assert.equal(page.querySelectorAll('table').length, 1);
    assert.equal(page.querySelectorAll('thead th').length, 3);
    assert.equal(page.querySelectorAll('.classes li').length, 3);
  });

  it('says what went stale and what was not read', () => {
    const document = documentOf([textOf('Good', { stale: true })], {
      unread: [{ place: 'b.txt:4', reason: 'cancelled' }],
    });
    const warnings = [...pageOf(made('html', document)).querySelectorAll('.warning')];
    assert.deepEqual(
      warnings.map(({ textContent }) => textContent),
      ['Edited since it was read', 'Not read: b.txt:4, the reading was cancelled'],
    );
  });

  it('holds the text as text, and nothing that acts or loads, whatever it holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const html = made('html', document);
        assert.doesNotMatch(html, /<script|<iframe|<img|<link|<object|<base|javascript:/i);
        const page = pageOf(html);
        for (const element of page.querySelectorAll('*')) {
          assert.match(
            element.localName,
            /^(?:html|head|meta|title|style|body|header|main|footer|section|h[1-3]|p|div|span|ul|li|figure|figcaption|details|summary|table|thead|tbody|tr|th|td|svg|g|rect|text|path|line)$/,
          );
          for (const { name } of element.attributes) assert.doesNotMatch(name, /^on|^src|href|^action/i);
        }
        const texts = [...page.querySelectorAll('.heat')].map(({ textContent }) => textContent);
        const expected = document.texts.flatMap(({ text, readings }) =>
          readings.map(() => printable(text.replace(/\r\n?/g, '\n'))),
        );
        assert.deepEqual(texts, expected);
      }),
      { numRuns: 60 },
    );
  });
});
