/** Choosing what stands in the place of a word: its nearest neighbours, a word that no model knows, or one's own. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { iconless, plainLine } from '../../harmless';
import type { AnalyzerService, Neighbour } from '../../model/types';
import { decimal } from '../../wording';
import { EditRefused } from './chain';
import { nameOf, wordsOf, type Place } from './proposals';

const NEIGHBOURS = 12;
/** Read as words, and of no language: one of them at least is not in the vocabulary. */
const PLACEHOLDERS = ['blorptang', 'zorvexil', 'quimblat', 'vrendolk', 'xyqqlomp', 'plughwizz'];

interface Choice extends vscode.QuickPickItem {
  /** What to put in; `null`: a word that the vocabulary does not hold. */
  readonly word?: string | null;
}

/** A word to put in; undefined when the person left. Rejects with what the service rejects with. */
export async function chooseReplacement(place: Place, service: AnalyzerService): Promise<string | undefined> {
  const asked = wordsOf(place) === 1 ? service.neighbours(nameOf(place), NEIGHBOURS) : Promise.resolve([]);
  const chosen = await pick(place, asked);
  return chosen === null ? unknownWord(service) : chosen;
}

/** A word that the model reads as `<unk>`. */
export async function unknownWord(service: Pick<AnalyzerService, 'analyze'>): Promise<string> {
  const { analyses } = await service.analyze(PLACEHOLDERS.join(' '));
  const unknown = analyses.flatMap(({ tokens }) => tokens).find(({ known }) => !known);
  if (!unknown) throw new EditRefused(t('The vocabulary holds every word that was tried.'));
  return unknown.text;
}

/** The list while it is typed into; pure but for its words. */
export function choices(typed: string, neighbours: readonly Neighbour[]): Choice[] {
  const own = typed.trim();
  const items: Choice[] = [];
  if (own !== '')
    items.push({ label: iconless(own), description: t('as typed'), alwaysShow: true, word: own });
  if (neighbours.length > 0) items.push(separator(t('Nearest in the model’s embedding')));
  for (const { word, similarity } of neighbours) {
    if (word !== own)
      items.push({ label: iconless(word), description: t('similarity {0}', decimal(similarity, 2)), word });
  }
  items.push(separator(t('Other')));
  items.push({ label: t('An unknown word'), description: t('read as <unk>'), word: null });
  return items;
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function pick(place: Place, asked: Promise<readonly Neighbour[]>): Promise<string | null | undefined> {
  const list = vscode.window.createQuickPick<Choice>();
  let neighbours: readonly Neighbour[] = [];
  const fill = () => (list.items = choices(list.value, neighbours));
  list.title = plainLine(t('Replace “{0}” by', nameOf(place)));
  list.placeholder = t('Type a word, or choose one');
  list.busy = true;
  fill();
  return new Promise((resolve, reject) => {
    list.onDidChangeValue(fill);
    list.onDidAccept(() => {
      const [chosen] = list.selectedItems;
      if (chosen?.word === undefined) return;
      resolve(chosen.word);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
    asked
      .then((found) => {
        neighbours = found;
        list.busy = false;
        fill();
      })
      .catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        list.hide();
      });
  });
}
