/** Models as they are shipped: all of them, whole, their checkpoints in the form that zips well. */
import { existsSync } from 'node:fs';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pack, packedName } from '../../src/model/packed';

/** Every checkpoint but the first is told by the one before. */
export async function packCheckpoints(models: string): Promise<void> {
  for (const model of await readdir(models)) {
    const folder = path.join(models, model);
    if (!existsSync(path.join(folder, 'checkpoints'))) continue;
    const names = (await readdir(path.join(folder, 'checkpoints')))
      .map((name) => `checkpoints/${name}`)
      .sort();
    const files = await Promise.all(names.map((name) => readFile(path.join(folder, name))));
    for (const [index, name] of names.entries()) {
      const packed = packedName(name);
      if (index === 0 || packed === null) continue;
      await writeFile(path.join(folder, packed), pack(files[index]!, files[index - 1]!, names[index - 1]!));
      await rm(path.join(folder, name));
    }
  }
}
