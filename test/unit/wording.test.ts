import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as wording from '../../src/wording';

const verdict = (label: string, probability: number) => ({ label, probability });

describe('percentages', () => {
  it('keep two significant figures where they matter', () => {
    const said = [0, 1, 0.97, 0.0999, 0.0994, 0.042, 0.0101, 0.00038, 1e-9].map(wording.percent);
    assert.deepEqual(said, [
      ...['0 %', '100 %', '97 %', '10 %', '9.9 %', '4.2 %', '1.0 %', '0.038 %'],
      'below 0.001 %',
    ]);
  });

  it('are never further from the share than their last figure', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1, noNaN: true }), (share) => {
        const said = Number(wording.percent(share).replace(' %', '')) / 100;
        assert.ok(Math.abs(said - share) <= share * 0.051, `${share} was said as ${wording.percent(share)}`);
      }),
    );
  });
});

describe('numbers in words', () => {
  it('count, and say multiples', () => {
    assert.deepEqual([wording.count(1, 'word'), wording.count(12_000, 'word')], ['1 word', '12,000 words']);
    assert.deepEqual([0.001, 0.05, 2.5, 14.2].map(wording.times), [
      ...['less than 0.01 ×', '0.05 ×', '2.5 ×', '14 ×'],
    ]);
  });

  it('shorten by characters as people count them', () => {
    assert.equal(wording.shortened('unforgettable', 8), 'unforge…');
    assert.equal(wording.shortened('short', 8), 'short');
    const family = '👨‍👩‍👧‍👦';
    assert.equal(wording.shortened(family.repeat(3), 2), `${family}…`);
    assert.equal(wording.shortened(family, 4), family);
    assert.equal(wording.shortened('a'.repeat(10_000_000), 14).length, 14);
  });
});

describe('labels', () => {
  it('begin a line with a capital, unless they have capitals of their own', () => {
    assert.deepEqual(
      ['joy', 'iPhone', '5 stars', 'émoi'].map((label) => wording.labelName(label)),
      [...['Joy', 'iPhone', '5 stars', 'Émoi']],
    );
  });

  it('stay on one line, without control and direction characters, and are cut where they are long', () => {
    assert.equal(wording.labelText(' a\r\n\tb\u0000\u001b[31m\u202ec\u2028d '), 'a b [31m c d');
    assert.equal(wording.labelText('x'.repeat(1000)), `${'x'.repeat(wording.LABEL_CHARACTERS - 1)}…`);
    assert.equal(wording.labelText('\u200b\n\u200d'), '(no name)');
    assert.equal(wording.labelText('👩‍👩‍👧 family'), '👩‍👩‍👧 family');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }), (units) => {
        const label = String.fromCharCode(...units);
        assert.match(wording.labelText(label), /^(?:[\u200c\u200d]|[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}])+$/u);
      }),
    );
  });
});

describe('verdicts', () => {
  it('give label and probability', () => {
    assert.equal(wording.verdictText(verdict('positive', 0.9731)), 'positive, 97.3 %');
  });

  it('are never said to be certain', () => {
    assert.deepEqual([1, 0.9996, 0.0004, 0].map(wording.certaintyText), [
      ...['99.9 %', '99.9 %', 'below 0.1 %', 'below 0.1 %'],
    ]);
  });

  it('of two classes add up to 100 %, whichever is the larger', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (probability) => {
        const said = wording.certainties([verdict('a', 1 - probability), verdict('b', probability)]);
        assert.ok(Math.abs(parseFloat(said[0]!) + parseFloat(said[1]!) - 100) < 1e-6, said.join());
      }),
    );
  });

  it('list all classes in the order of the model', () => {
    const classes = [verdict('fear', 0.09), verdict('joy', 0.61), verdict('anger', 0.3)];
    assert.equal(wording.classesText(classes), 'fear 9.0 %, joy 61.0 %, anger 30.0 %');
  });

  it('list of very many the most probable, in the same order, and sum up the others', () => {
    const classes = Array.from({ length: 1000 }, (_, i) => verdict(`c${i}`, i % 125 === 0 ? 0.1 : 0.2 / 992));
    assert.equal(
      wording.classesText(classes),
      `${[0, 125, 250, 375, 500, 625, 750, 875].map((i) => `c${i} 10.0 %`).join(', ')}, 992 others 20.0 %`,
    );
  });

  it('have colours of their own for sentiment alone', () => {
    const pair = [verdict('positive', 0.9), verdict('negative', 0.1)];
    assert.ok(wording.isSentiment(pair));
    assert.ok(!wording.isSentiment([...pair, verdict('neutral', 0)]));
    assert.ok(!wording.isSentiment([verdict('spam', 0.9), verdict('ham', 0.1)]));
  });
});

describe('effects', () => {
  it('have a sign, and words for it', () => {
    assert.deepEqual([0.84, -1.2, 12, 0.004, -0.0049, 0].map(wording.signed), [
      ...['+0.84', '−1.20', '+12.00', '0.00', '0.00', '0.00'],
    ]);
    assert.equal(wording.stance(0.84, 'joy'), 'speaks for joy');
    assert.equal(wording.stance(-0.84, 'a\nb'), 'speaks against a b');
    assert.equal(wording.stance(0.001, 'joy'), 'hardly any effect');
  });

  it('are against the verdict exactly where they are said to be', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (effect) => {
        const said = wording.stance(effect, 'joy');
        assert.equal(wording.isAgainst({ effect }), said === 'speaks against joy');
        assert.equal(wording.signed(effect).startsWith('−'), wording.isAgainst({ effect }));
      }),
    );
    assert.ok(!wording.isAgainst({}));
  });

  it('are never called attention', () => {
    for (const kind of ['deletion', 'contribution'] as const) {
      const { note, ...terms } = wording.TERMS[kind];
      assert.doesNotMatch(Object.values(terms).join(), /attention/i);
      assert.match(note ?? '', /^This model has no attention\. Shading shows /);
    }
  });
});
