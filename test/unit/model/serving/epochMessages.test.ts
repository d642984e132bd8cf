import fc from 'fast-check';
import assert from 'node:assert/strict';
import { epochsTransferList, packEpochs, unpackEpochs } from '../../../../src/model/serving/epochMessages';
import type { EpochsReport } from '../../../../src/model/types';

const share = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0);

const reports: fc.Arbitrary<EpochsReport> = fc
  .record({
    words: fc.integer({ min: 0, max: 6 }),
    labels: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 }),
    attention: fc.boolean(),
    padded: fc.boolean(),
    epochs: fc.uniqueArray(fc.nat(40), { maxLength: 5 }),
    numbers: fc.array(share, { minLength: 12, maxLength: 12 }),
    known: fc.boolean(),
  })
  .map(({ words, labels, attention, padded, epochs, numbers, known }) => ({
    model: 'm',
    kind: attention ? 'attention' : 'deletion',
    words,
    pads: padded ? { positions: 300, count: 300 - words, seen: true, bounded: false } : null,
    trainedOn: known ? { texts: 5 } : {},
    epochs: epochs.map((epoch, i) => {
      const classes = labels.map((label, k) => ({ label, probability: numbers[k]! }));
      return {
        epoch,
        trainLoss: known ? numbers[4]! : null,
        trainAccuracy: i === 0 ? null : numbers[5]!,
        validationLoss: numbers[6]!,
        validationAccuracy: numbers[7]!,
        ...classes[i % classes.length]!,
        classes,
        weights: Array.from({ length: words }, (_, k) => numbers[(k + i) % 12]!),
        // Without words there are no effects that could cross.
        ...(attention || words === 0 ? {} : { effects: numbers.slice(0, words).map((x) => 2 * x - 1) }),
        entropy: numbers[8]!,
        effectiveWords: numbers[9]!,
        ...(padded ? { padding: numbers[10]! } : {}),
      };
    }),
    ms: numbers[11]!,
  }));

describe('model/serving/epochMessages', () => {
  it('brings every text through training over unchanged, as numbers that are handed over', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const packed = packEpochs(report);
        const transfer = epochsTransferList(packed);
        const arrived = structuredClone(packed, { transfer });
        assert.ok(transfer.every(({ byteLength }) => byteLength === 0));
        assert.deepEqual(unpackEpochs(arrived), report);
      }),
    );
  });
});
