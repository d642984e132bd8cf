/** What was measured, kept in the model's folder and told in its card. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { StoredReport } from '../model/evaluation/faithfulnessReport';
import { notWritten, writeAllWhole } from '../model/node/wholeFile';
import { InputError } from '../model/types';
import { findModel } from './models';

const STORED = 'faithfulness.json';

/**
 * Where a model's card is, before it is measured for long.
 * @throws InputError when there is none
 */
export async function findCard(model: string, modelsFolder: string): Promise<string> {
  const card = path.join(await findModel(model, modelsFolder), 'README.md');
  await readFile(card).catch((error: Error) => {
    throw new InputError(`${card}: expected the model's card (${error.message})`);
  });
  return card;
}

/**
 * Writes faithfulness.json, without what was measured of single texts, and the card's section from it.
 * @param card as from findCard
 * @throws InputError when they cannot be written: both are as they were then
 */
export async function storeFaithfulness(card: string, report: StoredReport): Promise<void> {
  const { withFaithfulness } = await import('../lab/main');
  const stored = storedJson(report);
  const told = withFaithfulness(await readFile(card, 'utf8'), JSON.parse(stored) as StoredReport);
  const folder = path.dirname(card);
  await writeAllWhole({ [path.join(folder, STORED)]: stored, [card]: told }).catch((error: unknown) => {
    throw notWritten(error, `${STORED} and the card in ${folder}`, card);
  });
}

/** Four digits are more than the intervals leave; on one line, since it ships. */
function storedJson(report: StoredReport): string {
  const sets = report.sets.map((set) => ({ ...set, perText: undefined }));
  const rounded = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value;
  return `${JSON.stringify({ ...report, sets }, rounded)}\n`;
}
