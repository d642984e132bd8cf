/** One word of the list: its weight, what leaving it out does, and what else is known of it, as bars and as text. */
import { t } from '@vscode/l10n';
import { percent, shortened, signed } from '../../../wording';
import { el } from '../dom';
import { visible } from '../labels';
import { partOf } from './trustData';
import { rankText, spokenFacts, withoutShort } from './trustText';

const WORD_CHARACTERS = 40;

export interface EffectLine {
  readonly token: number;
  readonly text: string;
  /** Null for models without attention. */
  readonly weight: number | null;
  /** Lowest and highest weight with other seeds. */
  readonly range: readonly [number, number] | null;
  /** Best and worst rank with other seeds, only where it is not stable. */
  readonly ranks: readonly [number, number] | null;
  readonly effect: number;
  readonly before: number;
  readonly after: number;
  readonly label: string;
  readonly integrated: number | null;
}

/** The value of a column that fills half, or all, of its room. */
export interface EffectScales {
  readonly weight: number;
  readonly effect: number;
  readonly integrated: number;
}

export function effectRow(line: EffectLine, scales: EffectScales): HTMLElement {
  const { token, text, weight, range, ranks, effect, before, after, integrated } = line;
  const word = el(
    'span',
    { class: 'trust-word', 'aria-hidden': 'true' },
    el('span', { class: 'trust-word-text', dir: 'auto' }, shortened(visible(text), WORD_CHARACTERS)),
  );
  if (ranks) word.append(el('span', { class: 'trust-unstable' }, `⇅ ${rankText(ranks)}`));
  const row = el(
    'div',
    { class: 'trust-row', role: 'option', id: `trust-word-${token}` },
    el('span', { class: 'spoken' }, spokenFacts(line)),
    word,
  );
  if (weight !== null) row.append(weightBar(weight, range, scales.weight), number(percent(weight)));
  row.append(signedBar(effect, scales.effect), number(signed(effect)));
  row.append(el('span', { class: 'trust-after', 'aria-hidden': 'true' }, withoutShort(before, after)));
  if (integrated !== null) row.append(third(integrated, scales.integrated));
  return row;
}

function third(integrated: number, full: number): HTMLElement {
  return el(
    'span',
    { class: 'trust-third' },
    el('span', { class: 'trust-third-name', 'aria-hidden': 'true' }, t('integrated')),
    signedBar(integrated, full),
    number(signed(integrated)),
  );
}

/** The names of the columns; the rows say all of it themselves. */
export function effectHead(weights: boolean, integrated: boolean, label: string): HTMLElement {
  return el(
    'div',
    { class: 'trust-row trust-head', 'aria-hidden': 'true' },
    el('span', { class: 'trust-word' }, t('Word')),
    ...(weights ? [el('span', { class: 'trust-over' }, t('Weight'))] : []),
    el(
      'span',
      { class: 'trust-sides' },
      el('span', {}, '−'),
      el('span', {}, t('Effect')),
      el('span', {}, '+'),
    ),
    number(''),
    el('span', { class: 'trust-after' }, t('P({0}) without it', label)),
    ...(integrated ? [el('span', { class: 'trust-third' }, el('span', {}, t('Integrated gradients')))] : []),
  );
}

const number = (text: string) => el('span', { class: 'trust-number', 'aria-hidden': 'true' }, text);

function weightBar(weight: number, range: readonly [number, number] | null, full: number): HTMLElement {
  const bar = el('span', { class: 'trust-bar' }, el('span', { class: 'trust-fill' }));
  bar.style.setProperty('--size', partOf(weight, full));
  if (range) {
    bar.append(el('span', { class: 'trust-whisker' }));
    bar.style.setProperty('--low', partOf(range[0], full));
    bar.style.setProperty('--high', partOf(range[1], full));
  }
  return bar;
}

function signedBar(value: number, full: number): HTMLElement {
  const side = value < 0 ? 'against' : 'for';
  const bar = el('span', { class: 'trust-bar signed' });
  // What is said to be 0 is on neither side.
  if (signed(value) === signed(0)) return bar;
  bar.append(el('span', { class: `trust-fill ${side}` }));
  bar.style.setProperty('--size', partOf(value, full));
  return bar;
}
