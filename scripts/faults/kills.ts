/** `train` on the command line, ended by signals at random moments and resumed until it is done: the same weights. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadModelFolder } from '../../src/model/node/files';
import { Random } from '../../src/model/random';
import { checkout, makeFolder, removeFolder } from '../host/processes';

const TIMES = 30;
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const;
const DATA = path.join(checkout, 'test', 'fixtures', 'data', 'moods.csv');
const OPTIONS = `--data ${DATA} --embedding-size 8 --hidden 10 --attention 6 --batch 9 --epochs 60 --learning-rate 0.02`;
/** A run that was ended by a signal it heard says how to go on. */
const INTERRUPTED = 130;

export async function killTraining(times = TIMES): Promise<void> {
  const folder = await makeFolder();
  const random = new Random(11);
  const cli = (args: readonly string[]) =>
    spawn(process.execPath, [path.join(checkout, 'dist', 'cli.js'), 'train', ...args], { stdio: 'ignore' });
  try {
    const whole = path.join(folder, 'whole');
    const started = performance.now();
    if ((await end(cli([...OPTIONS.split(' '), '--out', whole]))) !== 0)
      throw new Error('It does not train.');
    const ms = performance.now() - started;
    const expected = await fingerprint(whole);
    const counts = new Map<string, number>();
    let [runs, before, killed] = [0, 0, 0];
    while (killed < times) {
      runs++;
      const out = path.join(folder, `run-${runs}`);
      for (let done = false; !done;) {
        const begun = (await readdir(folder)).includes(`run-${runs}.training`);
        const child = cli(begun ? ['--resume', '--out', out] : [...OPTIONS.split(' '), '--out', out]);
        const ended = end(child);
        const signal = SIGNALS[random.integer(SIGNALS.length)]!;
        // The last of a run is left to its end.
        const kill = killed < times ? sleep(random.uniform() * ms).then(() => child.kill(signal)) : null;
        const how = await ended;
        done = how === 0;
        if (how !== 0 && how !== 'SIGKILL' && how !== 'SIGTERM' && how !== 'SIGINT' && how !== INTERRUPTED) {
          // Interrupted before there was anything to go on with.
          if (how !== 1 || (await readdir(folder)).includes(`run-${runs}.training`))
            throw new Error(`Run ${runs} ended with ${how}.`);
          before++;
        }
        if (!done) {
          killed++;
          counts.set(signal, 1 + (counts.get(signal) ?? 0));
          await refuseHalf(folder);
        }
        await kill?.catch(() => undefined);
      }
      if ((await fingerprint(out)) !== expected) throw new Error(`Run ${runs} came to other weights.`);
    }
    const by = SIGNALS.map((signal) => `${signal} ${counts.get(signal) ?? 0}`).join(', ');
    console.log(
      `${killed} ends at random moments within ${(ms / 1000).toFixed(1)} s (${by}; ${before} of them before training began) ` +
        `in ${runs} runs, each resumed to the end: all ${runs} came to the weights of the run that was left alone`,
    );
  } finally {
    await removeFolder(folder);
  }
}

function end(child: ReturnType<typeof spawn>): Promise<number | string> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code!)));
}

async function fingerprint(model: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['weights.bin', 'embedding.bin', 'vocab.txt'])
    hash.update(await readFile(path.join(model, name)));
  return hash.digest('hex');
}

/** Whatever stands there, under whatever name: it loads whole or is refused. */
async function refuseHalf(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const loads = await loadModelFolder(path.join(folder, name)).then(
      () => true,
      () => false,
    );
    const files = loads ? await readdir(path.join(folder, name)) : [];
    if (loads && !files.includes('README.md')) throw new Error(`${name} loads, and it is half written.`);
  }
}
