/** Data sets of every form, whole, damaged or made to do harm: texts with labels, or one error that names the file. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pack, type Header } from 'tar-stream';
import { readVectors } from '../../src/lab/data/vectors';
import { readUnlabelled } from '../../src/lab/data/unlabelled';
import { readTexts, type LabelledText } from '../../src/model/node/datasets';
import { readMarked } from '../../src/model/node/formats/eraser';
import { readJsonLines } from '../../src/model/node/formats/jsonLines';
import { readCsv, readTsv } from '../../src/model/node/formats/table';
import { InputError } from '../../src/model/types';
import { evilText, fuzzed } from './property';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const bytesOf = (text: string) => new TextEncoder().encode(text);
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** A few bytes of it changed, or its end gone; most often neither. */
const damage = fc.option(
  fc.record({ end: place, changes: fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 3 }) }),
  {
    freq: 2,
    nil: null,
  },
);

function damaged(bytes: Uint8Array, how: { end: number; changes: [number, number][] } | null): Uint8Array {
  if (!how) return bytes;
  const copy = bytes.slice();
  for (const [at, value] of how.changes) copy[Math.floor(at * copy.length)] = value;
  return how.changes.length === 1 ? copy.subarray(0, Math.floor(how.end * copy.length)) : copy;
}

async function refusedOrRead(name: string, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    assert.ok(error instanceof InputError, error instanceof Error ? error.stack : String(error));
    assert.ok(error.message.includes(name) || /label|texts?/.test(error.message), error.message);
    assert.ok(error.message.length < 2000, `${error.message.length} characters`);
  }
}

/** In two pieces, wherever that tears a character or a line. */
async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const middle = bytes.length >> 1;
  for (const piece of [bytes.subarray(0, middle), bytes.subarray(middle)]) if (piece.length > 0) yield piece;
}

async function consumed(read: AsyncIterable<LabelledText>): Promise<void> {
  for await (const { text, label, id } of read) {
    assert.ok(text.trim() !== '' && label !== '' && typeof id === 'string');
  }
}

async function texts(file: string): Promise<void> {
  for (const split of ['train', 'test'] as const) {
    await consumed(readTexts(file, { split }));
  }
}

/** Reads a file that is there for as long as that takes. */
async function withFile(
  name: string,
  bytes: Uint8Array,
  read: (file: string) => Promise<void>,
): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  await refusedOrRead(name, () => read(file));
  await rm(file);
  assert.deepEqual(readdirSync(folder), [], 'something was written');
}

const row = fc.record({
  text: evilText,
  label: fc.oneof(fc.constantFrom('0', '1', 'pos', '__proto__'), evilText),
  id: fc.option(evilText, { nil: undefined }),
});

const table = fc.record({
  rows: fc.array(row, { maxLength: 4 }),
  separator: fc.constantFrom(',', '\t'),
  header: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('label,text,id', 'text,label', '\ufeffid,label,text,pair') },
    { weight: 1, arbitrary: evilText },
  ),
  quoted: fc.boolean(),
});

function tableOf({
  rows,
  separator,
  header,
  quoted,
}: typeof table extends fc.Arbitrary<infer T> ? T : never): string {
  const cell = (value: string) => (quoted ? `"${value.replaceAll('"', '""')}"` : value);
  const names = header.split(',');
  const lines = rows.map((one) =>
    names.map((name) => cell(String(one[name as keyof typeof one] ?? ''))).join(separator),
  );
  return [names.join(separator), ...lines].join('\n');
}

const jsonLine = fc.oneof(
  row.map((fields) => JSON.stringify(fields)),
  fc.json(),
  evilText,
  fc
    .record({
      tokens: fc.array(fc.oneof(evilText, fc.constantFrom('good', 'film')), { maxLength: 6 }),
      rationale_spans: fc.oneof(
        fc.array(fc.array(fc.integer({ min: -1, max: 7 }), { maxLength: 3 })),
        fc.jsonValue(),
      ),
      sentence_ends: fc.oneof(fc.array(fc.integer({ min: -1, max: 7 })), fc.jsonValue()),
      label: fc.oneof(fc.constantFrom('pos', 'neg', 0, 1), fc.jsonValue()),
    })
    .map((fields) => JSON.stringify(fields)),
);

