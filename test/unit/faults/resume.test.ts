import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serialize } from 'node:v8';
import { WorkFolder } from '../../../src/lab/run/workFolder';
import { Random } from '../../../src/model/random';
import { InputError } from '../../../src/model/types';
import { normals } from '../../fixtures/random';

interface State {
  readonly epoch: number;
  readonly values: Float32Array;
}

const STATE: State = { epoch: 3, values: normals(2_000, 1, 1) };
const BEGUN = { config: { seed: 1, learningRate: 0.02 }, command: 'train --seed 1', fingerprint: 'abc' };
const DAMAGES = 150;

describe('the state of a run that was cut', () => {
  let folder: string;
  let work: WorkFolder<typeof BEGUN.config, State>;
  const at = (name: string) => path.join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'run-'));
    work = new WorkFolder(folder);
    await work.begin(BEGUN);
    await work.save(STATE);
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** One bit turned over, or the end gone. */
  function damaged(bytes: Buffer, random: Random): Buffer {
    const place = random.integer(bytes.length);
    if (random.integer(3) === 0) return bytes.subarray(0, place);
    const other = Buffer.from(bytes);
    other[place]! ^= 1 << random.integer(8);
    return other;
  }

  it('is refused when any bit of it has changed or its end is gone, and read when it is put right', async () => {
    const whole = await readFile(at('state.bin'));
    const random = new Random(7);
    for (let i = 0; i < DAMAGES; i++) {
      await writeFile(at('state.bin'), damaged(whole, random));
      await assert.rejects(work.state(), (error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, /state\.bin: damaged; begin anew with --force$/);
        return true;
      });
    }
    await writeFile(at('state.bin'), whole);
    assert.deepEqual(await work.state(), STATE);
    await rm(at('state.bin'));
    await assert.rejects(work.state(), /state\.bin: missing/);
  });

  it('is of the options it was begun with, or refused', async () => {
    const whole = await readFile(at('run.json'));
    const random = new Random(8);
    let refused = 0;
    for (let i = 0; i < DAMAGES; i++) {
      await writeFile(at('run.json'), damaged(whole, random));
      const found = await work.begun().catch((error: unknown) => error);
      if (found instanceof Error) {
        assert.ok(found instanceof InputError, found.stack);
        assert.match(found.message, /run\.json: not of a run that this version can go on with/);
        refused++;
      } else {
        // Blanks between the words of JSON mean nothing.
        assert.deepEqual(found, { format: 1, kind: 'train', ...BEGUN });
      }
    }
    assert.ok(refused > DAMAGES / 2, `${refused} refused`);
  });

  it('may be one that was written before there were checksums', async () => {
    await writeFile(at('state.bin'), serialize(STATE));
    await writeFile(at('run.json'), JSON.stringify({ format: 1, kind: 'train', ...BEGUN }));
    assert.deepEqual(await work.state(), STATE);
    assert.deepEqual(await work.begun(), { format: 1, kind: 'train', ...BEGUN });
  });

  it('leaves nothing beside it', async () => {
    assert.deepEqual((await readdir(folder)).sort(), ['run.json', 'state.bin']);
  });
});
