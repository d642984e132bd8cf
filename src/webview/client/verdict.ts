/** The verdict of the charted text: label, the probabilities of all classes, and how it came about. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import { certainties, certaintyText, classesText, isSentiment, labelName, TERMS } from '../../wording';
import type { Analysis, ViewState } from '../protocol';
import { ClassBars } from './classBars';
import { el, setText } from './dom';
import { backendName, calibrationText, readText, timeOf, timeText, unknownText } from './text';
import type { Shown } from './words';

export class Verdict {
  private readonly title = el('h2', { class: 'verdict-title', id: 'verdict-title' });
  private readonly stale = el('vscode-badge', { class: 'notice' }, t('Edited since'));
  private readonly restored = el('vscode-badge', { class: 'notice' }, t('From before the window reload'));
  private readonly pinned = el('vscode-badge', { class: 'notice' });
  private readonly label = el('p', { class: 'verdict-label' });
  private readonly bar = el('div', { class: 'verdict-bar', role: 'img' });
  private readonly scale = el('div', { class: 'verdict-scale', 'aria-hidden': 'true' });
  private readonly classes = new ClassBars();
  private readonly kind = el('p', { class: 'kind' });
  private readonly facts = el('dl', { class: 'facts' });
  private readonly model = this.fact(t('Model'));
  private readonly backend = this.fact(t('Computed by'));
  private readonly time = this.fact(t('Time'));
  private readonly probabilities = this.fact(t('Probabilities'));
  private readonly read = this.fact(t('Read'));
  private readonly split = this.fact(t('Split'));
  private readonly unread = this.fact(t('Not read'));
  /** Last, for it has room for many. */
  private readonly unknown = this.fact(t('Unknown'));
  private readonly passedOver = el('ul');
  private readonly why = el(
    'details',
    { class: 'why' },
    el('summary', {}, t('Why no faster engine?')),
    this.passedOver,
  );
  readonly element = el(
    'section',
    { class: 'verdict', 'aria-labelledby': 'verdict-title' },
    el('div', { class: 'verdict-head' }, this.title, this.stale, this.restored, this.pinned),
    this.label,
    this.bar,
    this.scale,
    this.classes.element,
    this.kind,
    this.facts,
    this.why,
  );

  update(state: ViewState, { view, analysis }: Shown, restored: boolean): void {
    const { label, probability, kind, ms } = analysis;
    setText(this.title, view.title);
    this.title.title = view.title;
    this.stale.hidden = !view.stale || restored;
    this.stale.title = t(
      'The text has been edited since it was read. Run the command again to read it anew.',
    );
    this.restored.hidden = !restored;
    this.showPinned(state);
    setText(this.label, `${labelName(label)} ${certaintyText(probability)}`);
    this.showClasses(analysis);
    setText(this.kind, TERMS[kind].note ?? '');
    this.kind.hidden = TERMS[kind].note === null;
    setText(this.model, state.model);
    setText(this.backend, backendName(state.backend));
    setText(this.time, timeText(state, ms));
    this.showCalibration(state.calibration);
    setText(this.read, readText(analysis));
    setText(this.split, state.split ?? t('No'));
    setText(this.unread, state.unread ?? t('Nothing'));
    setText(this.unknown, unknownText(analysis.tokens));
    this.unread.classList.toggle('warning', state.unread !== null);
    this.why.hidden = state.passedOver.length === 0;
    this.passedOver.replaceChildren(...state.passedOver.map((line) => el('li', {}, line)));
  }

  /** The two of sentiment share one bar, each with its colour; any others have a bar each. */
  private showClasses(analysis: Analysis): void {
    const { classes } = analysis;
    const both = isSentiment(classes);
    this.bar.hidden = this.scale.hidden = !both;
    this.classes.element.hidden = both;
    if (!both) return this.classes.update(analysis);
    const said = certainties(classes);
    this.bar.setAttribute('aria-label', classesText(classes));
    this.bar.style.setProperty('--first', classes[0]!.probability.toFixed(4));
    this.bar.replaceChildren(...classes.map(({ label }) => el('div', { class: label })));
    this.scale.replaceChildren(
      ...classes.map(({ label }, index) =>
        el('span', { class: label }, `${labelName(label)} ${said[index]}`),
      ),
    );
  }

  /** A state from before a reload may be of a version that did not know it. */
  private showCalibration(calibration: ViewState['calibration']): void {
    const row = [this.probabilities.previousElementSibling as HTMLElement, this.probabilities];
    for (const element of row) element.hidden = !calibration;
    setText(this.probabilities, calibration ? calibrationText(calibration) : '');
  }

  /** Like a restored one it is not live: nothing follows edits of its text. */
  private showPinned({ pinned }: ViewState): void {
    this.pinned.hidden = pinned === undefined;
    if (pinned === undefined) return;
    setText(this.pinned, t('Pinned, not live'));
    this.pinned.title = t('As it was read before it was pinned on {0}.', timeOf(pinned));
  }

  private fact(name: string): HTMLElement {
    const value = el('dd');
    this.facts.append(el('dt', {}, name), value);
    return value;
  }
}
