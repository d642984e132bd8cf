import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonPieces, resultOf } from '../../../src/cli/result';
import { analysisOf, effectsOf, reportOf } from './support';

describe('the JSON result of a text', () => {
  it('is the analysis itself for a text read at once', () => {
    const report = reportOf([analysisOf('good film', [0.75, 0.25], 0.9, { unknown: 1 })]);
    assert.deepEqual(resultOf(report), {
      model: 'tiny',
      label: 'positive',
      probability: 0.9,
      classes: [
        { label: 'negative', probability: 1 - 0.9 },
        { label: 'positive', probability: 0.9 },
      ],
      kind: 'attention',
      tokens: [
        { text: 'good', start: 0, end: 4, weight: 0.75, known: true },
        { text: 'film', start: 5, end: 9, weight: 0.25, known: false },
      ],
      truncated: false,
      ms: 12.35,
    });
  });

  it('joins several analyses by their token counts', () => {
    const text = 'good\n\nso so dull';
    const parts = [analysisOf(text, [1], 0.8), analysisOf(text, [0.5, 0.25, 0.25], 0.4, { start: 6 })];
    const result = resultOf(reportOf(parts, [{ start: 16, end: 20 }]))!;
    const logOdds = 0.25 * Math.log(0.8 / 0.2) + 0.75 * Math.log(0.4 / 0.6);
    assert.ok(Math.abs(result.probability - 1 / (1 + Math.exp(-logOdds))) < 1e-12);
    assert.equal(result.label, result.probability >= 0.5 ? 'positive' : 'negative');
    assert.deepEqual(
      result.tokens.map(({ weight }) => weight),
      [0.25, 0.375, 0.1875, 0.1875],
    );
    assert.equal(result.truncated, true);
    assert.deepEqual(result.parts, [
      { start: 0, end: 4, label: 'positive', probability: 0.8 },
      { start: 6, end: 16, label: 'negative', probability: 0.4 },
    ]);
  });

  it('has the probability of the label and all classes where they are not sentiment’s', () => {
    const moods = { joy: 0.2, anger: 0.7, fear: 0.1 };
    const analysis = effectsOf('so angry', [-0.1, 0.9], moods);
    const result = resultOf(reportOf([analysis]))!;
    assert.deepEqual([result.label, result.probability, result.kind], ['anger', 0.7, 'deletion']);
    assert.deepEqual(
      result.classes.map(({ label, probability }) => [label, probability]),
      Object.entries(moods),
    );
    assert.deepEqual(
      result.tokens.map(({ effect }) => effect),
      [-0.1, 0.9],
    );
    const { parts } = resultOf(reportOf([analysis, analysis]))!;
    assert.deepEqual([parts![0]!.probability, parts![0]!.classes], [0.7, analysis.classes]);
    assert.doesNotMatch([...jsonPieces(result)].join(''), /padding/);
  });

  it('says what share of the attention padding took, over all parts', () => {
    const text = 'good\n\nso so dull';
    const parts = [
      { ...analysisOf(text, [1], 0.8), padding: 0.4 },
      { ...analysisOf(text, [0.5, 0.25, 0.25], 0.4, { start: 6 }), padding: 0.2 },
    ];
    const result = resultOf(reportOf(parts))!;
    assert.ok(Math.abs(result.padding! - 0.25) < 1e-12);
    assert.deepEqual(
      result.parts!.map(({ padding }) => padding),
      [0.4, 0.2],
    );
  });

  it('is undefined for a text without a token', () => {
    assert.equal(resultOf(reportOf([])), undefined);
  });

  it('keeps the weights summing to 1, however many parts there are', () => {
    const part = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const analyses = parts.map((raw) => {
          const sum = raw.reduce((a, b) => a + b);
          return analysisOf(
            'x '.repeat(raw.length),
            raw.map((weight) => weight / sum),
            0.5,
          );
        });
        const { tokens } = resultOf(reportOf(analyses))!;
        const sum = tokens.reduce((total, { weight }) => total + weight, 0);
        assert.ok(Math.abs(sum - 1) < 1e-9);
      }),
      { seed: 4 },
    );
  });

  it('is one line of JSON, also for more tokens than one piece holds', () => {
    const count = 10_000;
    const analysis = analysisOf('wörd '.repeat(count), Array<number>(count).fill(1 / count), 0.2);
    const result = resultOf(reportOf([analysis, analysis]))!;
    const line = [...jsonPieces(result, { id: 'a"b' })].join('');
    assert.equal(line.indexOf('\n'), line.length - 1);
    assert.deepEqual(JSON.parse(line), { id: 'a"b', ...result });
    assert.deepEqual(Object.keys(JSON.parse(line) as object), [
      'id',
      'model',
      'label',
      'probability',
      'classes',
      'kind',
      'tokens',
      'truncated',
      'ms',
      'parts',
    ]);
  });
});
