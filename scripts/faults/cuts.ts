/** Every file that the shipped models are loaded from, cut short at random bytes. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Aligner } from '../../src/model/alignment/aligner';
import { isModelFile } from '../../src/model/folder';
import { listCheckpoints, loadCheckpoint } from '../../src/model/checkpoints';
import { isBagOfWords, loadAnyModel } from '../../src/model/load';
import { InputError, type ReadFile } from '../../src/model/types';
import { refuseCuts } from '../../test/fixtures/cuts';
import { checkout } from '../host/processes';

const CUTS = 40;

type Files = Readonly<Record<string, Uint8Array>>;

export async function cutModels(times = CUTS): Promise<void> {
  const models = path.join(checkout, 'models');
  let [all, files, folders] = [0, 0, 0];
  for (const name of (await readdir(models)).sort()) {
    const own = await filesOf(path.join(models, name));
    const reader =
      (given: Files): ReadFile =>
      (file) => {
        if (given[file]) return Promise.resolve(given[file]);
        if (file.startsWith('../') && isModelFile(file)) return readFile(path.join(models, name, file));
        return Promise.reject(new InputError(`${file}: the file is missing`));
      };
    const aligns = name.includes('dates');
    const load = aligns
      ? async (given: Files) => ({ ...(await Aligner.open(reader(given))).align('3 May 2017'), ms: 0 })
      : async (given: Files) => loaded(reader(given));
    const cuts = await refuseCuts(own, load, times, 5);
    console.log(`  ${name}: ${cuts} cuts of ${Object.keys(own).length} files refused`);
    all += cuts;
    files += Object.keys(own).length;
    folders++;
  }
  console.log(`${all} cuts of ${files} files of ${folders} models: every one refused, naming the file`);
}

async function loaded(read: ReadFile): Promise<unknown> {
  const model = await loadAnyModel(read);
  if (!isBagOfWords(model)) {
    for (const { epoch } of listCheckpoints(model)) await loadCheckpoint(model, epoch, read);
  }
  return model.manifest;
}

/** What a model is loaded from: cards and curves are for people. */
async function filesOf(folder: string): Promise<Record<string, Uint8Array>> {
  const found: Record<string, Uint8Array> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && /model\.json$|vocab\.txt$|\.bin$/.test(entry.name))
      found[path.relative(folder, file)] = await readFile(file);
  }
  return found;
}
