/** What the status bar says, as plain text. Pure. */
import { t } from '@vscode/l10n';
import { iconless, plainLine } from '../harmless';
import type { TrustVerdict } from '../model/trust/types';
import { trustSentence } from '../trustWording';
import {
  classesText,
  count,
  labelName,
  labelText,
  paddingText,
  percentText,
  verdictText,
  whole,
} from '../wording';
import type { Entry, Unread } from './store';

/** There is little room in the bar: a longer label is cut. */
const LABEL_CHARACTERS = 20;

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: no icons, no signs. */
  readonly spoken: string;
}

/** Beside the verdict: how far attention agrees with what matters. */
const TRUST_ICONS: Readonly<Record<TrustVerdict, string | null>> = {
  agrees: '$(pass)',
  partly: '$(question)',
  differs: '$(circle-slash)',
  short: null,
};

/**
 * The item for the active unit of an entry.
 * @param trust whether its attention can be believed; null: not known
 */
export function statusText(entry: Entry, trust: TrustVerdict | null = null): StatusText {
  const { active: unit } = entry;
  const { analysis } = unit;
  const stale = unit.span === null;
  const number = entry.units.indexOf(unit) + 1;
  const several = entry.units.length > 1;
  const { label, probability, classes, padding, tokens } = analysis;
  const percentage = Math.min(99, Math.round(probability * 100));
  const warning = entry.unread.length > 0 ? ' $(warning)' : '';
  const name = iconless(labelName(label, LABEL_CHARACTERS));
  const parts = [`$(eye) ${name} ${percentText(String(percentage))}`];
  const icon = trust && TRUST_ICONS[trust];
  if (icon) parts[0] += ` ${icon}`;
  if (several) parts.push(`${number}/${entry.units.length}`);
  if (stale) parts.push(t('edited'));

  const facts = [`${verdictText(analysis)} (${count(tokens.length, 'word')}, ${unit.place})`];
  if (trust && icon) facts.push(trustSentence(trust).replace(/\.$/, ''));
  if (classes.length > 2) facts.push(t('All classes: {0}', classesText(classes)));
  if (padding !== undefined) facts.push(paddingText(padding));
  if (several) facts.push(t('Text {0} of {1}', number, entry.units.length));
  if (stale) facts.push(t('The text has been edited since: run "Analyze Sentiment Attention" again'));
  const unread = unreadText(entry);
  if (unread) facts.push(unread);

  return {
    text: parts.join(' · ') + warning,
    tooltip: [
      ...facts.map(plainLine),
      t('Model {0} on {1}', entry.model, entry.backend),
      t('Open the attention panel'),
    ].join('\n'),
    spoken: [t('Verdict {0}, {1} percent', labelText(label), percentage), ...facts.slice(1)].join('. '),
  };
}

/** What was not read and why, in one sentence; null when everything was. */
export function unreadText({ unread, maxWords }: Pick<Entry, 'unread' | 'maxWords'>): string | null {
  if (unread.length === 0) return null;
  const place = plainLine(unread[0]?.place ?? '');
  const others = unread.length - 1;
  const because = (one: Unread['reason']) => unread.some(({ reason }) => reason === one);
  const why = because('cancelled')
    ? t('the reading was cancelled')
    : because('model')
      ? t('the model reads no more of one text')
      : t('the limit is {0}, setting attentionInspector.maxWords', count(maxWords, 'word'));
  if (others === 0) return t('Not read, marked with dots: {0} ({1})', place, why);
  return others === 1
    ? t('Not read, marked with dots: {0} and 1 other stretch ({1})', place, why)
    : t('Not read, marked with dots: {0} and {2} other stretches ({1})', place, why, whole(others));
}

/** What became of texts that are longer than the model reads at once; null where there were none. */
export function splitText({ split }: Pick<Entry, 'split'>): string | null {
  if (!split) return null;
  const { units, maxTokens } = split;
  const [texts, words] = [units, maxTokens].map(whole);
  return t(
    'Into {0} texts, at blank lines where it could be: the model reads {1} words at once',
    texts!,
    words!,
  );
}
