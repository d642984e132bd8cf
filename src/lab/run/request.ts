/** From what was typed to a run: a new one, or one to go on with. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type * as v from 'valibot';
import { InputError } from '../../model/types';
import {
  checkGiven,
  flagOf,
  readConfigFile,
  resolveConfig,
  type ConfigOf,
  type Definition,
  type Sources,
} from '../config/load';
import { checkUnchanged, WorkFolder, type Begun } from './workFolder';

export interface RunRequest {
  /** Options that were given as flags, by key. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly configFile?: string;
  /** Go on with the run in the work folder. */
  readonly resume: boolean;
  /** Replace what stands in the way: a result, or an unfinished run. */
  readonly force: boolean;
}

export interface OpenedRun<C, S> {
  readonly config: C;
  /** What it was begun with; null for a new run. */
  readonly begun: Begun<C> | null;
  readonly work: WorkFolder<C, S>;
}

/** Options as they were typed. Throws InputError for a config file that cannot be read. */
export async function sourcesOf({
  flags,
  configFile,
}: Pick<RunRequest, 'flags' | 'configFile'>): Promise<Sources> {
  if (configFile === undefined) return { flags };
  return { flags, file: { name: configFile, given: await readConfigFile(configFile) } };
}

interface Placed {
  readonly out: string;
  readonly work?: string | undefined;
}

/**
 * @param marker the file by which a finished result in `out` is known
 * @throws InputError for bad options, a run that is not there, and results that would be replaced.
 */
export async function openRun<E extends v.ObjectEntries, S>(
  definition: Definition<E>,
  kind: 'train' | 'pretrain',
  marker: string,
  request: RunRequest,
): Promise<OpenedRun<ConfigOf<E>, S>> {
  const sources = await sourcesOf(request);
  if (request.resume) {
    const given = checkGiven(definition, sources);
    const work = workFolderOf<ConfigOf<E>, S>(given as Partial<Placed>, kind);
    const begun = await work.begun();
    if (!begun) throw new InputError(`--resume: there is no run to go on with in ${work.folder}`);
    checkUnchanged(given, begun, work.folder);
    return { config: { ...begun.config, ...given }, begun, work };
  }
  const config = resolveConfig(definition, sources);
  const places = config as unknown as Placed;
  const work = workFolderOf<ConfigOf<E>, S>(places, kind);
  if (!request.force) await refuseToReplace(path.join(places.out, marker), places.out, work);
  return { config, begun: null, work };
}

function workFolderOf<C, S>({ out, work }: Partial<Placed>, kind: 'train' | 'pretrain'): WorkFolder<C, S> {
  if (work === undefined && out === undefined) {
    throw new InputError(`${flagOf('out')}: expected the folder of the run to go on with`);
  }
  return new WorkFolder(path.resolve(work ?? `${out}.training`), kind);
}

/** Hours of training must not be found lost at their end, neither those of today nor those of last week. */
async function refuseToReplace<C, S>(marker: string, out: string, work: WorkFolder<C, S>): Promise<void> {
  const stands = await stat(marker).then(
    () => true,
    () => false,
  );
  if (stands) {
    throw new InputError(`--out: a result stands in ${out}; name another folder, or replace it with --force`);
  }
  if (await work.begun()) {
    throw new InputError(
      `${work.folder}: an unfinished run stands there; go on with it by --resume, or begin anew with --force`,
    );
  }
}
