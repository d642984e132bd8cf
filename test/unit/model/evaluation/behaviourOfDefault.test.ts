import assert from 'node:assert/strict';
import path from 'node:path';
import { builtKernel } from '../../../../scripts/kernels.mjs';
import { judgeOf } from '../../../../src/cli/sentiment';
import { DEFAULT_MODEL } from '../../../../src/cli/models';
import { Analyzer } from '../../../../src/model/analyzer';
import { runBehaviour } from '../../../../src/model/evaluation/behaviour';
import { readSuite } from '../../../../src/model/node/behaviour';
import { openEngine } from '../../../../src/model/node/engines';
import { loadModelFolder } from '../../../../src/model/node/files';

/** What `behave` printed of the default model when it was shipped; to be written anew with every new default. */
const RECORDED = 0.853;

describe('the shipped default on behavioural tests', function () {
  this.timeout(120_000);

  it('passes no fewer than when it was shipped, but for a point', async () => {
    const model = await loadModelFolder(path.resolve('models', DEFAULT_MODEL));
    const { engine } = await openEngine(model, {
      prefer: 'auto',
      bundleFolder: path.resolve('dist'),
      kernelFolder: await builtKernel('inference'),
    });
    const analyzer = new Analyzer(model, engine);
    try {
      const cases = await readSuite(path.resolve('test', 'behaviour'));
      const { rate, failures } = await runBehaviour(cases, judgeOf(analyzer.info, analyzer));
      const some = failures.slice(0, 20).map(({ test, texts }) => `${test}: ${texts.join(' | ')}`);
      assert.ok(rate >= RECORDED - 0.01, `${rate} of the cases; failing are\n${some.join('\n')}`);
    } finally {
      analyzer.dispose();
    }
  });
});
