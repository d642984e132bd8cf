/** `npm run fuzz`: the properties of test/fuzz over as many inputs as there is time for. */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { PROPERTIES } from '../test/fuzz/properties';
import type { Fuzzed } from '../test/fuzz/property';

const USAGE = `npm run fuzz [-- --minutes N] [--seed N] [--only WORDS] [--path PATH]

Tries every property of test/fuzz (those with WORDS in their name) in turn, with new inputs each time, for 10 minutes or N.
Prints how many inputs each had, and what was found, with the seed and the path that give the same input again:
  npm run fuzz -- --only "NAME" --seed SEED --path PATH
It ends with 1 when anything was found. The same seed gives the same inputs; how many there are depends on the machine.`;

const DEFAULT_MINUTES = 10;
const ONE_MINUTE_MS = 60_000;
/** Each gets about as much time as the others before its turn is over. */
const TURN_MS = 2_000;

interface Tally {
  readonly property: Fuzzed;
  inputs: number;
  ms: number;
  /** Of one batch: grown until it takes a turn. */
  batch: number;
  found: string | null;
}

const nameOf = ({ area, name }: Fuzzed): string => `${area}: ${name}`;

async function turn(tally: Tally, seed: number, path: string | undefined): Promise<void> {
  const began = performance.now();
  const { property } = tally;
  const details = await property.check(path === undefined ? tally.batch : 1, seed, path);
  const ms = performance.now() - began;
  tally.inputs += details.numRuns;
  tally.ms += ms;
  tally.batch = Math.max(10, Math.round((tally.batch * TURN_MS) / Math.max(ms, TURN_MS / 4)));
  if (!details.failed) return;
  const again = `--only "${nameOf(property)}" --seed ${details.seed} --path "${details.counterexamplePath}"`;
  const why = details.errorInstance instanceof Error ? (details.errorInstance.stack ?? '') : '';
  tally.found = `${fc.defaultReportMessage(details) ?? ''}\n${why}\nAgain: npm run fuzz -- ${again}`;
  console.log(`\nFound: ${nameOf(property)}\n${tally.found}\n`);
}

function report(tallies: readonly Tally[], seed: number, minutes: number): number {
  const found = tallies.filter((tally) => tally.found !== null);
  console.log(`\n${'inputs'.padStart(10)}  ${'s'.padStart(6)}  property`);
  for (const { property, inputs, ms, found } of tallies) {
    const seconds = (ms / 1000).toFixed(0).padStart(6);
    console.log(
      `${inputs.toLocaleString('en').padStart(10)}  ${seconds}  ${nameOf(property)}${found ? '  FOUND' : ''}`,
    );
  }
  const total = tallies.reduce((sum, { inputs }) => sum + inputs, 0);
  console.log(
    `\n${total.toLocaleString('en')} inputs in ${minutes.toFixed(1)} minutes, seed ${seed}: ${found.length} found`,
  );
  return found.length > 0 ? 1 : 0;
}

function numberOf(text: string | undefined, fallback: number, what: string): number {
  const value = text === undefined ? fallback : Number(text);
  if (!(Number.isFinite(value) && value >= 0))
    throw new Error(`--${what}: expected a number, found "${text}".`);
  return value;
}

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { minutes: text, seed: text, only: text, path: text, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const minutes = numberOf(values.minutes, DEFAULT_MINUTES, 'minutes');
  const seed = Math.trunc(numberOf(values.seed, Date.now() % 2 ** 31, 'seed'));
  const chosen = PROPERTIES.filter((property) => nameOf(property).includes(values.only ?? ''));
  if (chosen.length === 0) throw new Error(`--only: there is no property with "${values.only}" in its name.`);
  const tallies = chosen.map((property): Tally => ({
    property,
    inputs: 0,
    ms: 0,
    batch: property.runs,
    found: null,
  }));
  console.log(`${chosen.length} properties, seed ${seed}`);
  const began = performance.now();
  const passed = () => performance.now() - began;
  for (let round = 0; round === 0 || passed() < minutes * ONE_MINUTE_MS; round++) {
    for (const tally of tallies) {
      if (tally.found === null) await turn(tally, (seed + round * 7919) | 0, values.path);
    }
    if (values.path !== undefined || tallies.every(({ found }) => found !== null)) break;
  }
  return report(tallies, seed, passed() / ONE_MINUTE_MS);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? `${error.message}\n\n${USAGE}` : error);
    process.exit(2);
  },
);
