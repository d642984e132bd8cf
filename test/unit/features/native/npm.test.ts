import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findNpm, npmEnvironment } from '../../../../src/features/native/npm';

describe('features/native/npm', () => {
  let folder: string;
  beforeEach(async () => (folder = await realpath(await mkdtemp(path.join(tmpdir(), 'npm-')))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function program(...names: string[]): Promise<string> {
    const file = path.join(folder, ...names);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '');
    await chmod(file, 0o755);
    return file;
  }
  const inFolders = (...names: string[]) => names.map((name) => path.join(folder, name)).join(path.delimiter);

  it('is the first on PATH that can be run', async () => {
    await chmod(await program('a', 'npm'), 0o644);
    const file = await program('b', 'npm');
    await program('c', 'npm');
    const env = { Path: inFolders('a', 'b', 'c') };
    // Whoever may do everything may also run what nobody may run.
    if (process.getuid?.() !== 0) assert.deepEqual(await findNpm(env, 'linux'), { file, shell: false });
    assert.deepEqual(await findNpm({ PATH: inFolders('b', 'c') }, 'linux'), { file, shell: false });
  });

  it('stands beside the Node that PATH leads to', async () => {
    const node = await program('node-22', 'bin', 'node');
    const file = await program('node-22', 'bin', 'npm');
    await mkdir(path.join(folder, 'links'));
    await symlink(node, path.join(folder, 'links', 'node'));
    assert.deepEqual(await findNpm({ PATH: inFolders('links') }, 'linux'), { file, shell: false });
  });

  it('is a command file on Windows, which takes the shell', async () => {
    const file = await program('npm.cmd');
    assert.deepEqual(await findNpm({ Path: folder }, 'win32'), { file, shell: true });
  });

  it('is not looked for in relative folders, and may be missing', async () => {
    const here = path.relative(process.cwd(), path.dirname(await program('npm')));
    for (const PATH of ['', '.', here, inFolders('nowhere')])
      assert.equal(await findNpm({ PATH }, 'linux'), null);
    assert.equal(await findNpm({}, 'linux'), null);
  });

  it("runs in the person's environment without what VS Code sets for its own Node", () => {
    const npm = { file: '/opt/node/bin/npm', shell: false };
    const env = {
      PATH: '/bin',
      HOME: '/home/me',
      NODE_OPTIONS: '-r x',
      ELECTRON_RUN_AS_NODE: '1',
      VSCODE_PID: '1',
    };
    assert.deepEqual(npmEnvironment(env, npm, undefined), {
      HOME: '/home/me',
      PATH: ['/opt/node/bin', '/bin'].join(path.delimiter),
    });
  });

  it("takes the proxy of VS Code's settings where the environment names none", () => {
    const npm = { file: '/bin/npm', shell: false };
    assert.equal(npmEnvironment({}, npm, 'http://proxy:1')['HTTPS_PROXY'], 'http://proxy:1');
    const own = npmEnvironment({ https_proxy: 'http://own:2' }, npm, 'http://proxy:1');
    assert.deepEqual([own['HTTPS_PROXY'], own['https_proxy']], [undefined, 'http://own:2']);
  });
});
