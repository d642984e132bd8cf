/** `run-mocha TIMEOUT_MS RETRIES PLACE…`: those test files, and every `*.test.ts` below those folders, in this process, reported by ResultsReporter. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { ONLY, ResultsReporter } from './mocha-results';

async function main([timeout, retries, ...places]: readonly string[]): Promise<void> {
  const mocha = new Mocha({
    ...{ ui: 'bdd', timeout: Number(timeout), retries: Number(retries), reporter: ResultsReporter },
  });
  for (const file of places.flatMap(testsIn)) mocha.addFile(file);
  await mocha.loadFilesAsync();
  mocha.run((failures) => (process.exitCode = failures > 0 ? 1 : 0));
}

function testsIn(place: string): string[] {
  if (place.endsWith('.test.ts')) return [path.resolve(place)];
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).sort();
  const wanted = (name: string) => name.endsWith('.test.ts') && name.includes(process.env[ONLY] ?? '');
  return names.filter(wanted).map((name) => path.resolve(place, name));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
