/** The verdict before and after edits: both as bars, and the change in points and in log-odds. */
import { t } from '@vscode/l10n';
import { certainties, isSentiment, labelName, labelText, signed, verdictText } from '../../wording';
import type { EditsView } from '../protocol';
import { el, setText } from './dom';
import { points } from './editWords';

type Verdict = EditsView['before'];

/** Of more classes only the most probable have a row. */
const ROWS = 6;

export class EditVerdicts {
  private readonly bars = el('div', { class: 'edit-bars', 'aria-hidden': 'true' });
  private readonly head = el('tr');
  private readonly body = el('tbody');
  private readonly caption = el('caption', { class: 'spoken' });
  private readonly change = el('p', { class: 'edit-change' });
  readonly element = el(
    'div',
    { class: 'edit-verdicts' },
    this.bars,
    el('table', {}, this.caption, el('thead', {}, this.head), this.body),
    this.change,
  );

  update(view: EditsView): void {
    const { before, after } = view;
    setText(this.caption, t('Probabilities before and after'));
    const both = isSentiment(before.classes);
    this.bars.hidden = !both;
    if (both) this.bars.replaceChildren(...bar(t('Before'), before), ...bar(t('After'), after));
    const names = [t('Class'), t('Before'), t('After'), t('Points')];
    this.head.replaceChildren(...names.map((name) => el('th', { scope: 'col' }, name)));
    this.body.replaceChildren(...rows(before, after));
    setText(this.change, changeText(view));
  }
}

/** The change in one sentence, e.g. "From positive, 93.7 % to negative, 61.0 %: log-odds of positive −3.15". */
export function changeText({ before, after, logOdds }: EditsView): string {
  const change = signed(logOdds);
  return before.label === after.label
    ? t(
        'Still {0}: from {1} to {2}, log-odds {3}',
        labelText(after.label),
        certainties(before.classes)[indexOf(before)]!,
        certainties(after.classes)[indexOf(after)]!,
        change,
      )
    : t(
        'From {0} to {1}: log-odds of {2} {3}',
        verdictText(before),
        verdictText(after),
        labelText(before.label),
        change,
      );
}

function indexOf({ classes, label }: Verdict): number {
  return classes.findIndex((one) => one.label === label);
}

function bar(name: string, { classes }: Verdict): [HTMLElement, HTMLElement] {
  const element = el(
    'div',
    { class: 'verdict-bar' },
    ...classes.map(({ label }) => el('div', { class: label })),
  );
  element.style.setProperty('--first', classes[0]!.probability.toFixed(4));
  return [el('span', {}, name), element];
}

function rows(before: Verdict, after: Verdict): HTMLElement[] {
  const [was, is] = [certainties(before.classes), certainties(after.classes)];
  const most = (index: number) =>
    Math.max(before.classes[index]!.probability, after.classes[index]?.probability ?? 0);
  const order = before.classes.map((_, index) => index);
  const listed = order.length > ROWS ? [...order].sort((a, b) => most(b) - most(a)).slice(0, ROWS) : order;
  return listed
    .sort((a, b) => a - b)
    .map((index) => {
      const { label, probability } = before.classes[index]!;
      const change = (after.classes[index]?.probability ?? 0) - probability;
      return el(
        'tr',
        {},
        el('th', { scope: 'row', dir: 'auto', class: `edit-class ${cssOf(label)}` }, labelName(label)),
        ...[was[index]!, is[index] ?? '', points(change)].map((cell) => el('td', {}, cell)),
      );
    });
}

/** Only the two of sentiment have colours of their own. */
function cssOf(label: string): string {
  return label === 'negative' || label === 'positive' ? label : '';
}
