/** Edit and see: the steps that are being tried on a text, the verdict before and after, and the changed text itself. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { shortened, whole } from '../../wording';
import type { EditsView, FromWebview, ToWebview, ViewState } from '../protocol';
import { el, setText } from './dom';
import { EditedText } from './editedText';
import { EditVerdicts, changeText } from './editVerdicts';
import { EditWords } from './editWords';
import { foldable, type Section, type SectionHost } from './section';
import type { Shading } from './words';

type Action = Extract<FromWebview, { type: 'edits' }>['action'];
type WordAction = Extract<FromWebview, { type: 'editWord' }>['action'];

const SHADING: Shading = { gamma: 1, scale: 'relative' };

export class Edits implements Section {
  readonly element: HTMLElement;
  private readonly hint = el('p', { class: 'hint-text' });
  private readonly title = el('h3', { tabindex: '-1', id: 'edits-title' });
  private readonly spoken = el('p', { class: 'spoken', role: 'status' });
  private readonly steps = el('ol', { class: 'edit-steps' });
  private readonly verdicts = new EditVerdicts();
  private readonly cut = el('p', { class: 'edit-note' });
  private readonly blocked = el('p', { class: 'edit-note', id: 'edits-blocked' });
  private readonly text = new EditedText({
    chosen: (token) => this.choose(token),
    leaveOut: (token) => this.editWord('without', token),
  });
  private readonly legend = el('p', { class: 'legend' });
  private readonly words = new EditWords();
  private readonly apply = this.button('apply');
  private readonly undo = this.button('undo', true);
  private readonly discard = this.button('discard', true);
  private readonly chosenWord = el('span', { class: 'edit-chosen', dir: 'auto' });
  private readonly wordButtons = (['without', 'replace', 'negate'] as const).map((action) =>
    this.wordButton(action),
  );
  private readonly body: HTMLElement;
  private readonly fold: ReturnType<typeof foldable>;
  private view: EditsView | null = null;
  private shading = SHADING;
  private chosen: number | null = null;

  constructor(private readonly host: SectionHost) {
    this.body = el(
      'div',
      { class: 'edits', role: 'group', 'aria-labelledby': 'edits-title' },
      this.title,
      this.steps,
      el('div', { class: 'edit-buttons' }, this.apply, this.undo, this.discard),
      this.blocked,
      this.verdicts.element,
      this.cut,
      this.text.element,
      this.legend,
      el('div', { class: 'edit-buttons' }, this.chosenWord, ...this.wordButtons),
      this.words.element,
    );
    const redraw = () => this.draw();
    this.fold = foldable('edits', t('Edit and see'), host, redraw, this.hint, this.body, this.spoken);
    this.element = this.fold.element;
    this.sayWords();
    this.draw();
  }

  update(state: ViewState | null): void {
    if (!state) return;
    const { gamma, scale, emphasis = 'auto' } = state;
    const before = this.shading;
    if (before.gamma === gamma && before.scale === scale && before.emphasis === emphasis) return;
    this.shading = { gamma, scale, emphasis };
    this.draw();
  }

  receive(message: ToWebview): void {
    if (message.type !== 'edits') return;
    const { view, focus } = message;
    const had = this.body.contains(document.activeElement);
    this.view = view;
    if (focus) this.fold.open();
    this.draw();
    setText(this.spoken, view ? changeText(view) : '');
    // Nothing that had the focus is there any longer.
    if (focus || (had && !view)) void this.rendered().then(() => this.takeFocus());
    if (focus) this.host.post({ type: 'edits', action: 'seen' });
  }

  /** The fold opens a moment after it was told to; until then nothing inside can be focused or scrolled. */
  private async rendered(): Promise<void> {
    await this.fold.element.updateComplete;
  }

  private takeFocus(): void {
    const target = this.view ? this.title : this.hint;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
    if (this.view) this.element.scrollIntoView({ block: 'start' });
  }

  private draw(): void {
    const { view } = this;
    this.hint.hidden = view !== null;
    this.body.hidden = view === null;
    // What is folded up is drawn when it is opened.
    if (!view || !this.fold.isOpen()) return;
    setText(this.title, t('What if: {0}', view.title));
    this.steps.replaceChildren(...view.steps.map((step) => el('li', { dir: 'auto' }, step)));
    this.verdicts.update(view);
    this.cut.hidden = view.cutAfter === null;
    setText(
      this.cut,
      view.cutAfter === null
        ? ''
        : t('The model reads {0} words of a text: the last ones were not read.', whole(view.cutAfter)),
    );
    this.blocked.hidden = view.blocked === null;
    setText(this.blocked, view.blocked ?? '');
    this.apply.disabled = view.blocked !== null;
    this.text.update(view, this.shading);
    void this.rendered().then(() => this.text.showFirstEdit());
    this.words.update(view);
  }

  private choose(token: number | null): void {
    this.chosen = token;
    const word = token === null ? undefined : this.view?.after.tokens[token];
    setText(this.chosenWord, word ? `“${shortened(word.text, 24)}”` : t('Choose a word above to go on:'));
    for (const button of this.wordButtons) button.disabled = word === undefined;
  }

  private editWord(action: WordAction, token: number): void {
    this.host.post({ type: 'editWord', action, token });
  }

  private sayWords(): void {
    setText(
      this.hint,
      t(
        'Put the cursor on an analysed word and open the light bulb (Ctrl+. or Cmd+.), or run a command: Analyze without This Word, Replace Word by…, Negate Word. What that does to the verdict is shown here; the document stays as it is.',
      ),
    );
    setText(this.legend, t('Framed: put in. Struck through: taken out. Delete leaves out the chosen word.'));
    const names: Record<'apply' | 'undo' | 'discard', string> = {
      apply: t('Apply to document'),
      undo: t('Undo last step'),
      discard: t('Discard'),
    };
    this.apply.textContent = names.apply;
    this.undo.textContent = names.undo;
    this.discard.textContent = names.discard;
    this.apply.setAttribute('aria-describedby', 'edits-blocked');
    const [without, replace, negate] = this.wordButtons;
    without!.textContent = t('Leave out');
    replace!.textContent = t('Replace by…');
    negate!.textContent = t('Negate');
    this.choose(null);
  }

  private button(action: Exclude<Action, 'seen'>, secondary = false) {
    const button = el('vscode-button', { class: `edit-${action}`, ...(secondary && { secondary: '' }) });
    button.addEventListener('click', () => this.host.post({ type: 'edits', action }));
    return button;
  }

  private wordButton(action: WordAction) {
    const button = el('vscode-button', { class: `edit-word-${action}`, secondary: '' });
    button.addEventListener('click', () => {
      if (this.chosen !== null) this.editWord(action, this.chosen);
    });
    return button;
  }
}
