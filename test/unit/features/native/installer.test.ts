import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Cancelled, NativeFailure, type FailureKind } from '../../../../src/features/native/failures';
import { NATIVE_VERSION, nativeFolders, nodeBuild } from '../../../../src/model/node/nativeFolder';
import { ended, hanging, Laboratory, npmInstall, npmRebuild, watching, type Program } from './machines';

const ENOTFOUND = `node:events:502
      throw er; // Unhandled 'error' event
Error: getaddrinfo ENOTFOUND storage.googleapis.com
    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)
npm error code 1
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log`;

describe('features/native/installer', () => {
  let laboratory: Laboratory;
  beforeEach(async () => (laboratory = await Laboratory.open()));
  afterEach(() => laboratory.close());

  const entries = () => (existsSync(laboratory.places.root) ? readdirSync(laboratory.places.root) : []);
  const storage = () => path.dirname(laboratory.places.root);
  const failsAs = (kind: FailureKind, detail?: RegExp) => (error: unknown) => {
    assert.ok(error instanceof NativeFailure, String(error));
    assert.equal(error.kind, kind);
    if (detail) assert.match(error.detail, detail);
    return true;
  };

  it('fetches the pinned package without scripts, runs the script of that one alone, tries it, then puts it in place', async () => {
    const installer = laboratory.installer();
    assert.equal(installer.state(), 'none');
    const watch = watching();
    const bytes = await installer.install(watch);
    assert.equal(installer.state(), 'ready');
    assert.ok(bytes > 1000);
    assert.deepEqual(entries(), [path.basename(laboratory.places.folder)]);
    assert.ok(existsSync(path.join(laboratory.places.package, 'deps', 'libtensorflow.so')));
    assert.ok(!existsSync(path.join(laboratory.places.package, 'index.js.map')), 'source maps were left');

    const [install, rebuild, trial] = laboratory.calls;
    assert.equal(laboratory.calls.length, 3);
    assert.ok(install!.args.includes('--ignore-scripts'));
    assert.ok(install!.args.includes(`@tensorflow/tfjs-node@${NATIVE_VERSION}`));
    assert.deepEqual([rebuild!.args[0], rebuild!.args.at(-1)], ['rebuild', '@tensorflow/tfjs-node']);
    assert.ok(rebuild!.args.includes('--ignore-scripts=false'));
    assert.equal(install!.options.env?.['NODE_OPTIONS'], undefined);
    assert.deepEqual([trial!.command, trial!.args[0]], ['/host/node', '/dist/nativeProof.js']);
    assert.equal(trial!.options.env?.['ELECTRON_RUN_AS_NODE'], '1');
    assert.notEqual(trial!.args[1], laboratory.places.package, 'it is tried before it is put in place');
    assert.deepEqual([...new Set(watch.told.map(({ step }) => step))], ['packages', 'library', 'check']);
    assert.ok(watch.told.some((told) => told.step === 'packages' && told.count === 1));
    assert.deepEqual(laboratory.lines, ['npm: added 2 packages']);
  });

  it('pins the version that the lock file has', async () => {
    const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    assert.equal(lock.packages['node_modules/@tensorflow/tfjs-node']?.version, NATIVE_VERSION);
  });

  it('is found by the backends from then on, before any other', async () => {
    assert.ok(!nativeFolders('/nowhere', {}, storage()).includes(laboratory.places.package));
    await laboratory.installer().install(watching());
    assert.equal(nativeFolders('/nowhere', {}, storage())[0], laboratory.places.package);
  });

  const failing: [string, FailureKind, RegExp, 'install' | 'rebuild' | 'trial', Program][] = [
    [
      'npm without a network',
      'network',
      /ENOTFOUND registry/,
      'install',
      () =>
        ended(
          1,
          'npm error code ENOTFOUND\nnpm error network request to https://registry.npmjs.org/x failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org',
        ),
    ],
    [
      'a registry without the package',
      'registry',
      /404/,
      'install',
      () => ended(1, 'npm error code E404\nnpm error 404 Not Found - GET https://mirror/x'),
    ],
    [
      'a full disk',
      'disk',
      /ENOSPC/,
      'install',
      () => ended(1, 'npm error code ENOSPC\nnpm error ENOSPC: no space left on device, write'),
    ],
    [
      'an npm that cannot be started',
      'permission',
      /EACCES/,
      'install',
      () => Promise.reject(Object.assign(new Error('spawn npm EACCES'), { code: 'EACCES' })),
    ],
    [
      'a refused download of the library',
      'download',
      /^Error: getaddrinfo ENOTFOUND storage\.googleapis\.com$/,
      'rebuild',
      () => ended(1, ENOTFOUND),
    ],
    [
      'no prebuilt binding',
      'platform',
      /status 404/,
      'rebuild',
      () =>
        ended(
          1,
          'node-pre-gyp ERR! install response status 404 Not Found on https://storage.googleapis.com/tf-builds/x\ngyp ERR! not ok',
        ),
    ],
    [
      'an old C library',
      'libc',
      /GLIBC_2\.38/,
      'trial',
      () => ended(1, "Error: /lib/libc.so.6: version `GLIBC_2.38' not found (required by libtensorflow.so)"),
    ],
    [
      'a processor that lacks instructions',
      'crash',
      /^SIGILL$/,
      'trial',
      () => ({ code: null, signal: 'SIGILL', output: '' }),
    ],
    [
      'wrong numbers',
      'load',
      /expected 7,10/,
      'trial',
      () => ended(1, 'Error: backend cpu computed 1, expected 7,10,15,22'),
    ],
  ];
  for (const [what, kind, detail, step, program] of failing) {
    it(`says so of ${what}, and leaves nothing`, async () => {
      const installer = laboratory.installer({ [step]: program });
      await assert.rejects(installer.install(watching()), failsAs(kind, detail));
      assert.equal(installer.state(), 'none');
      assert.deepEqual(entries(), []);
    });
  }

  it('needs npm, a known platform, room, and no other window at it', async () => {
    const fails = async (kind: FailureKind, machine: Parameters<Laboratory['installer']>[1]) => {
      await assert.rejects(laboratory.installer({}, machine).install(watching()), failsAs(kind));
      assert.deepEqual(laboratory.calls, [], 'nothing is started');
    };
    await fails('npmMissing', { env: () => ({ PATH: '' }) });
    await fails('platform', { platform: 'aix' });
    await fails('platform', { platform: 'win32', arch: 'arm64' });
    await fails('disk', { room: () => Promise.resolve(500e6) });
    await mkdir(path.join(laboratory.places.root, '.installing-4711'), { recursive: true });
    await fails('busy', { isAlive: (pid) => pid === 4711 });
    assert.deepEqual(entries(), ['.installing-4711']);
  });

  it('compiles the binding where only the library is ready-made', async () => {
    await laboratory.installer({}, { arch: 'arm64' }).install(watching());
    assert.equal(laboratory.calls[1]!.options.env?.['npm_config_build_from_source'], 'true');
  });

  for (const step of ['install', 'rebuild', 'trial'] as const) {
    it(`cancelled during ${step} ends the program and leaves nothing`, async () => {
      const end = new AbortController();
      const program: Program = (call) => {
        setImmediate(() => end.abort());
        return hanging(call);
      };
      const installer = laboratory.installer({ [step]: program });
      await assert.rejects(installer.install(watching(end.signal)), Cancelled);
      assert.equal(laboratory.calls.at(-1)!.options.signal.aborted, true);
      assert.deepEqual(entries(), []);
      assert.equal(installer.state(), 'none');
    });
  }

  it('ends a download from which nothing comes', async () => {
    const installer = laboratory.installer({ rebuild: hanging }, { pace: { poll: 1, stall: 20 } });
    await assert.rejects(installer.install(watching()), failsAs('stalled'));
    assert.deepEqual(entries(), []);
  });

  it('tells how much of the library is there', async () => {
    const watch = watching();
    const rebuild: Program = async (call) => {
      await npmRebuild(call);
      while (!watch.told.some((told) => told.step === 'library' && told.bytes === 1000))
        await new Promise(setImmediate);
      return ended(0);
    };
    await laboratory.installer({ rebuild }).install(watch);
    assert.deepEqual(watch.told.at(-2), { step: 'library', bytes: 1000 });
  });

  it('clears away a cut installation, also a whole folder without its record', async () => {
    const { root, folder } = laboratory.places;
    for (const name of ['.installing-99', path.basename(folder)]) {
      await mkdir(path.join(root, name, 'node_modules'), { recursive: true });
      await writeFile(path.join(root, name, 'node_modules', 'half'), 'x');
    }
    const installer = laboratory.installer();
    assert.equal(installer.state(), 'none');
    await installer.tidy();
    assert.deepEqual(entries(), []);
    await installer.install(watching());
    await installer.tidy();
    assert.equal(installer.state(), 'ready');
  });

  it('leaves an installation that works when another attempt fails, and replaces it when one succeeds', async () => {
    await laboratory.installer().install(watching());
    const failing = laboratory.installer({ trial: () => ended(1, 'Error: no') });
    await assert.rejects(failing.install(watching()), failsAs('load'));
    assert.equal(failing.state(), 'ready');
    const install: Program = async (call) => {
      await npmInstall(call);
      await writeFile(path.join(call.options.cwd!, 'second'), '');
      return ended(0);
    };
    await laboratory.installer({ install }).install(watching());
    assert.ok(existsSync(path.join(laboratory.places.folder, 'second')));
    assert.deepEqual(entries(), [path.basename(laboratory.places.folder)]);
  });

  it('does not count in another Node until it was tried there', async () => {
    const installer = laboratory.installer();
    await installer.install(watching());
    await writeFile(laboratory.places.record, JSON.stringify({ provenIn: 'Node 18.0.0 (ABI 108)' }));
    assert.equal(installer.state(), 'unproven');
    assert.ok(!nativeFolders('/nowhere', {}, storage()).includes(laboratory.places.package));
    await installer.check(watching());
    assert.equal(installer.state(), 'ready');
    assert.equal(JSON.parse(await readFile(laboratory.places.record, 'utf8')).provenIn, nodeBuild());
    const crashing = laboratory.installer({ trial: () => ({ code: null, signal: 'SIGSEGV', output: '' }) });
    await assert.rejects(crashing.check(watching()), failsAs('crash', /SIGSEGV/));
    assert.equal(crashing.state(), 'unproven');
  });

  it('is removed, with what earlier ones left; what is not there needs no removal', async () => {
    const installer = laboratory.installer();
    assert.deepEqual(await installer.remove(), { freed: 0, left: 0 });
    const bytes = await installer.install(watching());
    assert.deepEqual(await installer.remove(), { freed: bytes, left: 0 });
    assert.deepEqual(entries(), []);
    assert.equal(installer.state(), 'none');
    assert.deepEqual(await installer.remove(), { freed: 0, left: 0 });
  });

  it('removes nothing of what another window is installing', async () => {
    const other = path.join(laboratory.places.root, '.installing-4711');
    await mkdir(other, { recursive: true });
    await writeFile(path.join(other, 'half'), 'x');
    const installer = laboratory.installer({}, { isAlive: (pid) => pid === 4711 });
    assert.deepEqual(await installer.remove(), { freed: 0, left: 0 });
    assert.deepEqual(entries(), ['.installing-4711']);
  });
});
