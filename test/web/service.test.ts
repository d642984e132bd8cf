/** The analyzer's client in a browser, asked for everything it can do, against what Node answers. */
import type { AnalyzerService } from '../../src/model/types';
import { createWebClient } from '../../src/model/web/client';
import { virtualFolder } from '../../src/platform/virtualFolder';
import * as vscode from 'vscode';
import { median } from './numbers';
import type { Expected } from './expectations';
import { equal, extension, ok, own, print } from './support';
import { REVIEW, REVIEW_200 } from './texts';

describe('the model in a browser', () => {
  let expected: Expected;
  let service: AnalyzerService;
  const lines: string[] = [];

  before(async () => {
    expected = JSON.parse(new TextDecoder().decode(await own('dist-test/web/expected.json'))) as Expected;
    service = createWebClient({
      readScript: async () => new TextDecoder().decode(await own('dist/web/worker.js')),
      modelFolder: virtualFolder(vscode.Uri.joinPath(extension().extensionUri, 'models/imdb-attention')),
      readKernel: (name) => own(`dist/kernels/${name}`),
      backend: 'auto',
      log: (line) => lines.push(line),
    });
  });

  after(() => service.dispose());

  it('runs in a thread of its own, on the kernels', async () => {
    equal((await service.info()).backend, expected.backend, 'the engine');
    ok(!lines.some((line) => /No thread/.test(line)), lines.join('\n'));
  });

  it('examines whether attention can be believed, as on Node', async () => {
    same(await service.examine(REVIEW), expected.examination, 'the examination');
  });

  it('divides the verdict by gradients, as on Node', async () => {
    same(await service.attribute(REVIEW, 'integrated-gradients'), expected.attribution, 'the attribution');
  });

  it('reads with the network of every epoch, as on Node', async () => {
    const epochs = await service.epochs(REVIEW);
    same(epochs, expected.epochs, 'the epochs');
  });

  it('ends what is cancelled, by a message', async () => {
    const abort = new AbortController();
    const texts = Array.from({ length: 200 }, (_, i) => `${REVIEW_200} ${i}`);
    const heard = new Promise<void>((resolve) => {
      void service.analyzeMany(texts, { signal: abort.signal, maxWords: 1e6, onProgress: () => resolve() });
    });
    await heard;
    abort.abort();
    const aborted = new AbortController();
    aborted.abort();
    const report = await service.analyze(REVIEW_200, { signal: aborted.signal, fresh: true });
    equal(report.analyses.length, 0, 'analyses of a text that nobody waits for');
  });

  it('reads 200 words: how long is printed, not asserted', async () => {
    const ms: number[] = [];
    for (let i = 0; i < 11; i++) {
      const started = performance.now();
      await service.analyze(REVIEW_200, { fresh: true });
      ms.push(performance.now() - started);
    }
    const [here, there] = [median(ms.slice(1)), median(expected.ms)];
    print(
      `      200 words, median of 10: ${here.toFixed(2)} ms in the browser, ${there.toFixed(2)} ms on Node`,
    );
  });
});

/** Equal in form and words, numbers but times within 1e-6. */
function same(found: unknown, wanted: unknown, what: string): void {
  if (typeof wanted === 'number' && typeof found === 'number') {
    ok(Math.abs(found - wanted) <= 1e-6, `${what}: expected ${wanted}, found ${found}`);
  } else if (typeof wanted === 'object' && wanted !== null && typeof found === 'object' && found !== null) {
    const [keys, others] = [Object.keys(wanted), Object.keys(found)];
    const present = (of: object) => (key: string) =>
      key !== 'ms' && (of as Record<string, unknown>)[key] !== undefined;
    equal(others.filter(present(found)).sort(), keys.filter(present(wanted)).sort(), `${what}: parts`);
    for (const key of keys.filter(present(wanted)))
      same(
        (found as Record<string, unknown>)[key],
        (wanted as Record<string, unknown>)[key],
        `${what}.${key}`,
      );
  } else equal(found, wanted, what);
}
