import assert from 'node:assert/strict';
import fc from 'fast-check';
import { resultOf } from '../../../src/cli/result';
import { analysisOf, examinationOf, prose, withEffects } from '../../browser/panelSamples';
import { documentOf, readingOf, textOf } from '../../fixtures/exports';
import { hostileDocument, made } from './support';

interface Exported {
  texts: { text: string; readings: { tokens: { text: string; start: number; end: number }[] }[] }[];
}

describe('an export as JSON', () => {
  it('has the documented shape, with a version', () => {
    const document = documentOf([textOf('A great film', { stale: true })], {
      created: '2026-11-25T10:00:00.000Z',
      unread: [{ place: 'review.txt:9', reason: 'cancelled' }],
    });
    const { texts, ...head } = JSON.parse(made('json', document)) as { texts: Record<string, unknown>[] };
    assert.deepEqual(head, {
      ...{ format: 'attention-inspector', version: 1, generator: 'Attention Inspector 0.1.0' },
      ...{ created: '2026-11-25T10:00:00.000Z', title: 'review.txt', scope: 'text' },
      shading: { gamma: 1, scale: 'relative', emphasis: 'auto' },
      unread: [{ place: 'review.txt:9', reason: 'cancelled' }],
    });
    const [{ readings, ...text }] = texts as [{ readings: Record<string, unknown>[] }];
    assert.deepEqual(text, { place: 'review.txt:3–9', text: 'A great film', stale: true });
    assert.deepEqual(Object.keys(readings[0]!), [
      ...['model', 'backend', 'label', 'probability', 'classes', 'kind', 'tokens', 'ms'],
    ]);
  });

  it('says of each reading what the command line’s --json says', () => {
    for (const analysis of [
      textOf(prose(5000)).readings[0]!.analysis,
      withEffects(textOf(prose(40)).readings[0]!.analysis),
      { ...textOf(prose(40)).readings[0]!.analysis, padding: 0.2 },
    ]) {
      const report = {
        model: 'm',
        backend: 'plain' as const,
        analyses: [analysis],
        unread: [],
        ms: analysis.ms,
      };
      const reading = readingOf(analysis, { model: 'm' });
      const document = documentOf([{ place: '', text: prose(5000), readings: [reading] }]);
      const { texts } = JSON.parse(made('json', document)) as { texts: { readings: object[] }[] };
      const result = resultOf(report)!;
      const { truncated, ...said } = { ...result, backend: 'kernels-simd' };
      assert.equal(truncated, false);
      assert.deepEqual(texts[0]!.readings[0], said);
    }
  });

  it('has what is known of whether the attention can be believed, a number a word', () => {
    const view = analysisOf(1, prose(40));
    const trust = examinationOf(view, 'partly');
    const reading = readingOf(view.analysis, { trust });
    const { texts } = JSON.parse(
      made('json', documentOf([{ place: '', text: view.text, readings: [reading] }])),
    ) as { texts: { readings: { trust: typeof trust }[] }[] };
    const { occlusion, without, effects, faithfulness, ms } = trust;
    assert.deepEqual(texts[0]!.readings[0]!.trust, { occlusion, without, effects, faithfulness, ms });
    assert.equal(effects.length, 40);
  });

  it('gives back every text and token as it was, whatever it holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const { texts } = JSON.parse(made('json', document)) as Exported;
        document.texts.forEach(({ text, readings }, index) => {
          const found = texts[index]!;
          assert.equal(found.text, text);
          readings.forEach(({ analysis }, at) => {
            assert.deepEqual(found.readings[at]!.tokens, analysis.tokens);
            for (const { text, start, end } of found.readings[at]!.tokens) {
              assert.equal(found.text.slice(start, end), text);
            }
          });
        });
      }),
    );
  });
});