const entry = fc.record({
  name: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('aclImdb/train/pos/1_9.txt', 'test/neg/2_1.txt', './train/neg/3_2.txt'),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '../x.txt',
        '/etc/passwd',
        'C:\\x',
        'a/../../b',
        'train/pos/../../../x_1.txt',
      ),
    },
    { weight: 1, arbitrary: evilText },
  ),
  type: fc.oneof(
    { weight: 6, arbitrary: fc.constant('file' as const) },
    { weight: 1, arbitrary: fc.constantFrom('symlink', 'link', 'directory', 'character-device', 'fifo') },
  ),
  text: fc.oneof(evilText, fc.constant('a good film')),
});

async function tarOf(
  entries: readonly (typeof entry extends fc.Arbitrary<infer T> ? T : never)[],
): Promise<Buffer> {
  const archive = pack();
  for (const { name, type, text } of entries) {
    const plain = type === 'file';
    const header = {
      name: name.replaceAll('\0', '') || 'x',
      type,
      linkname: plain ? undefined : '/etc/passwd',
    };
    archive.entry(header as Header, plain ? text : '');
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

export const readerProperties = [
  fuzzed(
    'data readers',
    'tables are read, or refused by name',
    400,
    fc.tuple(table, damage),
    ([content, how]) =>
      refusedOrRead('a.csv', () => {
        const stream = streamOf(damaged(bytesOf(tableOf(content)), how));
        return consumed(content.separator === ',' ? readCsv(stream, 'a.csv') : readTsv(stream, 'a.csv'));
      }),
  ),
  fuzzed(
    'data readers',
    'JSON Lines and marked texts are read, or refused by name',
    400,
    fc.tuple(fc.array(jsonLine, { maxLength: 4 }), damage),
    async ([lines, how]) => {
      const bytes = damaged(bytesOf(lines.join('\n')), how);
      await refusedOrRead('a.jsonl', () => consumed(readJsonLines(streamOf(bytes), 'a.jsonl')));
      await refusedOrRead('a.jsonl', async () => {
        for await (const { tokens, marked } of readMarked(streamOf(bytes), 'a.jsonl')) {
          assert.equal(tokens.length, marked.length);
        }
      });
    },
  ),
  fuzzed(
    'data readers',
    'archives are read, or refused by name, and nothing is written',
    30,
    fc.tuple(fc.array(entry, { maxLength: 5 }), damage, fc.boolean()),
    async ([entries, how, zipped]) => {
      const tar = await tarOf(entries);
      const bytes = zipped ? damaged(gzipSync(tar), how) : damaged(tar, how);
      await withFile(zipped ? 'a.tar.gz' : 'a.tar', bytes, texts);
    },
  ),
  fuzzed(
    'data readers',
    'files of no known form are refused by name',
    20,
    fc.oneof(fc.uint8Array({ maxLength: 600 }), evilText.map(bytesOf)),
    (bytes) => withFile('a', bytes, texts),
  ),
  fuzzed(
    'data readers',
    'trees are read, or refused by name',
    8,
    fc.array(
      fc.tuple(
        fc.constantFrom('1_9.txt', '2_1.txt', 'x.txt', '.3.txt'),
        fc.oneof(fc.uint8Array({ maxLength: 40 }), evilText.map(bytesOf)),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    async (files) => {
      const root = path.join(folder, 'tree');
      for (const [index, [name, bytes]] of files.entries()) {
        const inner = path.join(root, 'train', index % 2 === 0 ? 'pos' : 'neg');
        await mkdir(inner, { recursive: true });
        await writeFile(path.join(inner, name), bytes);
      }
      await refusedOrRead('tree', () => texts(root));
      await refusedOrRead('tree', async () => void (await readUnlabelled(path.join(root, 'train', 'pos'))));
      await rm(root, { recursive: true });
    },
  ),
  fuzzed(
    'data readers',
    'word vectors are read, or refused by name',
    30,
    fc.oneof(
      fc
        .array(fc.oneof(evilText, fc.constantFrom('good 1 2', 'film 0.5 -1', '2 2')))
        .map((lines) => lines.join('\n')),
      fc.json(),
      fc.record({ dimensions: fc.jsonValue(), vectors: fc.jsonValue() }).map((json) => JSON.stringify(json)),
    ),
    (content) =>
      withFile(/^[[{"]/.test(content) ? 'v.json' : 'v.txt', bytesOf(content), async (file) => {
        const { size, vectorOf } = await readVectors(file);
        assert.ok(Number.isInteger(size) && size > 0);
        for (const word of ['good', '__proto__', 'constructor']) {
          const vector = vectorOf(word);
          assert.ok(vector === undefined || vector.length >= size);
        }
      }),
  ),
];
