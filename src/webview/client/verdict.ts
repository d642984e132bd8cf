/** The verdict of the charted text: label, both probabilities, and how it came about. */
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import type { ViewState } from '../protocol';
import { el, setText } from './dom';
import { backendName, bothProbabilities, labelName, positiveShare, readText, timeText } from './text';
import type { Shown } from './words';

export class Verdict {
  private readonly title = el('h2', { class: 'verdict-title', id: 'verdict-title' });
  private readonly stale = el('vscode-badge', { class: 'notice' }, 'Edited since');
  private readonly restored = el('vscode-badge', { class: 'notice' }, 'From before the window reload');
  private readonly label = el('p', { class: 'verdict-label' });
  private readonly bar = el('div', { class: 'verdict-bar', role: 'img' }, el('div'), el('div'));
  private readonly negative = el('span', { class: 'negative' });
  private readonly positive = el('span', { class: 'positive' });
  private readonly facts = el('dl', { class: 'facts' });
  private readonly model = this.fact('Model');
  private readonly backend = this.fact('Computed by');
  private readonly time = this.fact('Time');
  private readonly read = this.fact('Read');
  private readonly unread = this.fact('Not read');
  private readonly passedOver = el('ul');
  private readonly why = el(
    'details',
    { class: 'why' },
    el('summary', {}, 'Why no faster engine?'),
    this.passedOver,
  );
  readonly element = el(
    'section',
    { class: 'verdict', 'aria-labelledby': 'verdict-title' },
    el('div', { class: 'verdict-head' }, this.title, this.stale, this.restored),
    this.label,
    this.bar,
    el('div', { class: 'verdict-scale', 'aria-hidden': 'true' }, this.negative, this.positive),
    this.facts,
    this.why,
  );

  update(state: ViewState, { view, tokens }: Shown, restored: boolean): void {
    const { label, ms } = view.analysis;
    const positive = positiveShare(view.analysis);
    const both = bothProbabilities(positive);
    setText(this.title, view.title);
    this.title.title = view.title;
    this.stale.hidden = !view.stale || restored;
    this.stale.title = 'The text has been edited since it was read. Run the command again to read it anew.';
    this.restored.hidden = !restored;
    setText(this.label, `${labelName(label)} ${both[label as 'positive' | 'negative']}`);
    this.label.className = `verdict-label ${label}`;
    this.bar.setAttribute('aria-label', `Negative ${both.negative}, positive ${both.positive}`);
    this.bar.style.setProperty('--positive', positive.toFixed(4));
    setText(this.negative, `Negative ${both.negative}`);
    setText(this.positive, `Positive ${both.positive}`);
    setText(this.model, state.model);
    setText(this.backend, backendName(state.backend));
    setText(this.time, timeText(state, ms));
    setText(this.read, readText(tokens));
    setText(this.unread, state.unread ?? 'Nothing');
    this.unread.classList.toggle('warning', state.unread !== null);
    this.why.hidden = state.passedOver.length === 0;
    this.passedOver.replaceChildren(...state.passedOver.map((line) => el('li', {}, line)));
  }

  private fact(name: string): HTMLElement {
    const value = el('dd');
    this.facts.append(el('dt', {}, name), value);
    return value;
  }
}
