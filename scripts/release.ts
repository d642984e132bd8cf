/** `npm run release -- VERSION`: everything about a release but publishing it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkout, runShown, say } from './host/processes';
import { makePackage, packagePath, verify } from './package';
import { git } from './package/checkout';
import {
  nextSteps,
  nextVersion,
  obstacles,
  releasedChangelog,
  unreleased,
  withVersion,
} from './release/plan';

const USAGE = `npm run release -- VERSION [--dry-run] [--skip-tests]

On a clean checkout of main: runs every test, sets the version, moves the changelog's "Unreleased" under it, packages,
commits, packages again from that commit, and verifies that a copy of the checkout makes the same file. Nothing is
tagged, pushed or published; what to do for that is printed at the end.
  --dry-run      checks and prints what would be done, and changes nothing
  --skip-tests   without the tests, for those who have just run them on this commit`;

/** Files that a release changes. */
const CHANGED = ['package.json', 'package-lock.json', 'CHANGELOG.md'] as const;

const at = (name: string) => path.join(checkout, name);

/** The changed files as they are and as they will be. Rejects, naming all that stands in the way. */
async function plan(wanted: string): Promise<Map<string, { before: string; after: string }>> {
  const texts = await Promise.all(CHANGED.map((name) => readFile(at(name), 'utf8')));
  const [manifest, lock, changelog] = texts as [string, string, string];
  const { version: current } = JSON.parse(manifest) as { version: string };
  const version = nextVersion(current, wanted);
  const found = obstacles({
    branch: (await git('branch', '--show-current')).trim(),
    status: await git('status', '--porcelain'),
    tags: (await git('tag', '--list')).split('\n'),
    version,
  });
  if (found.length > 0) throw new Error(found.join('\n'));
  const after = [
    withVersion(manifest, current, version),
    // The lock file says it for itself and for its first package, which is this one.
    withVersion(lock, current, version, 2),
    releasedChangelog(changelog, version, new Date().toISOString().slice(0, 10)),
  ];
  say(`${current} becomes ${version}, with\n\n${unreleased(changelog)}\n`);
  return new Map(CHANGED.map((name, index) => [name, { before: texts[index]!, after: after[index]! }]));
}

/** Runs `npm test`; rejects where a test fails. */
async function test(): Promise<void> {
  const code = await runShown(path.join(checkout, 'scripts', 'bootstrap.mjs'), ['test']).exitCode;
  if (code !== 0) throw new Error('The tests fail: nothing is released.');
}

/** Writes the files and packages them; they are as before where that fails. Gives the package. */
async function change(files: ReadonlyMap<string, { before: string; after: string }>): Promise<string> {
  for (const [name, { after }] of files) await writeFile(at(name), after);
  try {
    const file = await packagePath();
    await makePackage(file);
    return file;
  } catch (error) {
    for (const [name, { before }] of files) await writeFile(at(name), before);
    throw error;
  }
}

async function release(
  wanted: string,
  { dry, untested }: { dry: boolean; untested: boolean },
): Promise<void> {
  const files = await plan(wanted);
  if (dry) {
    const tests = untested ? '' : 'run every test, ';
    return say(
      `Would ${tests}change ${CHANGED.join(', ')}, commit, package and verify. Nothing was changed.`,
    );
  }
  if (untested) say('TESTS WERE SKIPPED: they must have passed on this very commit');
  else await test();
  say('Packaging');
  const file = await change(files);
  await git('commit', '--quiet', '-m', `Version ${wanted}`, '--', ...CHANGED);
  // Once more: the package carries the time of the commit.
  await rm(file);
  await makePackage(file);
  say('Packaging a copy of the checkout, which must come out the same');
  await verify(file);
  say(`${path.relative(checkout, file)} is ready.\n\n${nextSteps(wanted, path.relative(checkout, file))}`);
}

async function main(): Promise<number> {
  let wanted: string | undefined;
  let options: { dry: boolean; untested: boolean };
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        'dry-run': { type: 'boolean' },
        'skip-tests': { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    options = { dry: values['dry-run'] ?? false, untested: values['skip-tests'] ?? false };
    if (positionals.length !== 1) throw new Error('Which version?');
    wanted = positionals[0]!;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  await release(wanted, options);
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
