import { cp } from 'node:fs/promises';
import path from 'node:path';
import { checkout, makeFolder, removeFolder } from './processes';

export interface Workspace {
  readonly folder: string;
  dispose(): Promise<void>;
}

/** A copy of the sample reviews in a folder of its own, so that nobody's checkout is edited. */
export async function copySamples(): Promise<Workspace> {
  const parent = await makeFolder();
  const folder = path.join(parent, 'reviews');
  await cp(path.join(checkout, 'samples'), folder, { recursive: true });
  return { folder, dispose: () => removeFolder(parent) };
}
