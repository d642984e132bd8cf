/** `run-mocha TIMEOUT_MS RETRIES FOLDER…`: every `*.test.ts` below those folders in this process, reported by ResultsReporter. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { ONLY, ResultsReporter } from './mocha-results';

async function main([timeout, retries, ...folders]: readonly string[]): Promise<void> {
  const mocha = new Mocha({
    ...{ ui: 'bdd', timeout: Number(timeout), retries: Number(retries), reporter: ResultsReporter },
  });
  for (const file of folders.flatMap(testsBelow)) mocha.addFile(file);
  await mocha.loadFilesAsync();
  mocha.run((failures) => (process.exitCode = failures > 0 ? 1 : 0));
}

function testsBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const wanted = (name: string) => name.endsWith('.test.ts') && name.includes(process.env[ONLY] ?? '');
  return names.filter(wanted).map((name) => path.resolve(folder, name));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
