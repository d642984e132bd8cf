import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkout } from './processes';

export interface Workspace {
  readonly folder: string;
  dispose(): Promise<void>;
}

/** A copy of the sample reviews in a folder of its own, so that nobody's checkout is edited. */
export async function copySamples(): Promise<Workspace> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
  const folder = path.join(parent, 'reviews');
  await cp(path.join(checkout, 'samples'), folder, { recursive: true });
  return { folder, dispose: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) };
}
