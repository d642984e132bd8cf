/** The properties of test/fuzz, each over a few inputs of one seed; `npm run fuzz` tries many more. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PROPERTIES } from '../fuzz/properties';

const SEED = 20_261_126;

describe('for any input', function () {
  this.timeout(180_000);
  for (const { area, name, runs, check } of PROPERTIES) {
    it(`${area}: ${name}`, async () => {
      const details = await check(runs, SEED);
      assert.ok(!details.failed, fc.defaultReportMessage(details));
    });
  }
});
