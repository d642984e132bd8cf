import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installOnce } from '../../../scripts/host/cache';

describe('installOnce', () => {
  let root: string;
  beforeEach(async () => (root = await mkdtemp(path.join(os.tmpdir(), 'cache-test-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  const fill = (folder: string): Promise<void> => writeFile(path.join(folder, 'file'), 'whole');

  it('installs the first time only', async () => {
    let installs = 0;
    const install = async (folder: string): Promise<void> => {
      installs += 1;
      await fill(folder);
    };
    const folder = await installOnce('thing-1.0', install, { root });
    assert.equal(await installOnce('thing-1.0', install, { root }), folder);
    assert.equal(installs, 1);
    assert.equal(await readFile(path.join(folder, 'file'), 'utf8'), 'whole');
    assert.deepEqual(readdirSync(root), ['thing-1.0']);
  });

  it('leaves nothing of an install that failed, and tries again', async () => {
    const broken = async (folder: string): Promise<void> => {
      await fill(folder);
      throw new Error('the registry is away');
    };
    await assert.rejects(installOnce('thing', broken, { root }), /the registry is away/);
    assert.deepEqual(readdirSync(root), []);
    assert.ok(existsSync(path.join(await installOnce('thing', fill, { root }), 'file')));
  });

  it('lets one of several at once install, and the others wait', async () => {
    let installs = 0;
    let waits = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const install = async (folder: string): Promise<void> => {
      installs += 1;
      await gate;
      await fill(folder);
    };
    const onWait = (): void => {
      waits += 1;
      release();
    };
    const all = [1, 2].map(() => installOnce('thing', install, { root, onWait }));
    assert.equal(new Set(await Promise.all(all)).size, 1);
    assert.deepEqual({ installs, waits }, { installs: 1, waits: 1 });
    assert.deepEqual(readdirSync(root), ['thing']);
  });

  it('breaks the lock of a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(path.join(root, 'thing.lock'), `${os.hostname()} ${pid}`);
    await installOnce('thing', fill, { root });
    assert.deepEqual(readdirSync(root), ['thing']);
  });

  it('breaks a lock that nobody has touched for minutes', async () => {
    const lock = path.join(root, 'thing.lock');
    await writeFile(lock, `elsewhere ${process.pid}`);
    const old = new Date(Date.now() - 5 * 60_000);
    await utimes(lock, old, old);
    await installOnce('thing', fill, { root });
    assert.deepEqual(readdirSync(root), ['thing']);
  });
});
