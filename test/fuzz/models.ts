/** Model folders that were damaged or made to do harm: refused in words, or read and usable. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadAlignmentModel } from '../../src/model/alignment/folder';
import { Aligner } from '../../src/model/alignment/aligner';
import { Analyzer } from '../../src/model/analyzer';
import { PlainEngine } from '../../src/model/engines/plain';
import { LinearEngine } from '../../src/model/linear/engine';
import { isBagOfWords, loadAnyModel } from '../../src/model/load';
import { InputError, type ReadFile } from '../../src/model/types';
import { tinyAlignmentFiles } from '../fixtures/alignment';
import { bagFiles } from '../fixtures/bagOfWords';
import { filesReader, tinyModelFiles } from '../fixtures/tinyModel';
import { EVIL, fuzzed } from './property';

type Files = Readonly<Record<string, Uint8Array>>;

const FOLDERS = {
  network: tinyModelFiles(),
  bag: bagFiles(),
  alignment: tinyAlignmentFiles(),
} as const;
type Kind = keyof typeof FOLDERS;

const kind = fc.constantFrom<Kind>('network', 'bag', 'alignment');

/** Loads it and reads a text with it: anything but an InputError of one short line is a fault. */
async function survives(which: Kind, files: Files): Promise<void> {
  try {
    await use(which, filesReader(files));
  } catch (error) {
    assert.ok(error instanceof InputError, error instanceof Error ? error.stack : String(error));
    assert.ok(error.message.length < 1000, `${error.message.length} characters`);
    assert.doesNotMatch(error.message, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
}

async function use(which: Kind, read: ReadFile): Promise<void> {
  if (which === 'alignment') {
    const model = await loadAlignmentModel(read);
    if (model.manifest.mostWritten > 100 || model.architecture.memory > 100) return;
    new Aligner(model).align('3 May');
    return;
  }
  const model = await loadAnyModel(read);
  const engine = isBagOfWords(model)
    ? new LinearEngine(model.bagOfWords, model.manifest.temperature)
    : new PlainEngine(model);
  const { analyses } = await new Analyzer(model, engine).analyze('the film is not good __proto__');
  for (const { probability, tokens } of analyses) {
    assert.ok(probability >= 0 && probability <= 1, `a probability of ${probability}`);
    for (const { weight } of tokens) assert.ok(Number.isFinite(weight), `a weight of ${weight}`);
  }
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function changed(which: Kind, at: number, change: (bytes: Uint8Array) => Uint8Array): Files {
  const files = FOLDERS[which] as Files;
  const names = Object.keys(files);
  const name = names[Math.floor(at * names.length)]!;
  return { ...files, [name]: change(files[name]!.slice()) };
}

const evilValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[1e12, -1, 0, 1e308, 2 ** 53, 0.5, null, true, [], {}, [[]], 'x'.repeat(100_000)],
    ...['../x', '../../etc/passwd', '/etc/passwd', '..\\x.bin', '%2e%2e/x.bin', '../x/y.bin', 'C:\\x.bin'],
    ...['../tiny/weights.bin', 'nul.bin', '../tiny/../x.bin', 'weights.bin', 'model.json', 'vocab.txt'],
    ...EVIL,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Replaces, removes or adds something anywhere in a value. */
function mutated(value: unknown, path: readonly number[], evil: unknown, how: number): unknown {
  if (typeof value !== 'object' || value === null || path.length === 0) return evil;
  const keys = Object.keys(value);
  const [first, ...rest] = path as [number, ...number[]];
  const key = keys[Math.floor(first * keys.length)];
  if (Array.isArray(value)) {
    const list = value as unknown[];
    if (key === undefined || (rest.length === 0 && how === 1)) return [...list, ...list, evil];
    if (rest.length === 0 && how === 2) return list.filter((_, i) => i !== Number(key));
    return list.map((one, i) => (i === Number(key) ? mutated(one, rest, evil, how) : one));
  }
  const entries = Object.entries(value);
  if (key === undefined || (rest.length === 0 && how === 1)) {
    return Object.fromEntries([...entries, ['__proto__', { polluted: 1 }], ['constructor', evil]]);
  }
  if (rest.length === 0 && how === 2) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(
    entries.map(([name, one]) => [name, name === key ? mutated(one, rest, evil, how) : one]),
  );
}

const mutation = fc.tuple(fc.array(place, { minLength: 1, maxLength: 5 }), evilValue, fc.nat(2));

export const modelProperties = [
  fuzzed(
    'model files',
    'flipped bits are refused or harmless',
    400,
    fc.record({ kind, at: place, bits: fc.array(place, { minLength: 1, maxLength: 4 }) }),
    ({ kind, at, bits }) =>
      survives(
        kind,
        changed(kind, at, (bytes) => {
          for (const bit of bits) {
            const where = Math.floor(bit * bytes.length * 8);
            bytes[where >> 3]! ^= 1 << (where & 7);
          }
          return bytes;
        }),
      ),
  ),
  fuzzed(
    'model files',
    'files that are cut, or go on, are refused or harmless',
    300,
    fc.record({ kind, at: place, end: place, more: fc.uint8Array({ maxLength: 40 }) }),
    ({ kind, at, end, more }) =>
      survives(
        kind,
        changed(kind, at, (bytes) =>
          Buffer.concat([bytes.subarray(0, Math.floor(end * bytes.length)), more]),
        ),
      ),
  ),
  fuzzed(
    'model files',
    'manifests with anything in any place are refused or harmless',
    600,
    fc.record({ kind, mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }) }),
    ({ kind, mutations }) => {
      const files = FOLDERS[kind] as Files;
      const manifest: unknown = JSON.parse(new TextDecoder().decode(files['model.json']));
      const json = mutations.reduce((value, [path, evil, how]) => mutated(value, path, evil, how), manifest);
      return survives(kind, { ...files, 'model.json': new TextEncoder().encode(JSON.stringify(json)) });
    },
  ),
  fuzzed(
    'model files',
    'any bytes for a manifest or a vocabulary are refused or harmless',
    300,
    fc.record({
      kind,
      name: fc.constantFrom('model.json', 'vocab.txt'),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.json().map((json) => new TextEncoder().encode(json)),
        fc.string({ unit: 'binary', maxLength: 100 }).map((text) => new TextEncoder().encode(text)),
      ),
    }),
    ({ kind, name, bytes }) => survives(kind, { ...(FOLDERS[kind] as Files), [name]: bytes }),
  ),
];
