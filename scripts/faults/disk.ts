/** The command line on a disk that is full: a file system in memory of a given size, or limited files where none may be mounted. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadModelFolder } from '../../src/model/node/files';
import { checkout, makeFolder, removeFolder } from '../host/processes';

const CLI = path.join(checkout, 'dist', 'cli.js');
const MOODS = path.join(checkout, 'test', 'fixtures', 'data', 'moods.csv');
const TRAIN = `train --data ${MOODS} --embedding-size 8 --hidden 10 --attention 6 --batch 9 --epochs 4 --learning-rate 0.02`;

interface Ended {
  readonly code: number;
  readonly errors: string;
}

/** A full disk, or what comes closest to it here. */
interface Disk {
  readonly title: string;
  readonly folder: string;
  run(args: readonly string[]): Promise<Ended>;
  /** Leaves so many bytes free. */
  leave(bytes: number): Promise<void>;
  close(): Promise<void>;
}

export async function fillDisk(): Promise<void> {
  const disk = await openDisk();
  console.log(`  on ${disk.title}`);
  try {
    let tries = 0;
    for (const [what, file, args] of [
      ['a page', 'a.html', ['analyze', 'a fine film', '-o']],
      ['JSON', 'a.json', ['analyze', 'a fine film', '-o']],
      ['a matrix', 'a.svg', ['align', '3 May 2017', '--svg']],
    ] as const) {
      const to = path.join(disk.folder, file);
      await writeFile(to, 'old');
      for (const free of [0, 4096]) {
        await disk.leave(free);
        const { code, errors } = await disk.run([...args, to]);
        if (code === 0) continue;
        tries++;
        expect(/^error: .* cannot be written \(E(NOSPC|FBIG)[^\n]*\)\n$/.test(errors), `${what}: ${errors}`);
        expect((await readFile(to, 'utf8')) === 'old', `${what}: the old file is not what it was`);
        expect((await partsIn(disk.folder)).length === 0, `${what}: a part was left`);
      }
      await rm(to);
    }
    expect(tries >= 3, 'nothing was refused');
    console.log(`  ${tries} exports refused: the old file whole, nothing beside it`);
    await fillTraining(disk);
  } finally {
    await disk.close();
  }
}

/** The model's files do not fit: the run goes on once there is room, to the same weights. */
async function fillTraining(disk: Disk): Promise<void> {
  const [whole, out] = ['whole', 'cut'].map((name) => path.join(disk.folder, name)) as [string, string];
  await disk.leave(Infinity);
  expect((await disk.run([...TRAIN.split(' '), '--out', whole])).code === 0, 'it does not train');
  let refused = 0;
  for (const free of [0, 16_384, 65_536, 131_072]) {
    await disk.leave(free);
    const { code, errors } = await disk.run([...TRAIN.split(' '), '--out', out, '--force']);
    if (code !== 0) {
      refused++;
      expect(/^error: .*cannot be written \(E(NOSPC|FBIG)/m.test(errors), errors);
      await loadModelFolder(out).then(
        () => expect(false, 'a model was left that loads'),
        () => undefined,
      );
      expect((await partsIn(disk.folder)).length === 0, 'a part was left');
    }
    await disk.leave(Infinity);
    const begun = (await readdir(disk.folder)).includes('cut.training');
    const state = begun && (await readdir(`${out}.training`)).includes('state.bin');
    if (code !== 0 && state) {
      const resumed = await disk.run(['train', '--resume', '--out', out]);
      expect(resumed.code === 0, resumed.errors);
      const [a, b] = await Promise.all(
        [whole, out].map((folder) => readFile(path.join(folder, 'weights.bin'))),
      );
      expect(a!.equals(b!), 'other weights came of it');
    }
    await rm(out, { recursive: true, force: true });
    await rm(`${out}.training`, { recursive: true, force: true });
  }
  expect(refused >= 2, 'training met no full disk');
  console.log(`  ${refused} runs of training refused; gone on with once there was room, to the same weights`);
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function partsIn(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => path.basename(name).startsWith('.'));
}

async function openDisk(): Promise<Disk> {
  const folder = await makeFolder();
  const run = promisify(execFile);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  } catch {
    return limited(folder);
  }
  const filler = path.join(folder, 'filler');
  const SIZE = 4 * 2 ** 20;
  return {
    title: 'a file system of 4 MB in memory',
    folder,
    run: (args) => ended(process.execPath, [CLI, ...args]),
    leave: async (bytes) => {
      await rm(filler, { force: true });
      if (bytes === Infinity) return;
      await writeFile(filler, new Uint8Array(SIZE)).catch(() => undefined);
      const { size } = await readFile(filler).then(({ length }) => ({ size: length }));
      await writeFile(filler, new Uint8Array(Math.max(0, size - bytes)));
    },
    close: async () => {
      await run('umount', [folder]);
      await removeFolder(folder);
    },
  };
}

/** Where nothing may be mounted: files that may not grow beyond a size. */
async function limited(folder: string): Promise<Disk> {
  let blocks: number | null = null;
  await mkdir(folder, { recursive: true });
  return {
    title: 'files that may not grow beyond a size (ulimit -f)',
    folder,
    run: (args) =>
      blocks === null
        ? ended(process.execPath, [CLI, ...args])
        : ended('/bin/sh', ['-c', `ulimit -f ${blocks} && exec "$0" "$@"`, process.execPath, CLI, ...args]),
    leave: async (bytes) => void (blocks = bytes === Infinity ? null : Math.floor(bytes / 1024)),
    close: () => removeFolder(folder),
  };
}

async function ended(command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? -1)));
  return { code, errors };
}
