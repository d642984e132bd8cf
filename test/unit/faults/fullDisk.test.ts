import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Tried } from '../../fixtures/fullDisk';

/** Blocks of 512 bytes, or of 1024 where the shell counts so: both are less than what is written. */
const BLOCKS = 32;

describe('a disk that is full', function () {
  this.timeout(60_000);
  let folder: string;

  before(async function () {
    if (process.platform === 'win32') return this.skip();
    folder = await mkdtemp(path.join(tmpdir(), 'full-'));
  });
  after(() => folder && rm(folder, { recursive: true }));

  it('loses nothing that was there, leaves nothing half, and is told in one line', async () => {
    const command = `ulimit -f ${BLOCKS} && exec "$0" --import=tsx test/fixtures/fullDisk.ts "$1"`;
    const child = spawn('/bin/sh', ['-c', command, process.execPath, folder], {
      // The loader's cache would be cut short as well.
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 0, errors);
    const results = JSON.parse(output) as Tried[];
    assert.equal(results.length, 10);
    for (const { name, error, same, left } of results) {
      assert.match(error?.message ?? 'no error', /EFBIG: file too large/, name);
      assert.ok(!error?.message.includes('\n'), name);
      assert.ok(same, `${name}: what was there has changed`);
      assert.deepEqual(left, [], name);
    }
    const told = results.flatMap(({ error }) => (error?.name === 'InputError' ? [error.message] : []));
    assert.deepEqual(
      told.map((message) => message.replaceAll(folder, '…')),
      [
        'Model folder …/models/tiny: cannot be written (EFBIG: file too large)',
        'Encoder folder …/encoders/one: cannot be written (EFBIG: file too large)',
        '…/run/state.bin: cannot be written (EFBIG: file too large)',
        '…/begun/run.json: cannot be written (EFBIG: file too large)',
        'faithfulness.json and the card in …/card: cannot be written (EFBIG: file too large)',
      ],
    );
  });
});
