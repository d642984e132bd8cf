/** Bundles the tests of this folder and runs them in the extension host of a real VS Code in a browser. */
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { launch, MARK } from '../../scripts/host/launcher';
import { ONLY, RESULTS_FILE } from '../../scripts/host/mocha-results';
import { checkout } from '../../scripts/host/processes';
import { copySamples } from '../../scripts/host/workspace';
import { expectations } from './expectations';

const folder = path.join(checkout, 'test', 'web');
const out = path.join(checkout, 'dist-test', 'web');

/** The module that imports every test: set up by then, mocha has its globals. */
const everyTest: Plugin = {
  name: 'every-test',
  setup(build) {
    build.onResolve({ filter: /^every-test$/ }, () => ({ path: 'every-test', namespace: 'tests' }));
    build.onLoad({ filter: /.*/, namespace: 'tests' }, () => ({
      contents: testFiles()
        .map((name) => `import ${JSON.stringify(`./${name}`)};`)
        .join('\n'),
      resolveDir: folder,
      loader: 'ts',
    }));
  },
};

function testFiles(): string[] {
  const wanted = (name: string) => name.endsWith('.test.ts') && name.includes(process.env[ONLY] ?? '');
  return readdirSync(folder).filter(wanted).sort();
}

async function main(): Promise<number> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: [path.join(folder, 'index.ts')],
    outdir: out,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
    plugins: [everyTest],
    define: { TEST_MARK: JSON.stringify(MARK) },
    logLevel: 'warning',
  });
  await writeFile(path.join(out, 'expected.json'), JSON.stringify(await expectations()));
  const samples = await copySamples();
  try {
    const opening = {
      folder: samples.folder,
      extensions: [checkout],
      tests: path.join(out, 'index.js'),
      web: checkout,
    };
    console.log("Running in the web worker of VS Code's workbench in headless Chromium");
    return await launch(opening, path.join(checkout, 'artifacts', 'web-tests.log'), [], print);
  } finally {
    await samples.dispose();
  }
}

function print(line: string): void {
  const results = /^RESULTS (.*)$/.exec(line)?.[1];
  if (results === undefined) return console.log(line);
  const file = process.env[RESULTS_FILE];
  if (file) writeFileSync(file, results);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
