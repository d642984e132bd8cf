/** The bundles that run in a browser, loaded where there is nothing of Node's. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import vm from 'node:vm';
import { builtKernel } from '../../scripts/kernels.mjs';
import { modelNames } from '../../src/model/node/modelFolders';
import { modelFolderReader } from '../../src/model/node/files';
import { AnalyzerClient } from '../../src/model/serving/client';
import type { AnalyzerService } from '../../src/model/types';
import { createAnalyzerClient } from '../../src/model/node/client';
import { builtWorker } from '../fixtures/worker';

const BUNDLES = ['extension', 'worker', 'exports'] as const;
const file = (name: string) => path.resolve('dist', 'web', name);

/** What browsers have that is no part of the language. */
const BROWSERS = {
  ...{
    TextDecoder,
    TextEncoder,
    URL,
    performance,
    console,
    setTimeout,
    clearTimeout,
    MessageChannel,
    AbortController,
  },
  ...{
    WebAssembly: (globalThis as unknown as { WebAssembly: object }).WebAssembly,
    crypto,
    Blob,
    atob,
    btoa,
  },
};

describe('the bundles for the browser', function () {
  this.timeout(120_000);

  before(() => {
    const only = BUNDLES.map((name) => `web/${name}`).join(',');
    const { status } = spawnSync(process.execPath, ['esbuild.mjs', `--only=${only}`], { stdio: 'inherit' });
    assert.equal(status, 0);
  });

  const load = (name: (typeof BUNDLES)[number], required: string[] = []): Record<string, unknown> => {
    const module = { exports: {} as Record<string, unknown> };
    const require = (what: string) => {
      required.push(what);
      return {};
    };
    const run = vm.runInNewContext(
      `(function (module, exports, require) {${readFileSync(file(`${name}.js`), 'utf8')}\n})`,
      { ...BROWSERS },
    ) as (...given: unknown[]) => void;
    run(module, module.exports, require);
    return module.exports;
  };

  it('require nothing but vscode', () => {
    for (const name of BUNDLES) {
      const text = readFileSync(file(`${name}.js`), 'utf8');
      const asked = [...text.matchAll(/\brequire\(\s*["'`]([^"'`]*)["'`]/g)].map(([, what]) => what);
      assert.deepEqual([...new Set(asked)], name === 'extension' ? ['vscode'] : [], name);
      assert.doesNotMatch(text, /["'`]node:/, name);
    }
  });

  it('export what they are loaded for, without any of Node’s globals', () => {
    assert.deepEqual(Object.keys(load('worker')).sort(), ['READY', 'listen', 'serve']);
    assert.ok(Object.keys(load('exports')).includes('exportPieces'));
  });

  it('come with the names of all models', async () => {
    assert.deepEqual(JSON.parse(await readFile(file('models.json'), 'utf8')), await modelNames('models'));
  });

  it('serve an analyzer that gives the very numbers of Node', async () => {
    const { serve } = load('worker') as typeof import('../../src/model/web/worker');
    const read = modelFolderReader('models/imdb-attention');
    const kernels = await builtKernel('inference');
    const client: AnalyzerService = new AnalyzerClient({
      start: ({ onMessage }) => ({
        post: serve({ where: 'Model folder here', backend: 'kernels' }, (message) =>
          queueMicrotask(() => onMessage(message)),
        ),
        busy: () => undefined,
        end: () => undefined,
      }),
      sharesMemory: false,
      readFile: (source, name) => (source === 'model' ? read(name) : readFile(path.join(kernels, name))),
      log: () => undefined,
    });
    const text = 'This film is a wonderful surprise: the acting is superb. A gem that I will watch again!';
    const [here, there] = [await client.analyze(text), await onNode(text)];
    assert.equal(here.backend, there.backend);
    assert.deepEqual(weights(here), weights(there));
    client.dispose();
  });
});

const weights = ({ analyses }: Awaited<ReturnType<AnalyzerService['analyze']>>) =>
  analyses.map(({ probability, tokens }) => [probability, tokens.map(({ weight }) => weight)]);

async function onNode(text: string) {
  const log = () => undefined;
  const client = createAnalyzerClient({
    ...{ ...builtWorker(), modelFolder: 'models/imdb-attention', backend: 'kernels' as const, log },
  });
  const report = await client.analyze(text);
  client.dispose();
  return report;
}
