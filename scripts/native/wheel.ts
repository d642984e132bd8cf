/** TensorFlow's C library and headers out of the `tensorflow-cpu` wheel on PyPI. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run, tryRun } from './run';

/** Pinned, so that every machine builds against the same library. The Python tag is of no matter here. */
const WHEEL = {
  project: 'tensorflow-cpu',
  version: '2.21.0',
  file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
} as const;

/** What tfjs-node's binding.gyp links, and what the wheel calls it. */
const LIBRARIES = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
} as const;

/** The C API's own headers and the two folders that they include from. */
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

/** Fills `deps` (lib/ and include/) as tfjs-node's own download would; needs about 1.1 GB beside it for a moment. */
export async function unpackLibrary(deps: string): Promise<void> {
  const work = `${deps}.partial`;
  await rm(work, { recursive: true, force: true });
  await mkdir(path.join(work, 'wheel'), { recursive: true });
  const wheel = await fetchWheel(path.join(work, 'wheel'));
  await checkDigest(wheel);
  const members = [
    ...Object.values(LIBRARIES).map((name) => `tensorflow/${name}`),
    ...HEADERS.map((folder) => `tensorflow/include/${folder}`),
  ];
  // Streamed: one of the libraries alone is 790 MB.
  await run('python3', ['-c', EXTRACT, wheel, work, ...members]);
  await mkdir(path.join(work, 'lib'));
  for (const [linked, name] of Object.entries(LIBRARIES)) {
    await rename(path.join(work, 'tensorflow', name), path.join(work, 'lib', name));
    await symlink(name, path.join(work, 'lib', linked));
  }
  await rename(path.join(work, 'tensorflow/include'), path.join(work, 'include'));
  await rm(path.join(work, 'wheel'), { recursive: true });
  await rm(path.join(work, 'tensorflow'), { recursive: true });
  await rm(deps, { recursive: true, force: true });
  await rename(work, deps);
}

/** Arguments: wheel, target folder, then member names or folders ending in a slash. */
const EXTRACT = `
import sys, zipfile
wheel, target, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if any(name == w or (w.endswith('/') and name.startswith(w)) for w in wanted):
            archive.extract(name, target)
`;

/** pip knows the machine's proxies, mirrors and certificates; PyPI is asked directly where there is no pip. */
async function fetchWheel(folder: string): Promise<string> {
  const target = path.join(folder, WHEEL.file);
  const requirement = `${WHEEL.project}==${WHEEL.version}`;
  const platform = ['--python-version=3.11', '--implementation=cp', '--abi=cp311'];
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', `--dest=${folder}`];
  const failure = await tryRun('python3', [
    ...pip,
    ...platform,
    '--platform=manylinux_2_27_x86_64',
    requirement,
  ]);
  if (failure === null) return target;
  console.log(`pip could not fetch ${requirement} (${failure}); asking PyPI directly`);
  await fetchFromIndex(target);
  return target;
}

interface SimpleIndex {
  readonly files: readonly { readonly filename: string; readonly url: string }[];
}

async function fetchFromIndex(target: string): Promise<void> {
  const page = `https://pypi.org/simple/${WHEEL.project}/`;
  const index = await fetch(page, { headers: { Accept: 'application/vnd.pypi.simple.v1+json' } });
  if (!index.ok) throw new Error(`${page} answered ${index.status}`);
  const { files } = (await index.json()) as SimpleIndex;
  const entry = files.find(({ filename }) => filename === WHEEL.file);
  if (!entry) throw new Error(`${page} does not list ${WHEEL.file}`);
  const response = await fetch(new URL(entry.url, page));
  if (!response.ok || !response.body) throw new Error(`${entry.url} answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(target));
}

async function checkDigest(file: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== WHEEL.sha256) throw new Error(`${WHEEL.file}: SHA-256 is ${found}, expected ${WHEEL.sha256}`);
}
