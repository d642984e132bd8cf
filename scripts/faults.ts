/** `npm run faults -- NAME…`: what the product does when things go wrong, longer than the tests have time for. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cutModels } from './faults/cuts';
import { fillDisk } from './faults/disk';
import { killTraining } from './faults/kills';
import { unload } from './faults/unload';
import { runInside } from './host/inside';
import { checkout } from './host/processes';

interface Options {
  readonly times: number | undefined;
}

/** Each prints its figures and rejects where one misses. */
const FAULTS: Readonly<Record<string, { what: string; run(options: Options): Promise<void> }>> = {
  kills: {
    what: 'ends `train` by signals at 30 random moments, resumes it, and compares the weights',
    run: ({ times }) => killTraining(times),
  },
  disk: {
    what: 'has the command line write onto a full disk: exports, a run, a model',
    run: () => fillDisk(),
  },
  cuts: {
    what: 'cuts the files of all shipped models short at random bytes',
    run: ({ times }) => cutModels(times),
  },
  unload: {
    what: 'reloads the window five times while the extension is at work in it',
    run: ({ times }) => unload(times),
  },
  panel: {
    what: 'opens and closes the panel 1,000 times and compares the heap',
    run: ({ times }) => inside('panel', times),
  },
  typing: {
    what: "types an hour's 18,000 characters with live attention and fits a line through the memory held",
    run: ({ times }) => inside('typing', times),
  },
};

const USAGE = `npm run faults -- NAME… [--times N]

${Object.entries(FAULTS)
  .map(([name, { what }]) => `  ${name.padEnd(10)}${what}`)
  .join('\n')}

Without a name all are run, which takes about half an hour.`;

/** Runs one that needs a real VS Code's extension host. */
async function inside(fault: string, times: number | undefined): Promise<void> {
  const folder = path.join(checkout, 'scripts', 'faults', 'inside');
  await runInside({
    entryPoints: [path.join(folder, 'index.ts')],
    folder,
    out: path.join(checkout, 'dist-test', `fault-${fault}`),
    env: {
      FAULT: fault,
      FAULT_TIMES: times?.toString(),
      FAULT_BACKEND: process.env['FAULT_BACKEND'],
      // Hours are not to be lost to a moment in which the machine was busy.
      ATTENTION_INSPECTOR_PATIENCE_MS: '600000',
    },
  });
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, times: { type: 'string' } },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(FAULTS, name));
  const times = values.times === undefined ? undefined : Number(values.times);
  const wrong = times !== undefined && !(Number.isInteger(times) && times > 0);
  if (values.help || unknown.length > 0 || wrong) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  let missed = 0;
  for (const [name, { what, run }] of Object.entries(FAULTS)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.log(`\n${name}: ${what}`);
    try {
      await run({ times });
    } catch (error) {
      missed++;
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return missed > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
