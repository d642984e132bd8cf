import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleInto } from '../../fixtures/bundles';
import { MOODS, openLabFolder, type LabFolder } from '../../fixtures/laboratory';

const DATA = path.resolve(MOODS);
const TINY = '--embedding-size 8 --hidden 10 --attention 6 --batch 9 --shards 1'.split(' ');

/** The bundled command line in a process of its own. */
describe('the command train', function () {
  this.timeout(60_000);
  let lab: LabFolder;

  before(async () => {
    lab = await openLabFolder();
    // As in a build: the laboratory is a bundle beside that of the command line.
    await mkdir(lab.at('dist'));
    await bundleInto(lab.at('dist'), { cli: 'src/cli.ts' }, ['../lab/main']);
    for (const name of ['kernels', 'lab.js']) await rename(lab.at(name), path.join(lab.at('dist'), name));
    await mkdir(lab.at('lab'));
    await writeFile(lab.at('lab/main.js'), "module.exports = require('../dist/lab.js');");
  });
  after(() => lab.remove());

  /** @param interruptAt is sent Ctrl-C when it has printed a line that begins so */
  function run(args: readonly string[], interruptAt?: string) {
    const child = spawn(process.execPath, [path.join('dist', 'cli.js'), ...args], { cwd: lab.folder });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (interruptAt !== undefined && stdout.includes(`\n${interruptAt}`)) {
        child.kill('SIGINT');
        interruptAt = undefined;
      }
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
      child.once('close', (code) => resolve({ code, stdout, stderr })),
    );
  }

  it('is interrupted by Ctrl-C, says how to go on, and goes on', async () => {
    const cut = await run(
      ['train', '--data', DATA, '--out', 'mine', ...TINY, '--epochs', '400'],
      'epoch 2/400',
    );
    assert.equal(cut.code, 130, cut.stderr);
    assert.match(cut.stdout, /interrupted: ending with this step/);
    const command = 'node dist/cli.js train --resume --out mine';
    assert.ok(cut.stdout.endsWith(`To go on from there:\n  ${command}\n`), cut.stdout);
    assert.ok(!(await readdir(lab.folder)).includes('mine'));
    const again = await run(command.split(' ').slice(2), 'epoch 5/400');
    assert.match(again.stdout, /going on after epoch [2-5]\n/);
    assert.equal(again.code, 130);
  });

  it('tells where the model is when it is written', async () => {
    const done = await run([
      'train',
      '--data',
      DATA,
      '--out',
      'small',
      ...TINY,
      '--epochs',
      '1',
      '--no-train-embedding',
    ]);
    assert.equal(done.code, 0, done.stderr);
    assert.ok(done.stdout.endsWith('\nwrote small; its card is README.md there\n'), done.stdout);
    assert.ok((await readdir(lab.at('small'))).includes('model.json'));
  });

  it('says in one line what is wrong with options and data', async () => {
    const [option, value, data, none, batch] = await Promise.all([
      run(['train', '--data', DATA, '--out', 'x', '--epoch', '3']),
      run(['train', '--data', DATA, '--out', 'x', '--epochs', 'many']),
      run(['train', '--data', 'nowhere.csv', '--out', 'x']),
      run(['label', '--data', DATA, '--out', 'x']),
      run(['train', '--data', DATA, '--out', 'x', '--batch', '100']),
    ]);
    assert.equal(option.code, 2);
    assert.match(option.stderr, /unknown option '--epoch'\n\(Did you mean --epochs\?\)/);
    assert.deepEqual([value.code, data.code, none.code], [1, 1, 1]);
    assert.equal(value.stderr, 'error: --epochs: expected a whole number from 1 to 10000, found "many"\n');
    assert.match(data.stderr, /^error: nowhere\.csv: cannot be read .*\n$/);
    assert.match(batch.stderr, /^error: --batch: 100 texts in a batch, and there are only 54 to train on/);
    assert.equal(none.stderr, 'error: --models: expected a value, found none\n');
  });
});
