/** The section of pinned analyses: pin what is shown, open one again, throw it away. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { certaintyText, count, labelName } from '../../wording';
import type { PinLine, ToWebview, ViewState } from '../protocol';
import { el, setText } from './dom';
import { rove } from './roving';
import { foldable, type Section, type SectionHost } from './section';
import { timeOf } from './text';
import type { Shown } from './words';

export class PinnedSection implements Section {
  readonly element: HTMLElement;
  /** What was pinned can be opened also before anything was read. */
  readonly standing = true;
  private readonly fold: ReturnType<typeof foldable>;
  private readonly pin: HTMLElement;
  private readonly back: HTMLElement;
  private readonly empty = el('p', { class: 'legend' });
  private readonly hint = el('p', { class: 'legend', id: 'pins-hint' });
  private readonly list = el('div', { class: 'pins', role: 'listbox', 'aria-describedby': 'pins-hint' });
  private readonly clear: HTMLElement;
  private pins: readonly PinLine[] = [];
  private rows: readonly HTMLElement[] = [];
  private shownPin: number | null = null;
  private at: number | null = null;
  private live = false;

  constructor(private readonly host: SectionHost) {
    const button = (text: string, run: () => void) => {
      const element = el('vscode-button', { secondary: '' }, text);
      element.addEventListener('click', run);
      return element;
    };
    this.pin = button(t('Pin this analysis'), () => host.post({ type: 'pin' }));
    this.back = button(t('Back to the live text'), () => host.post({ type: 'leavePin' }));
    this.clear = button(t('Remove all'), () => host.post({ type: 'removePins' }));
    this.list.setAttribute('aria-label', t('Pinned analyses, the latest first'));
    setText(this.hint, t('Enter opens one again, Delete removes it.'));
    setText(
      this.empty,
      t('Nothing is pinned. What you pin is kept in this workspace, on this machine only.'),
    );
    this.fold = foldable(
      'pinned',
      t('Pinned analyses'),
      host,
      () => undefined,
      ...[this.empty, this.list, this.hint, el('div', {}, this.clear)],
    );
    const buttons = el('div', { class: 'pin-buttons' }, this.pin, this.back);
    this.element = el('div', { class: 'pinned' }, buttons, this.fold.element);
    this.listen();
    this.draw();
  }

  update(state: ViewState | null, shown: Shown | null): void {
    this.live = state !== null && shown !== null && state.pinned === undefined;
    this.showButtons();
  }

  receive(message: ToWebview): void {
    if (message.type === 'openSection' && message.section === 'pinned') return this.fold.show();
    if (message.type !== 'pins') return;
    this.shownPin = message.shown;
    this.pins = message.pins;
    this.draw();
  }

  private showButtons(): void {
    this.pin.hidden = !this.live;
    this.back.hidden = this.shownPin === null;
    // Before the first analysis and the first pin there is nothing to say here.
    this.element.hidden = this.pins.length === 0 && !this.live && this.shownPin === null;
  }

  private draw(): void {
    const n = this.pins.length;
    this.fold.element.setAttribute(
      'heading',
      n === 0 ? t('Pinned analyses') : t('Pinned analyses ({0})', String(n)),
    );
    for (const part of [this.list, this.hint, this.clear]) part.hidden = n === 0;
    this.empty.hidden = n > 0;
    this.rows = this.pins.map((pin) => row(pin, pin.id === this.shownPin));
    this.list.replaceChildren(...this.rows);
    this.select(this.at === null || n === 0 ? null : Math.min(this.at, n - 1));
    this.showButtons();
  }

  private select(at: number | null): void {
    this.at = at;
    this.rows.forEach((one, index) => one.classList.toggle('current', index === at));
    const current = at === null ? undefined : this.rows[at];
    if (current) this.list.setAttribute('aria-activedescendant', current.id);
    else this.list.removeAttribute('aria-activedescendant');
  }

  private open(at: number): void {
    this.host.post({ type: 'openPin', id: this.pins[at]!.id });
  }

  private remove(at: number): void {
    this.host.post({ type: 'removePin', id: this.pins[at]!.id });
  }

  private listen(): void {
    this.list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('.pin') : null;
      const at = row ? this.rows.indexOf(row) : -1;
      if (at < 0) return;
      this.select(at);
      if (target instanceof Element && target.closest('.pin-remove')) this.remove(at);
      else this.open(at);
    });
    rove(this.list, {
      size: () => this.pins.length,
      current: () => this.at,
      move: (at) => {
        this.select(at);
        this.rows[at]?.scrollIntoView({ block: 'nearest' });
      },
      choose: (at) => this.open(at),
      leave: () => this.select(null),
      key: (key, at) => {
        if (key !== 'Delete' && key !== 'Backspace') return null;
        this.remove(at);
        return at;
      },
    });
  }
}

function row({ id, place, snippet, words, verdict, model, at }: PinLine, shown: boolean): HTMLElement {
  const said = `${labelName(verdict.label, 16)} ${certaintyText(verdict.probability)}`;
  const facts = [place, count(words, 'word'), model, timeOf(at)].join(' · ');
  return el(
    'div',
    { class: 'pin', id: `pin-${id}`, role: 'option', 'aria-selected': String(shown) },
    el('span', { class: 'pin-verdict' }, said),
    el('span', { class: 'pin-snippet', dir: 'auto' }, snippet),
    el('span', { class: 'pin-facts' }, facts),
    el('span', { class: 'pin-remove', title: t('Remove'), 'aria-hidden': 'true' }, '✕'),
  );
}
