/** What the status bar says, as plain text. Pure. */
import { classesText, count, labelName, labelText, paddingText, verdictText } from '../wording';
import type { Entry, Unread } from './store';

/** There is little room in the bar: a longer label is cut. */
const LABEL_CHARACTERS = 20;

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: no icons, no signs. */
  readonly spoken: string;
}

/** The item for the active unit of an entry. */
export function statusText(entry: Entry): StatusText {
  const { active: unit } = entry;
  const { analysis } = unit;
  const stale = unit.span === null;
  const number = entry.units.indexOf(unit) + 1;
  const several = entry.units.length > 1;
  const { label, probability, classes, padding, tokens } = analysis;
  const percentage = Math.min(99, Math.round(probability * 100));
  const warning = entry.unread.length > 0 ? ' $(warning)' : '';
  const parts = [`$(eye) ${withoutIcons(labelName(label, LABEL_CHARACTERS))} ${percentage} %`];
  if (several) parts.push(`${number}/${entry.units.length}`);
  if (stale) parts.push('edited');

  const facts = [`${verdictText(analysis)} (${count(tokens.length, 'word')}, ${unit.place})`];
  if (classes.length > 2) facts.push(`All classes: ${classesText(classes)}`);
  if (padding !== undefined) facts.push(paddingText(padding));
  if (several) facts.push(`Text ${number} of ${entry.units.length}`);
  if (stale) facts.push('The text has been edited since: run "Analyze Sentiment Attention" again');
  const unread = unreadText(entry);
  if (unread) facts.push(unread);

  return {
    text: parts.join(' · ') + warning,
    tooltip: [...facts, `Model ${entry.model} on ${entry.backend}`, 'Open the attention panel'].join('\n'),
    spoken: [`Verdict ${labelText(label)}, ${percentage} percent`, ...facts.slice(1)].join('. '),
  };
}

/** The bar draws `$(name)` as an icon; in a label it is only text. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/** What was not read and why, in one sentence; null when everything was. */
export function unreadText({ unread, maxWords }: Pick<Entry, 'unread' | 'maxWords'>): string | null {
  if (unread.length === 0) return null;
  const more =
    unread.length > 1 ? ` and ${count(unread.length - 1, 'other stretch', 'other stretches')}` : '';
  const because = (one: Unread['reason']) => unread.some(({ reason }) => reason === one);
  const why = because('cancelled')
    ? 'the reading was cancelled'
    : because('model')
      ? 'the model reads no more of one text'
      : `the limit is ${count(maxWords, 'word')}, setting attentionInspector.maxWords`;
  return `Not read, marked with dots: ${unread[0]?.place}${more} (${why})`;
}
