/** The texts that one can lay beside the charted one: of its document, of others, and pinned ones. Pure. */
import type { Unit } from '../../editor/store';
import type { Analysis } from '../../model/types';
import type { OtherText } from '../../webview/protocol';
import type { Subject, Surface } from '../feature';
import type { Pin } from '../pins/pin';
import { snippetOf } from '../pins/pin';

/** A document of a thousand paragraphs would make a list that nobody reads. */
const MOST = 200;

export interface KnownText {
  readonly key: string;
  readonly from: OtherText['from'];
  readonly title: string;
  readonly text: string;
  readonly analysis: Analysis;
  /** Which read it. */
  readonly model: string;
}

/** Those of the same document first, then pinned ones, the latest first, then those of other documents. */
export function otherTexts(
  subject: Subject,
  entries: ReturnType<Surface['store']['all']>,
  pins: readonly Pin[],
): readonly KnownText[] {
  const { entry, unit } = subject;
  const own = entries.filter(({ uri }) => uri === entry.uri);
  const others = entries.filter(({ uri }) => uri !== entry.uri);
  const unitsOf = (list: typeof own, from: OtherText['from']) =>
    list.flatMap(({ units, model }) =>
      units.filter(({ id }) => id !== unit.id).map((one) => ofUnit(one, model, from)),
    );
  const pinned = pins.filter(({ id }) => -id !== unit.id).map(ofPin);
  return [...unitsOf(own, 'document'), ...pinned, ...unitsOf(others, 'elsewhere')].slice(0, MOST);
}

/** As the panel's list has it. */
export function lineOf({ key, from, title, text }: KnownText): OtherText {
  return { key, from, title, snippet: snippetOf(text) };
}

function ofUnit({ id, text, analysis, place }: Unit, model: string, from: OtherText['from']): KnownText {
  return { key: `unit:${id}`, from, title: place, text, analysis, model };
}

function ofPin({ id, place, text, analysis, model }: Pin): KnownText {
  return { key: `pin:${id}`, from: 'pinned', title: place, text, analysis, model };
}
