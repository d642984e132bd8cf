/** How far each two of the models agree on which words matter more, in a number and in words. */
import { t } from '@vscode/l10n';
import { decimal } from '../../../language';
import type { ComparedModel, ComparedReading } from '../../protocol';
import { el } from '../dom';
import { agreementOf, type Agreement } from '../../../agreement';
import { kindName, modelName } from './names';
import { bothRead } from './spread';

/** At least as much, in words; falling. */
const GLOSSES = (): readonly (readonly [number, string])[] => [
  [0.8, t('nearly the same order')],
  [0.5, t('much the same order')],
  [0.2, t('a similar order')],
  [-0.2, t('hardly related')],
  [-1, t('rather the opposite order')],
];

export class AgreementList {
  private readonly body = el('tbody');
  private readonly kinds = el('p', { class: 'legend' });
  readonly element: HTMLElement;

  constructor() {
    const head = [t('Models'), t('τ'), t('In words')].map((name) => el('th', { scope: 'col' }, name));
    this.element = el(
      'section',
      { class: 'agreement', 'aria-labelledby': 'agreement-heading' },
      el('h3', { id: 'agreement-heading' }, t('How far they agree on the order of the words')),
      el('table', { class: 'agreement-table' }, el('thead', {}, el('tr', {}, ...head)), this.body),
      el(
        'p',
        { class: 'legend' },
        t(
          'Kendall’s τ looks at the order alone: 1 is the same order, 0 no relation, −1 the opposite. Words that one of the two did not read are left out.',
        ),
      ),
      this.kinds,
    );
  }

  update(columns: readonly ComparedModel[]): void {
    const read = columns.flatMap(({ model, reading }) => (reading ? [{ model, reading }] : []));
    this.element.hidden = read.length < 2;
    const pairs = read.flatMap((a, i) => read.slice(i + 1).map((b) => [a, b] as const));
    this.body.replaceChildren(
      ...pairs.map(([a, b]) => row(a.model, b.model, agreement(a.reading, b.reading))),
    );
    const kinds = new Set(read.map(({ reading }) => reading.kind));
    this.kinds.hidden = kinds.size < 2;
    this.kinds.textContent = t(
      'These models show different things ({0}). They can only be compared as shares: how much of all that a model shows falls on a word.',
      [...kinds].map(kindName).join(', '),
    );
  }
}

function agreement(a: ComparedReading, b: ComparedReading): Agreement {
  return agreementOf(...bothRead(a.weights, b.weights));
}

function row(a: string, b: string, { tau, concordant, discordant }: Agreement): HTMLElement {
  const pair = `${modelName(a)} – ${modelName(b)}`;
  const head = el('th', { scope: 'row', title: `${a} – ${b}` }, pair);
  if (tau === null) {
    return el('tr', {}, head, el('td', {}, '–'), el('td', {}, t('one of them weighs all words alike')));
  }
  const value = `${tau < -0.005 ? '−' : ''}${decimal(Math.abs(tau), 2)}`;
  const hundredths = String(Math.round((100 * concordant) / (concordant + discordant)));
  const gloss = GLOSSES().find(([least]) => tau >= least)![1];
  const words = t('{0}: of 100 pairs of words, {1} are ordered alike', gloss, hundredths);
  return el('tr', {}, head, el('td', {}, value), el('td', {}, words));
}
