import assert from 'node:assert/strict';
import { contributions, featuresOf, scores } from '../../../../src/model/linear/bagOfWords';
import { Random } from '../../../../src/model/random';
import { minimise, norm } from '../../../../src/model/training/lbfgs';
import { LINEAR_DEFAULTS, trainLinear, type LinearFit } from '../../../../src/model/training/linear';
import {
  featureRows,
  frequentPairs,
  logisticObjective,
  naiveBayesRatios,
  priorLogOdds,
  type LabelledIds,
} from '../../../../src/model/training/linearRows';
import { Vocab } from '../../../../src/model/vocab';
import { BAD, FILM, GOOD, NOT, smallVocab } from '../../../fixtures/bagOfWords';
import { normals } from '../../../fixtures/random';

const text = (label: number, ...ids: number[]): LabelledIds => ({ ids: Int32Array.from(ids), label });

describe('features of training texts', () => {
  const vocab = smallVocab();
  const texts = [
    text(1, NOT, BAD, FILM),
    text(1, GOOD, GOOD, 1, FILM),
    text(0, NOT, BAD),
    text(0, 1, BAD, 0),
  ];

  it('are the known words, and the pairs of them that stand in enough texts', () => {
    assert.deepEqual([...frequentPairs(texts, vocab, 2).pairs()], [NOT * 6 + BAD]);
    assert.deepEqual(
      [...frequentPairs(texts, vocab, 1).pairs()],
      [NOT * 6 + BAD, GOOD * 6 + GOOD, BAD * 6 + FILM],
    );
    const rows = featureRows(texts, vocab, frequentPairs(texts, vocab, 2));
    const row = (i: number) => [...rows.features.slice(rows.starts[i], rows.starts[i + 1])].sort();
    assert.deepEqual(
      [row(0), row(1), row(2), row(3)],
      [[NOT, BAD, FILM, 6], [GOOD, FILM], [NOT, BAD, 6], [BAD]],
    );
    assert.equal(rows.size, 7);
  });

  it('have ratios after naive Bayes', () => {
    const rows = featureRows(texts, vocab, frequentPairs(texts, vocab, 2));
    const ratios = naiveBayesRatios(rows, [1, 1, 0, 0], 1);
    // Counts within: not 1, good 1, bad 1, film 2, pair 1; without: not 1, bad 2, pair 1; one more each, over 7 features.
    const [p, q] = [7 + 6, 7 + 4];
    const expected = [0, 0, 0, Math.log(2 / 1), Math.log(2 / 3), Math.log(3 / 1), 0];
    ratios.forEach((ratio, f) => {
      const offset = f < 2 ? 0 : Math.log(q / p); // no text has <pad> or <unk>
      assert.ok(Math.abs(ratio - expected[f]! - offset) < 1e-12, `feature ${f}: ${ratio}`);
    });
  });

  it('start from how many texts a class has', () => {
    assert.ok(Math.abs(priorLogOdds([1, 1, 1, 0]) - Math.log(3)) < 1e-12);
    assert.equal(priorLogOdds([0, 1]), 0);
    assert.throws(() => priorLogOdds([1, 1]), RangeError);
  });

  it('have an objective whose gradient is its slope', () => {
    const rows = featureRows(texts, vocab, frequentPairs(texts, vocab, 2));
    const ratios = Float64Array.from(normals(7, 1, 2));
    const objective = logisticObjective(rows, [1, 1, 0, 0], ratios, 0.3, 0.7);
    const x = Float64Array.from(normals(7, 2, 3));
    const gradient = new Float64Array(7);
    objective(x, gradient);
    const ignored = new Float64Array(7);
    for (let i = 0; i < 7; i++) {
      const at = (h: number) => objective(x.with(i, x[i]! + h), ignored);
      assert.ok(Math.abs((at(1e-5) - at(-1e-5)) / 2e-5 - gradient[i]!) < 1e-7, `coordinate ${i}`);
    }
  });
});

/** `size` texts of random words in which a rule decides the class; −1 leaves a text out. */
function planted(
  size: number,
  words: number,
  length: number,
  seed: number,
  rule: (ids: Int32Array) => number,
) {
  const random = new Random(seed);
  const texts: LabelledIds[] = [];
  while (texts.length < size) {
    const ids = Int32Array.from({ length }, () => 2 + random.integer(words));
    const label = rule(ids);
    if (label >= 0) texts.push({ ids, label });
  }
  return texts;
}

