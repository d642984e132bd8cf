import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { createAnalyzerClient } from '../../../../src/model/node/client';
import { InputError, type AnalyzerService } from '../../../../src/model/types';
import { builtKernel } from '../../../../scripts/kernels.mjs';
import { TINY_EPOCHS, writeTinyModel } from '../../../fixtures/tinyModel';
import { loadableBackends, longText, openWorkshop, type Workshop } from './support';

const REVIEW = 'The film was really good, and I loved it!';

describe('model/node/client', function () {
  this.timeout(300_000);
  let shop: Workshop;
  const opened: AnalyzerService[] = [];

  before(async () => {
    shop = await openWorkshop();
  });

  afterEach(() => opened.splice(0).forEach((client) => client.dispose()));

  after(() => shop.remove());

  function open(
    overrides: Partial<Parameters<typeof createAnalyzerClient>[0]> = {},
    log: (line: string) => void = () => undefined,
  ): AnalyzerService {
    const { workerPath, modelFolder, folder } = shop;
    const settings = { workerPath, modelFolder, wasmFolder: folder, backend: 'wasm' as const, log };
    const client = createAnalyzerClient({ ...settings, ...overrides });
    opened.push(client);
    return client;
  }

  it('answers from the worker, on every backend that loads', async () => {
    const { loaded } = await loadableBackends();
    for (const backend of loaded) {
      const lines: string[] = [];
      const client = open({ backend }, (line) => lines.push(line));
      const info = await client.info();
      assert.equal(info.backend, backend);
      assert.equal(info.name, 'tiny');
      const report = await client.analyze(REVIEW);
      const { tokens } = report.analyses[0]!;
      assert.equal(report.backend, backend);
      assert.ok(tokens.length > 8);
      for (const token of tokens) assert.equal(REVIEW.slice(token.start, token.end), token.text);
      assert.ok(Math.abs(tokens.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-5);
      assert.ok(lines.some((line) => line.includes('Model tiny loaded')));
      client.dispose();
    }
  });

  it('gives the neighbours of a word in the embedding, the same every time', async () => {
    const client = open();
    const found = await client.neighbours('Good', 4);
    assert.equal(found.length, 4);
    for (const { word, similarity } of found) assert.ok(word !== 'good' && Math.abs(similarity) <= 1);
    assert.deepEqual(await client.neighbours('good', 4), found);
    assert.deepEqual(await client.neighbours('zyzzyva', 4), []);
  });

  it('answers many requests at once, each with its own report', async () => {
    const client = open();
    const texts = Array.from({ length: 20 }, (_, i) => `${REVIEW} ${'good '.repeat(i)}`);
    const reports = await Promise.all(texts.map((text) => client.analyze(text)));
    const counts = reports.map((report) => report.analyses[0]!.tokens.length);
    assert.deepEqual(
      counts,
      counts.map((_, i) => counts[0]! + i),
    );
  });

  it('answers for many texts in one request, and for none without one', async () => {
    const client = open();
    const texts = Array.from({ length: 300 }, (_, i) => (i === 7 ? '' : `${'good '.repeat(i % 9)}film ${i}`));
    const seen: number[] = [];
    const reports = await client.analyzeMany(texts, { onProgress: (done) => seen.push(done) });
    assert.deepEqual(
      reports.map(({ analyses }) => analyses[0]?.tokens.length ?? 0),
      texts.map((_, i) => (i === 7 ? 0 : (i % 9) + 2)),
    );
    reports.forEach(({ analyses }, i) => {
      for (const token of analyses[0]?.tokens ?? [])
        assert.equal(texts[i]!.slice(token.start, token.end), token.text);
    });
    assert.equal(
      seen.at(-1),
      reports.reduce((sum, { analyses }) => sum + (analyses[0]?.tokens.length ?? 0), 0),
    );
    assert.deepEqual(await client.analyzeMany([]), []);
  });

  it('reads a long text paragraph by paragraph, reports progress and what it did not read', async () => {
    const text = longText(3_000);
    const seen: [number, number][] = [];
    const report = await open().analyze(text, {
      maxWords: 1_000,
      onProgress: (done, total) => seen.push([done, total]),
    });
    const read = report.analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
    assert.ok(read > 900 && read <= 1_000);
    assert.ok(report.analyses.length > 30);
    assert.deepEqual(seen.at(-1), [read, read]);
    assert.ok(report.unread[0]!.start >= report.analyses.at(-1)!.end);
    assert.equal(report.unread[0]!.end, text.trimEnd().length);
  });

  it('stops in mid-analysis and says what is unread', async () => {
    const stop = new AbortController();
    const report = await open({ backend: 'cpu' }).analyze(longText(200_000), {
      maxWords: 200_000,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    assert.ok(report.analyses.length > 0);
    assert.ok(report.unread.length > 0);
    assert.ok(report.unread[0]!.start >= report.analyses.at(-1)!.end);
  });

  it('rests once what was asked is answered, and reads again when it is asked', async () => {
    const client = open();
    const asked = client.analyze(REVIEW);
    client.rest();
    const [first] = (await asked).analyses;
    const [again] = (await client.analyze(REVIEW)).analyses;
    assert.equal(again?.probability, first?.probability);
    client.rest();
    client.rest();
    assert.equal((await client.info()).labels.length, 2);
  });

  it('retired answers all that it is asked, and gives its memory back in between', async () => {
    const log: string[] = [];
    const loads = () => log.filter((line) => line.includes('loaded')).length;
    const client = open({}, (line) => log.push(line));
    const asked = client.analyze(REVIEW);
    client.retire();
    assert.equal((await asked).analyses.length, 1);
    assert.equal(loads(), 1);
    await client.info();
    assert.equal((await client.analyze(REVIEW)).analyses.length, 1, 'a question that follows at once');
    const before = loads();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.info();
    assert.equal(loads(), before + 1);
  });

  it('reads nothing for a request that was cancelled before it came', async () => {
    const report = await open().analyze(REVIEW, { signal: AbortSignal.abort() });
    assert.deepEqual(report.analyses, []);
    assert.deepEqual(report.unread, [{ start: 0, end: REVIEW.length }]);
  });

  describe('through training', () => {
    let modelFolder = '';

    before(async () => {
      modelFolder = path.join(shop.folder, 'watched');
      await writeTinyModel(modelFolder, 'watched', 1, { checkpoints: true });
    });

    it('reads a text after every epoch, last as it reads it anyway, whatever else it is asked', async () => {
      for (const backend of ['auto', 'plain', 'wasm'] as const) {
        const client = open({ modelFolder, backend });
        const seen: number[][] = [];
        const [report, info, { analyses }, again] = await Promise.all([
          client.epochs(REVIEW, { onProgress: (...progress) => seen.push(progress) }),
          client.info(),
          client.analyze(REVIEW),
          client.epochs(REVIEW),
        ]);
        const epochs = report.epochs.map(({ epoch }) => epoch);
        assert.deepEqual([epochs, info.epochs], [TINY_EPOCHS, TINY_EPOCHS]);
        assert.deepEqual(
          seen,
          TINY_EPOCHS.map((_, i) => [i + 1, TINY_EPOCHS.length]),
        );
        const { tokens, classes } = analyses[0]!;
        const last = report.epochs.at(-1)!;
        assert.deepEqual(
          last.weights,
          tokens.map(({ weight }) => weight),
        );
        assert.deepEqual(last.classes, classes);
        assert.deepEqual(again.epochs, report.epochs);
        // TensorFlow.js does not say what PADs would get.
        assert.equal(last.padding === undefined, backend === 'wasm');
      }
    });

    it('stops between epochs, and reads none for a request that was cancelled before it came', async () => {
      const client = open({ modelFolder });
      const stop = new AbortController();
      const part = await client.epochs(longText(20), { signal: stop.signal, onProgress: () => stop.abort() });
      assert.ok(part.epochs.length >= 1 && part.epochs.length <= TINY_EPOCHS.length);
      assert.deepEqual((await client.epochs(REVIEW, { signal: AbortSignal.abort() })).epochs, []);
    });

    it('refuses with a clear error: no epochs, no words, a checkpoint that is damaged', async () => {
      const refused = (promise: Promise<unknown>, message: RegExp) =>
        assert.rejects(promise, (error) => error instanceof InputError && message.test(error.message));
      const plain = open();
      await refused(plain.epochs(REVIEW), /^The model tiny keeps no epochs of its training\.$/);
      assert.ok(!('epochs' in (await plain.info())));
      const client = open({ modelFolder });
      await refused(client.epochs('  '), /holds no word/);
      const damaged = path.join(shop.folder, 'damaged');
      await writeTinyModel(damaged, 'damaged', 1, { checkpoints: true });
      const file = path.join(damaged, 'checkpoints', 'epoch-01.bin');
      const bytes = await readFile(file);
      await writeFile(file, new Uint8Array(9));
      const late = open({ modelFolder: damaged });
      await refused(
        late.epochs(REVIEW),
        /Model folder .*damaged: checkpoints\/epoch-01\.bin: its checksum is/,
      );
      assert.equal((await late.analyze(REVIEW)).analyses.length, 1, 'the model itself is whole');
      await writeFile(file, bytes);
      assert.equal((await late.epochs(REVIEW)).epochs.length, 3, 'put right, it is read');
    });

    it('takes so much memory', async () => {
      const shipped = path.resolve('models/imdb-article');
      const client = open({ modelFolder: shipped, backend: 'auto' });
      await client.analyze(longText(300));
      const before = process.memoryUsage().rss;
      const { epochs } = await client.epochs(longText(300));
      const grown = (process.memoryUsage().rss - before) / 2 ** 20;
      const started = performance.now();
      const again = await client.epochs(`Well, ${longText(290)}`);
      console.log(
        `      ${epochs.length} epochs of imdb-article: ${grown.toFixed(0)} MB more in this process; ` +
          `another text of 292 words ${(performance.now() - started).toFixed(0)} ms`,
      );
      assert.equal(again.epochs.length, epochs.length);
    });
  });

  describe('whether attention can be believed', () => {
    const shipped = path.resolve('models/imdb-attention');

    before(async () => {
      const kernels = path.join(shop.folder, 'kernels');
      for (const module of ['inference', 'training']) {
        await cp(await builtKernel(module), kernels, { recursive: true });
      }
    });

    it('divides the verdict by gradients, in every way', async () => {
      const client = open({ modelFolder: shipped, backend: 'auto' });
      const [analysis] = (await client.analyze(REVIEW)).analyses;
      for (const method of ['gradient-input', 'integrated-gradients', 'attention-gradient'] as const) {
        const { label, values, total } = (await client.attribute(REVIEW, method))!;
        assert.deepEqual([label, values.length], [analysis!.label, analysis!.tokens.length]);
        if (total === null) continue;
        const sum = values.reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sum - total) < 0.01 * Math.abs(total));
      }
      const bare = open({ modelFolder: shipped, backend: 'auto', wasmFolder: shop.modelFolder });
      await assert.rejects(
        bare.attribute(REVIEW, 'gradient-input'),
        /need the training kernels: .*tiny.kernels/,
      );
    });

    it('comes from the worker, on every backend that loads', async () => {
      const { loaded } = await loadableBackends();
      for (const backend of loaded) {
        const client = open({ backend });
        const [analysis] = (await client.analyze(REVIEW)).analyses;
        const words = analysis!.tokens.length;
        const seen: number[][] = [];
        const onProgress = (...progress: number[]) => seen.push(progress);
        const examined = (await client.examine(REVIEW, { onProgress }))!;
        const { label, probability, start, end } = analysis!;
        assert.deepEqual(
          [examined.label, examined.start, examined.end, examined.occlusion],
          [label, start, end, 'removal'],
        );
        assert.ok(Math.abs(examined.probability - probability) < 1e-6);
        assert.deepEqual([examined.without.length, examined.effects.length], [words, words]);
        assert.equal(seen.at(-1)![0], seen.at(-1)![1]);
        const occluded = (await client.occlude(
          REVIEW,
          [
            [2, 3],
            [0, words],
          ],
          { occlusion: 'unknown' },
        ))!;
        assert.deepEqual([occluded.without.length, occluded.occlusion], [2, 'unknown']);
        client.dispose();
      }
    });

    it('is refused with a clear error, and null where it was cancelled', async () => {
      const client = open({ backend: 'auto' });
      const isInput = (message: RegExp) => (error: unknown) =>
        error instanceof InputError && message.test(error.message);
      await assert.rejects(client.examine(' '), isInput(/holds no word/));
      await assert.rejects(client.attribute('', 'gradient-input'), isInput(/holds no word/));
      await assert.rejects(client.occlude(REVIEW, [[4, 99]]), isInput(/^run 1: expected words/));
      const signal = AbortSignal.abort();
      assert.equal(await client.examine(REVIEW, { signal }), null);
      assert.equal(await client.attribute(REVIEW, 'gradient-input', { signal }), null);
      assert.equal(await client.occlude(REVIEW, [[0, 1]], { signal }), null);
      assert.equal((await client.analyze(REVIEW)).analyses.length, 1);
    });

    it('waits behind an analysis that comes meanwhile, and ends at once when nobody wants it any longer', async () => {
      const client = open({ modelFolder: shipped, backend: 'auto' });
      assert.match((await client.info()).backend, /^kernels/);
      const text = longText(600);
      await client.analyze(text);
      const ended: string[] = [];
      const examination = client.examine(text).then((found) => {
        ended.push('examination');
        return found;
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      const asked = performance.now();
      await client.analyze(`Well, ${REVIEW}`).then(() => ended.push('analysis'));
      const answered = performance.now() - asked;
      const stop = new AbortController();
      const cancelled = client.examine(text, { signal: stop.signal });
      await new Promise((resolve) => setTimeout(resolve, 20));
      stop.abort();
      assert.equal(await cancelled.then((found) => (ended.push('cancelled'), found)), null);
      assert.equal((await examination)!.effects.length, 600);
      assert.deepEqual(ended, ['analysis', 'cancelled', 'examination']);
      console.log(`      an analysis during the examination of 600 words: ${answered.toFixed(1)} ms`);
    });
  });

  it('names what is wrong with a model folder, and loads it once it has been put right', async () => {
    const modelFolder = await mkdtemp(path.join(shop.folder, 'late-'));
    const client = open({ modelFolder });
    for (const ask of [() => client.info(), () => client.analyze(REVIEW)]) {
      await assert.rejects(ask, (error) => {
        assert.ok(error instanceof InputError);
        assert.equal(error.message, `Model folder ${modelFolder}: model.json: the file is missing`);
        return true;
      });
    }
    await writeTinyModel(modelFolder, 'late');
    assert.equal((await client.info()).name, 'late');
    assert.equal((await client.analyze(REVIEW)).model, 'late');
    await rm(modelFolder, { recursive: true });
  });

  for (const [name, act, message] of [
    ['exits', 'process.exit(7)', /stopped unexpectedly \(exit code 7\)/],
    ['throws', "setImmediate(() => { throw new Error('boom'); })", /stopped with an error: boom/],
  ] as const) {
    it(`fails open requests when the worker ${name} in mid-analysis, and starts another`, async () => {
      const workerPath = await shop.entry(`${name}.js`, dieOnProgress(act));
      for (const backend of ['auto', 'wasm'] as const) {
        const client = open({ workerPath, backend });
        await client.info();
        const long = client.analyze(longText(20_000));
        const other = client.info();
        await assert.rejects(long, message);
        await other.catch((error: Error) => assert.match(error.message, message));
        assert.equal((await client.analyze(REVIEW)).analyses.length, 1);
        client.dispose();
      }
    });
  }

  it('says so when the worker cannot even start', async () => {
    const client = open({ workerPath: path.join(shop.folder, 'absent.js') });
    await assert.rejects(client.info(), /stopped with an error: Cannot find module .*absent\.js/);
  });

  it('fails the request, and nothing else, when its progress callback throws', async () => {
    const client = open();
    const onProgress = () => {
      throw new Error('caller at fault');
    };
    await assert.rejects(client.analyze(REVIEW, { onProgress }), /caller at fault/);
    assert.equal((await client.analyze(REVIEW)).analyses.length, 1);
  });

  it('rejects open and later requests once it is closed', async () => {
    const client = open();
    await client.info();
    const running = client.analyze(longText(20_000));
    client.dispose();
    await assert.rejects(running, /closed/);
    await assert.rejects(client.info(), /closed/);
    client.dispose();
  });

  it('works with every way to the network refused, in the worker and here', async () => {
    const workerPath = await shop.entry('offline.js', REFUSE_NETWORK);
    for (const backend of ['auto', 'wasm']) {
      const settings = { workerPath, modelFolder: shop.modelFolder, wasmFolder: shop.folder, backend };
      const script = `${REFUSE_NETWORK}
        const { createAnalyzerClient } = require(${JSON.stringify(shop.clientPath)});
        const client = createAnalyzerClient({ ...${JSON.stringify(settings)}, log: () => {} });
        client.analyze(${JSON.stringify(REVIEW)}).then((report) => console.log(report.analyses.length));`;
      assert.equal((await node(script)).trim(), '1');
    }
    await assert.rejects(node(`${REFUSE_NETWORK} fetch('http://127.0.0.1/');`), /network refused/);
  });

  it('brings what libraries print in the worker to the log', async () => {
    const lines: string[] = [];
    const workerPath = await shop.entry(
      'chatty.js',
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', () => { console.log('from a library'); console.error('and a warning'); });`,
    );
    await open({ workerPath }, (line) => lines.push(line)).info();
    assert.ok(lines.includes('worker: from a library'));
    assert.ok(lines.includes('worker: and a warning'));
  });

  it('lets its process end while the worker is idle', async () => {
    const settings = { workerPath: shop.workerPath, modelFolder: shop.modelFolder, wasmFolder: shop.folder };
    const output = await node(`
      const { createAnalyzerClient } = require(${JSON.stringify(shop.clientPath)});
      const settings = ${JSON.stringify(settings)};
      const client = createAnalyzerClient({ ...settings, backend: 'auto', log: () => {} });
      client.info().then((info) => console.log(info.name));`);
    assert.equal(output.trim(), 'tiny');
  });

  it('leaves the calling thread free during a big analysis', async () => {
    const client = open();
    await client.info();
    const text = longText(20_000);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const report = await client.analyze(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
    delay.disable();
    const tokens = report.analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
    assert.equal(tokens, 20_000);
    const longest = (delay.max / 1e6).toFixed(1);
    console.log(`      longest pause of the calling thread during 20,000 words: ${longest} ms`);
  });
});

async function node(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { timeout: 60_000 });
  return stdout;
}

/** The worker ends itself once, at the first sign of progress of a long text. */
function dieOnProgress(act: string): string {
  return `
    const { parentPort } = require('node:worker_threads');
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = (message, transfer) => {
      if (message.type === 'progress' && message.done < message.total) { ${act}; return; }
      post(message, transfer);
    };`;
}

const REFUSE_NETWORK = `
  for (const [name, members] of Object.entries({
    net: ['connect', 'createConnection'], tls: ['connect'], dgram: ['createSocket'],
    http: ['request', 'get'], https: ['request', 'get'], http2: ['connect'], dns: ['lookup', 'resolve'],
  })) {
    const module = require('node:' + name);
    for (const member of members) module[member] = () => { throw new Error('network refused: ' + name); };
  }
  require('node:net').Socket.prototype.connect = () => { throw new Error('network refused: socket'); };
  globalThis.fetch = () => { throw new Error('network refused: fetch'); };
  globalThis.WebSocket = class { constructor() { throw new Error('network refused: WebSocket'); } };
`;
