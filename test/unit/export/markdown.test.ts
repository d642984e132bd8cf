import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printableLine } from '../../../src/export/escape';
import { escaped, line } from '../../../src/export/markdownText';
import type { Examination } from '../../../src/model/trust/types';
import { analysisOf, eightWords, examinationOf, prose, withEffects } from '../../browser/panelSamples';
import { documentOf, HOSTILE, readingOf, textOf } from '../../fixtures/exports';
import { hostileDocument, hostileText, made } from './support';

const unescaped = (markdown: string) =>
  markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('@\u2060', '@');

/** Signs that stand there without a backslash; a backslash itself stands for the sign behind it. */
const bare = (markdown: string) => markdown.replace(/\\[!-/:-@[-`{-~]/g, '');

describe('text in Markdown', () => {
  it('is the text again once it is read, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.constantFrom(...HOSTILE)), (text) => {
        assert.equal(unescaped(escaped(text)), printableLine(text));
        assert.equal(unescaped(line(text)), printableLine(text));
      }),
    );
  });

  it('has no sign left that could be markup, an address or a name', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const left = bare(line(text));
        assert.doesNotMatch(left, /[<>[\]`*_|~$&#{}^\\@=+]/);
        assert.doesNotMatch(left, /:\/|\w\.\p{L}|www\./u);
        assert.doesNotMatch(left, /^\s*(?:[-+*]|\d+[.)])(?:\s|$)/m);
        assert.doesNotMatch(left, /\n/);
      }),
    );
  });

  it('stays readable: sentences, hyphens and numbers have no backslash', () => {
    assert.equal(
      line('A film-noir (1941), 91.6 % great. Watch it!'),
      'A film-noir (1941\\), 91.6 % great. Watch it!',
    );
    assert.equal(line('1. one'), '1\\. one');
    assert.equal(line('- two'), '\\- two');
    assert.equal(line('see example.org: nice'), 'see example\\.org: nice');
  });
});

describe('an export as Markdown', () => {
  it('has verdict, table of the top words and the text with them in bold', () => {
    const markdown = made('md', documentOf([textOf(eightWords)]));
    assert.match(
      markdown,
      /^# review\\\.txt\n\n## review\\\.txt\\:3–9\n\n\*\*Positive 93\.7 %\*\* \(negative 6\.3 %, /,
    );
    assert.match(markdown, /\| Word \| Weight \| × uniform \| Rank \| Known \|\n\| --- \| ---: \|/);
    assert.equal(markdown.match(/^\| .* \| \d \| yes \|$/gm)?.length, 8);
    assert.match(markdown, /\n> \*\*The\*\* \*\*acting\*\* \*\*was\*\* /);
    assert.match(markdown, /\nMade with Attention Inspector 0\.1\.0\n$/);
  });

  it('says whether the attention can be believed, and by which figures, where that is known', () => {
    const view = analysisOf(1, prose(40));
    const markdownOf = (trust: Examination | null, analysis = view.analysis) =>
      made(
        'md',
        documentOf([
          { place: 'a', text: view.text, readings: [readingOf(analysis, trust ? { trust } : {})] },
        ]),
      );
    const known = markdownOf(examinationOf(view));
    assert.match(
      known,
      /\n\*\*Attention agrees with what matters here\\?: .*\.\*\* Without the 20 % most attended words /,
    );
    assert.match(
      known,
      /\n\| Measure \| by attention \| by effect \| at random \|\n\| --- \| ---: \| ---: \| ---: \|\n/,
    );
    assert.match(known, /\n\| Same order \(Kendall’s τ\\?\) \| 0\\?\.68 \| – \| /);
    assert.match(known, /\nWith attention spread evenly the verdict would be /);
    const short = markdownOf(examinationOf(view, 'short'));
    assert.match(short, /\*\*Too few words to say/);
    assert.doesNotMatch(short, /\| Measure /);
    for (const none of [markdownOf(null), markdownOf(examinationOf(view), withEffects(view.analysis))])
      assert.doesNotMatch(none, /\| Measure |Attention agrees/);
  });

  it('keeps lines and paragraphs of the text', () => {
    const markdown = made('md', documentOf([textOf('one\ntwo\r\n\r\n  three\n')]));
    assert.match(markdown, /\n> \*\*one\*\* {2}\n> \*\*two\*\*\n>\n> \*\*three\*\*\n\n/);
  });

  it('puts aligned readings into one table, and others into one each', () => {
    const { analysis } = textOf(eightWords).readings[0]!;
    const both = [readingOf(analysis), readingOf(withEffects(analysis), { model: 'other', name: 'pinned' })];
    const text = { place: 'here', text: eightWords, readings: both };
    const markdown = made('md', documentOf([text], { scope: 'comparison' }));
    assert.match(markdown, /\| Word \| imdb-attention \| pinned \|\n/);
    assert.match(markdown, /\npinned: \*\*Positive 93\.7 %\*\*/);
    const shorter = { ...analysis, tokens: analysis.tokens.slice(1) };
    const apart = { ...text, readings: [both[0]!, readingOf(shorter)] };
    assert.equal(made('md', documentOf([apart])).match(/\| Word \|/g)?.length, 2);
  });

  it('names what was not read', () => {
    const document = documentOf([textOf('Good')], { unread: [{ place: 'a.txt:3–9', reason: 'model' }] });
    assert.match(made('md', document), /\nNot read: a\\\.txt\\:3–9, the model reads no more of one text\n/);
  });

  it('has no line of its own that the text could have made, whatever it holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const lines = made('md', document).split('\n');
        for (const one of lines) {
          const left = bare(one).replaceAll('**', '');
          assert.doesNotMatch(left, /[<[\]`*_~$&{}^\\@]|:\/|www\./);
          if (!/^#{1,2} /.test(one)) assert.doesNotMatch(left, /#/);
          if (!/^>(?: |$)/.test(one)) assert.doesNotMatch(left, />/);
          if (!/^\| .* \|$/.test(one)) assert.doesNotMatch(left, /\|/);
        }
      }),
    );
  });
});
