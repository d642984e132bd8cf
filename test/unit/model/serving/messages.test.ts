import fc from 'fast-check';
import assert from 'node:assert/strict';
import { packReports, transferList, unpackReports } from '../../../../src/model/serving/messages';
import type { Analysis, Report } from '../../../../src/model/types';

/** Labels of a model, and its kind of weights. */
const models = fc.record({
  labels: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 }),
  kind: fc.constantFrom('attention' as const, 'deletion' as const, 'contribution' as const),
  padded: fc.boolean(),
});

/** Any text, cut into tokens at any places, the tokens shared out to any number of analyses. */
const reports: fc.Arbitrary<{ text: string; report: Report }> = fc
  .tuple(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.array(fc.tuple(fc.nat(60), fc.nat(60), unit(), fc.boolean()), { maxLength: 5 })),
    fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 3 }),
    fc.record({ ms: unit(), start: fc.nat(), end: fc.nat() }),
    fc.array(unit(), { minLength: 4, maxLength: 4 }),
    models,
  )
  .map(([text, groups, spans, head, numbers, { labels, kind, padded }]) => {
    const classes = labels.map((label, i) => ({ label, probability: numbers[i]! }));
    const analyses = groups.map((group, i): Analysis => {
      const tokens = group.map(([a, b, weight, known]) => {
        const start = Math.min(a, text.length);
        const end = Math.min(Math.max(a, b), text.length);
        const token = { text: text.slice(start, end), start, end, weight, known };
        return kind === 'attention' ? token : { ...token, effect: 2 * weight - 1 };
      });
      const verdict = classes[i % classes.length]!;
      const more = {
        ...(padded ? { padding: numbers[0]! } : {}),
        ...(kind === 'contribution' ? { bias: 2 * numbers[1]! - 1 } : {}),
      };
      return { ...head, ...verdict, classes, kind, tokens, ...more };
    });
    const unread = spans.map(([start, end]) => ({ start, end }));
    return {
      text,
      report: {
        model: 'm',
        backend: 'wasm',
        analyses,
        unread,
        ...(padded ? { cutAfter: 3 } : {}),
        ms: head.ms,
      },
    };
  });

function unit(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0);
}

describe('model/serving/messages', () => {
  it('brings every report through unchanged', () => {
    fc.assert(
      fc.property(reports, ({ text, report }) => {
        const packed = packReports([report]);
        const sent = structuredClone(packed, { transfer: transferList(packed) });
        assert.deepEqual(unpackReports(sent, [text]), [report]);
        assert.equal(packed.starts.length, 0, 'the arrays were handed over, not copied');
      }),
    );
  });

  it('keeps the reports of many texts apart', () => {
    fc.assert(
      fc.property(fc.array(reports, { minLength: 2, maxLength: 5 }), (given) => {
        // One request has one model: the classes of all texts are those of the first that has any.
        const of = given.find(({ report }) => report.analyses.length > 0)?.report.analyses[0];
        const same = given.map(({ report }) => ({
          ...report,
          ms: given[0]!.report.ms,
          analyses: report.analyses.map((analysis) => ({
            ...analysis,
            kind: of!.kind,
            classes: of!.classes,
            label: of!.label,
            probability: of!.probability,
          })),
        }));
        const packed = packReports(same);
        const sent = structuredClone(packed, { transfer: transferList(packed) });
        assert.deepEqual(
          unpackReports(
            sent,
            given.map(({ text }) => text),
          ),
          same,
        );
      }),
    );
  });
});
