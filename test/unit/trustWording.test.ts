import assert from 'node:assert/strict';
import { trustSentence, trustShort, withoutText } from '../../src/trustWording';

const TWO = ['negative', 'positive'];

describe('what is said of trust', () => {
  it('is a whole sentence, or a few words, and another one for each verdict', () => {
    const verdicts = ['agrees', 'partly', 'differs', 'short'] as const;
    const sentences = verdicts.map(trustSentence);
    assert.equal(new Set(sentences).size, 4);
    for (const sentence of sentences) assert.match(sentence, /^[A-Z].*\.$/);
    for (const short of verdicts.map(trustShort)) {
      assert.ok(short.split(' ').length >= 2 && short.split(' ').length <= 4, short);
    }
  });
});

describe('the verdict without a word', () => {
  it('is said before and after', () => {
    assert.equal(withoutText('positive', 0.973, 0.71, TWO), 'Without it: positive 97.3 % → 71.0 %');
    assert.equal(withoutText('positive', 0.973, 0.999, TWO), 'Without it: positive 97.3 % → 99.9 %');
  });

  it('is said to flip where the other class has more', () => {
    assert.equal(
      withoutText('positive', 0.973, 0.45, TWO),
      'Without it: negative 55.0 % instead of positive 97.3 %',
    );
    assert.equal(withoutText('positive', 0.973, 0.5, TWO), 'Without it: positive 97.3 % → 50.0 %');
  });

  it('is said to flip among several classes only where it must, without naming who takes over', () => {
    const moods = ['joy', 'anger', 'fear'];
    assert.equal(withoutText('joy', 0.61, 0.4, moods), 'Without it: joy 61.0 % → 40.0 %');
    assert.equal(
      withoutText('joy', 0.61, 0.3, moods),
      'Without it: joy 61.0 % → 30.0 %, so that another class has most',
    );
  });

  it('is said to be as before where no digit changes, and is never certain', () => {
    assert.equal(withoutText('positive', 0.9731, 0.9729, TWO), 'Without it: positive 97.3 %, as with it');
    assert.equal(withoutText('positive', 1, 0.9999, TWO), 'Without it: positive 99.9 %, as with it');
  });

  it('gives a label from outside on one harmless line', () => {
    assert.equal(withoutText('a\nb', 0.9, 0.8, ['a\nb', 'c']), 'Without it: a b 90.0 % → 80.0 %');
  });
});
