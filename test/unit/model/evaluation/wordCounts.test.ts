import assert from 'node:assert/strict';
import { WordCounts } from '../../../../src/model/evaluation/wordCounts';
import { tokenize } from '../../../../src/model/tokenizer';

describe('words counted in labelled texts', () => {
  const counts = new WordCounts(2);
  counts.add({ text: 'Bad film, bad!', label: 0 });
  counts.add({ text: 'a bad film', label: 0 });
  counts.add({ text: 'Good film', label: 1 });
  counts.add({ text: 'good', label: 1 });

  it('are rare or not by the texts that hold them', () => {
    assert.ok(Math.abs(counts.rarity('film') - (Math.log(5 / 4) + 1)) < 1e-12);
    assert.ok(Math.abs(counts.rarity('never seen') - (Math.log(5) + 1)) < 1e-12);
    const [film, bad, again] = counts.tfIdf(tokenize('film BAD bad'));
    assert.equal(film, counts.rarity('film'));
    assert.equal(bad, 2 * counts.rarity('bad'));
    assert.equal(again, bad);
  });

  it('speak for the class whose texts have them', () => {
    assert.ok(Math.abs(counts.evidence('bad', 0) - Math.log(3 / 1)) < 1e-12);
    assert.equal(counts.evidence('bad', 1), -counts.evidence('bad', 0));
    assert.equal(counts.evidence('never seen', 1), 0);
    // Together for "positive": "bad" then speaks against it.
    const [good, other, bad] = counts.naiveBayes(tokenize('good film'));
    assert.ok(good! > 0 && other! < 0 && bad === undefined);
    assert.ok(counts.naiveBayes(tokenize('bad'))[0]! > 0);
  });
});
