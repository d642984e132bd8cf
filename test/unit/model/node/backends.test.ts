import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { Analyzer } from '../../../../src/model/analyzer';
import { loadModel } from '../../../../src/model/artifacts';
import { openBackend } from '../../../../src/model/node/backends';
import { restoreRemovedUtilities } from '../../../../src/model/node/nativeHelpers';
import { openTfjsEngine } from '../../../../src/model/node/tfjs';
import { NATIVE_VARIABLE, nativeCacheFolder, nativeFolders } from '../../../../src/model/node/nativeFolder';
import type { Report, TfjsBackend } from '../../../../src/model/types';
import { tinyReader } from '../../../fixtures/tinyModel';
import { BACKENDS, WASM_FOLDER, loadableBackends } from './support';

const TEXT = "It was n't a great film, but really fun.\nI loved the bad zyzzyva!";

describe('model/node/backends', function () {
  this.timeout(300_000);
  let loaded: TfjsBackend[] = [];
  let missing: string[] = [];

  before(async () => {
    const found = await loadableBackends();
    ({ loaded, missing } = found);
    console.log(`    TensorFlow.js backends that load here: ${loaded.join(', ')}`);
    for (const line of found.missing) console.log(`    not loaded: ${line}`);
  });

  it('always has the backends that come with the extension', () => {
    assert.ok(loaded.includes('wasm'));
    assert.ok(loaded.includes('cpu'));
  });

  it('takes the fastest that loads and names the better ones it passed over', async () => {
    const lines: string[] = [];
    const opened = await openBackend({
      prefer: 'auto',
      wasmFolder: WASM_FOLDER,
      log: (line) => lines.push(line),
    });
    assert.equal(opened.backend, loaded[0]);
    assert.equal(opened.passedOver.length, BACKENDS.indexOf(opened.backend));
    assert.match(lines.at(-1)!, new RegExp(`${opened.backend} loaded`));
  });

  it('gives the same verdicts and weights on every backend', async () => {
    const reports: Report[] = [];
    for (const prefer of loaded) reports.push(await analyzeOn(prefer, (analyzer) => analyzer.analyze(TEXT)));
    const [reference, ...others] = reports.map((report) => report.analyses[0]!);
    assert.ok(reference!.tokens.length > 10);
    for (const other of others) {
      assert.ok(Math.abs(other.probability - reference!.probability) < 1e-4);
      other.tokens.forEach((token, i) => {
        assert.ok(Math.abs(token.weight - reference!.tokens[i]!.weight) < 1e-4, token.text);
      });
    }
  });

  for (const prefer of BACKENDS) {
    it(`holds no tensor more after 1,000 analyses on ${prefer}`, async function () {
      if (!loaded.includes(prefer)) {
        this.test!.title += `: not loaded: ${missing.find((line) => line.startsWith(prefer))}`;
        this.skip();
      }
      await analyzeOn(prefer, async (analyzer) => {
        await analyzer.analyze(TEXT);
        const before = tf.memory();
        for (let i = 0; i < 1_000; i++) await analyzer.analyze(TEXT.slice(i % 20));
        const after = tf.memory();
        assert.equal(after.numTensors, before.numTensors);
        assert.equal(after.numDataBuffers, before.numDataBuffers);
      });
    });
  }

  it('can be forbidden native TensorFlow, and says so', async () => {
    await withVariable('off', async () => {
      const opened = await openBackend({ prefer: 'tfjs-node', wasmFolder: WASM_FOLDER });
      assert.equal(opened.backend, 'wasm');
      assert.deepEqual(opened.passedOver, [`tfjs-node: switched off by ${NATIVE_VARIABLE}.`]);
    });
  });

  it('falls back to plain JavaScript and names the missing or damaged WebAssembly binary', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wasm-'));
    try {
      const missing = await openBackend({ prefer: 'wasm', wasmFolder: folder });
      assert.equal(missing.backend, 'cpu');
      assert.match(missing.passedOver.join(), /^wasm: .*tfjs-backend-wasm.*\.wasm is missing\.$/);
      for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
        await writeFile(path.join(folder, name), 'not WebAssembly');
      }
      const damaged = await openBackend({ prefer: 'wasm', wasmFolder: folder });
      assert.match(damaged.passedOver.join(), /is damaged\.$/);
    } finally {
      await rm(folder, { recursive: true });
    }
    const again = await openBackend({ prefer: 'wasm', wasmFolder: WASM_FOLDER });
    assert.deepEqual(again, { backend: 'wasm', passedOver: [] });
  });

  it('writes nothing to the console', async () => {
    const written: unknown[] = [];
    const { log, warn, info, error } = console;
    const spy = (...parts: unknown[]) => void written.push(parts);
    Object.assign(console, { log: spy, warn: spy, info: spy, error: spy });
    try {
      for (const prefer of loaded) await analyzeOn(prefer, (analyzer) => analyzer.analyze(TEXT));
    } finally {
      Object.assign(console, { log, warn, info, error });
    }
    assert.deepEqual(written, []);
  });

  it('looks for native TensorFlow where the environment says, beside the bundle, then in the cache', () => {
    assert.deepEqual(nativeFolders('/nowhere', { [NATIVE_VARIABLE]: '/opt/tfjs-node' }), [
      path.resolve('/opt/tfjs-node'),
    ]);
    assert.deepEqual(nativeFolders('/nowhere', { XDG_CACHE_HOME: '/nowhere/else' }), []);
    const cache = nativeCacheFolder({ XDG_CACHE_HOME: '/var/cache' });
    assert.match(cache, /^.var.cache.attention-inspector.tfjs-node-4\.22\.0-/);
  });

  it('puts back the helpers that newer Node versions removed', () => {
    restoreRemovedUtilities();
    const utilities = util as unknown as Record<string, (value: unknown) => boolean>;
    assert.deepEqual([null, undefined, 0, ''].map(utilities['isNullOrUndefined']!), [
      true,
      true,
      false,
      false,
    ]);
  });
});

async function analyzeOn<T>(prefer: TfjsBackend, use: (analyzer: Analyzer) => Promise<T>): Promise<T> {
  const model = await loadModel(tinyReader());
  const { engine, passedOver } = await openTfjsEngine(model, { prefer, wasmFolder: WASM_FOLDER });
  assert.equal(engine.backend, prefer);
  const analyzer = new Analyzer(model, engine, passedOver);
  try {
    return await use(analyzer);
  } finally {
    analyzer.dispose();
  }
}

async function withVariable(value: string, work: () => Promise<void>): Promise<void> {
  const before = process.env[NATIVE_VARIABLE];
  process.env[NATIVE_VARIABLE] = value;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env[NATIVE_VARIABLE];
    else process.env[NATIVE_VARIABLE] = before;
  }
}
