/** The texts that stages before training read: those to train on, and those that nobody labelled. */
import { readFile } from 'node:fs/promises';
import { digest, readData, type DataConfig, type LabData } from '../data/read';
import { readUnlabelled, unlabelledPath } from '../data/unlabelled';
import { count } from '../report/wording';
import type { Reporter } from '../run/progress';

export interface StageTexts {
  readonly data: LabData;
  readonly unlabelled: readonly string[];
}

/**
 * Validation and test texts, copies of them and those on the list to leave out are in neither.
 * @throws InputError as readData and readUnlabelled.
 */
export async function readStageTexts(
  config: DataConfig & { readonly unlabelled?: string | undefined },
  reporter: Reporter,
): Promise<StageTexts> {
  const data = await readData(config);
  const where = await unlabelledPath(config.data, config.unlabelled);
  const all = where === null ? [] : await readUnlabelled(where);
  const listed = new Set(
    config.exclude === undefined
      ? []
      : (await readFile(config.exclude, 'utf8')).split('\n').map((id) => id.trim()),
  );
  const apart = new Set([...data.validation, ...(data.test ?? [])].map(({ text }) => digest(text)));
  const kept = all.filter(
    ({ id, text }) => !listed.has(id) && !listed.has(id.replace(/\.txt$/, '')) && !apart.has(digest(text)),
  );
  reporter.line(
    `${count(data.train.length)} labelled texts and ${count(kept.length)} without labels; ${count(all.length - kept.length)} of these left out`,
  );
  return { data, unlabelled: kept.map(({ text }) => text) };
}