describe('fit of a bag of words', () => {
  const WORDS = 12;
  const vocab = Vocab.fromCounts(new Map(Array.from({ length: WORDS }, (_, i) => [`w${i}`, 50 - i])), 100);
  const has = (ids: Int32Array, a: number, b: number) => ids.some((id, t) => id === a && ids[t + 1] === b);
  const options = { classes: 2, ...LINEAR_DEFAULTS };
  const accuracy = ({ model }: LinearFit, texts: readonly LabelledIds[]) =>
    texts.filter(({ ids, label }) => {
      const z = scores(model, featuresOf(ids, model.vocabulary, model.bigrams));
      return label === (z.length === 1 ? Number(z[0]! > 0) : z.indexOf(Math.max(...z)));
    }).length / texts.length;

  /** A word decides, unless a word before it turns it round: what no single words can tell. */
  const negation = (ids: Int32Array) => {
    const plain = ids.some((id, t) => id === 3 && ids[t - 1] !== 2);
    const negated = has(ids, 2, 3);
    return plain === negated ? -1 : Number(plain);
  };
  const train = planted(400, WORDS, 8, 1, negation);
  const validation = planted(100, WORDS, 8, 2, negation);
  const lines: string[] = [];
  let fit: LinearFit;
  before(() => (fit = trainLinear({ train, validation }, vocab, options, (line) => lines.push(line))));

  it('finds a planted rule that takes pairs, and shows it in the contributions', () => {
    assert.ok(accuracy(fit, planted(300, WORDS, 8, 3, negation)) > 0.98);
    const { model } = fit;
    const shares = contributions(
      model,
      featuresOf(Int32Array.of(5, 2, 3, 6), model.vocabulary, model.bigrams),
      0,
    );
    assert.ok(shares[1]! < -0.5, `the negation brings ${shares[1]}`);
    assert.ok(Math.abs(shares[0]!) < 0.5 * Math.abs(shares[1]!));
  });

  it('leaves out pairs that say nothing, and keeps its scores', () => {
    const all = fit.pruned[0]!.pairs;
    assert.ok(all > 100 && fit.model.bigrams.size < all / 4, `${fit.model.bigrams.size} of ${all} pairs`);
    assert.ok(fit.model.bigrams.find(2, 3) >= 0, 'the pair that decides is gone');
    const best = fit.tried.find(({ penalty }) => penalty === fit.penalty)!;
    assert.ok(best.loss <= Math.min(...fit.tried.map(({ loss }) => loss)));
    assert.ok(fit.validation.accuracy >= best.accuracy - 0.001);
    assert.ok(lines.length > fit.tried.length);
    const few = trainLinear({ train, validation }, vocab, { ...options, mostPairs: 5 });
    assert.ok(few.model.bigrams.size <= 5 && few.model.bigrams.find(2, 3) >= 0);
  });

  it('starts every class from its share of the texts', () => {
    const positive = train.filter(({ label }) => label === 1).length;
    const expected = Math.log(positive / (train.length - positive));
    assert.ok(Math.abs(fit.model.bias[0]! - expected) < 1e-6);
  });

  it('is at the lowest point of its objective', () => {
    const rows = featureRows(train, vocab, frequentPairs(train, vocab, 5));
    const within = train.map(({ label }) => label);
    const objective = logisticObjective(rows, within, naiveBayesRatios(rows, within, 1), 5, 0);
    const start = new Float64Array(rows.size);
    const { x, converged } = minimise(objective, start, { target: 1e-6, iterations: 500 });
    const gradient = new Float64Array(x.length);
    const value = objective(x, gradient);
    assert.ok(converged && norm(gradient) <= 1e-6);
    for (const seed of [1, 2, 3]) {
      const aside = normals(x.length, 1e-3, seed);
      assert.ok(
        objective(
          x.map((w, i) => w + aside[i]!),
          gradient,
        ) > value,
      );
    }
  });

  it('gives the same numbers every time', () => {
    assert.deepEqual(trainLinear({ train, validation }, vocab, options), fit);
  });

  it('tells more than two classes apart, each against the rest', () => {
    const rule = (ids: Int32Array) => {
      const found = [3, 4, 5].filter((id) => ids.includes(id));
      return found.length === 1 ? found[0]! - 3 : -1;
    };
    const three = trainLinear(
      { train: planted(400, WORDS, 6, 4, rule), validation: planted(150, WORDS, 6, 5, rule) },
      vocab,
      { ...options, classes: 3, penalties: [5] },
    );
    assert.equal(three.model.bias.length, 3);
    assert.ok(accuracy(three, planted(300, WORDS, 6, 6, rule)) > 0.98);
  });
});
