import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MOODS, openLabFolder, TINY_NETWORK, type LabFolder } from '../../fixtures/laboratory';

const FLAGS = {
  ...{ data: path.resolve(MOODS), ...TINY_NETWORK, attention: 6, batch: 9, epochs: 3, learningRate: 0.02 },
  shards: 2,
};

/** Trains in a process of its own, which kills itself at a step, or while its model is being written. */
const PROGRAM = `
  const { train } = require('./lab.js');
  const { flags, resume, step, folder } = JSON.parse(process.argv[2]);
  const die = () => process.kill(process.pid, 'SIGKILL');
  if (step === 'writing') {
    const fs = require('node:fs/promises');
    const { writeFile } = fs;
    fs.writeFile = async (file, ...rest) => {
      if (file.endsWith('model.json')) die();
      return writeFile(file, ...rest);
    };
  }
  let steps = 0;
  const reporter = { line: () => undefined, step: () => { if (++steps === step) die(); } };
  const files = { kernelFolder: folder + '/kernels', workerPath: folder + '/lab.js' };
  const { signal } = new AbortController();
  train({ flags, resume, force: false }, { files, reporter, signal, behave: async () => null }).then(
    ({ goOn }) => process.exit(goOn === null ? 0 : 1),
    (error) => { console.error(error); process.exit(2); },
  );
`;

describe('training that is killed', function () {
  this.timeout(120_000);
  let lab: LabFolder;
  let whole: string;

  before(async () => {
    lab = await openLabFolder();
    await writeFile(lab.at('run.cjs'), PROGRAM);
    whole = lab.fresh();
    assert.equal(await train({ flags: { ...FLAGS, out: whole } }), 0);
  });
  after(() => lab.remove());

  /** How the process ended: its code or the signal. */
  async function train(what: { flags: object; resume?: boolean; step?: number | 'writing' }) {
    const { folder } = lab;
    const given = JSON.stringify({ resume: false, folder, ...what });
    const child = spawn(process.execPath, [lab.at('run.cjs'), given], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
    return new Promise<number | string>((resolve) => {
      child.once('close', (code, signal) => resolve(code === 2 ? errors : (signal ?? code!)));
    });
  }

  // Six steps an epoch.
  for (const step of [8, 'writing'] as const) {
    const when = step === 'writing' ? 'while it writes its model' : `at step ${step}`;
    it(`${when} leaves no model, and goes on to the very same one`, async () => {
      const out = lab.fresh();
      assert.equal(await train({ flags: { ...FLAGS, out }, step }), 'SIGKILL');
      await assert.rejects(readdir(out), /ENOENT/);
      assert.equal(await train({ flags: { out }, resume: true }), 0);
      for (const name of ['weights.bin', 'embedding.bin', 'vocab.txt']) {
        const [a, b] = await Promise.all([whole, out].map((folder) => readFile(path.join(folder, name))));
        assert.ok(a!.equals(b!), `${name} differs`);
      }
    });
  }
});
