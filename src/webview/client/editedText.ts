/** The changed text as a heat map: every word shaded by its weight now, what was put in framed, what was taken out struck through. */
import { t } from '@vscode/l10n';
import { isAgainst } from '../../wording';
import type { EditsView } from '../protocol';
import { el, scrollWithin } from './dom';
import { runGroups, type RunGroup } from './editRuns';
import { rove } from './roving';
import { leastLineOf, lineOf, opacityOf } from './scale';
import { ranksOf, spokenWord } from './text';
import type { Shading } from './words';

export interface EditedTextEvents {
  /** A word was chosen for the next edit, or none is any longer. */
  chosen(token: number | null): void;
  /** Delete was pressed on it. */
  leaveOut(token: number): void;
}

export class EditedText {
  readonly element = el('div', { class: 'heat edited', role: 'listbox' });
  private words = new Map<number, HTMLElement>();
  private current: number | null = null;

  constructor(private readonly events: EditedTextEvents) {
    this.element.addEventListener('click', ({ target }) => {
      const word = target instanceof Element ? target.closest<HTMLElement>('.word') : null;
      this.choose(word ? Number(word.dataset['token']) : null);
    });
    rove(this.element, {
      size: () => this.words.size,
      current: () => this.current,
      move: (token) => this.choose(token),
      choose: (token) => this.choose(token),
      key: (key, token) => {
        if (key !== 'Delete' && key !== 'Backspace') return null;
        this.events.leaveOut(token);
        return token;
      },
    });
  }

  update(view: EditsView, shading: Shading): void {
    const { after } = view;
    this.element.dataset['emphasis'] = shading.emphasis ?? 'auto';
    this.element.setAttribute('aria-label', t('The changed text, shaded; what was put in is framed'));
    const ranks = ranksOf(after.tokens);
    const largest = after.tokens.reduce((most, { weight }) => Math.max(most, weight), 0);
    this.words = new Map();
    const nodes = runGroups(view).map((group) => {
      if (group.token === null) return between(group);
      const { weight, effect, known } = after.tokens[group.token]!;
      const against = isAgainst({ effect });
      const opacity = opacityOf(weight, largest, shading);
      const word = wordOf(group);
      const spoken = spokenWord(after, group.token, ranks[group.token]!);
      word.setAttribute('aria-label', isPutIn(group) ? t('{0}, put in', spoken) : spoken);
      word.classList.toggle('unknown', !known);
      word.classList.toggle('against', against);
      word.style.setProperty('--opacity', opacity.toFixed(4));
      word.style.setProperty('--strength', String(lineOf(opacity)));
      word.style.setProperty('--least', String(leastLineOf(opacity, against)));
      this.words.set(group.token, word);
      return word;
    });
    this.element.replaceChildren(...nodes);
    this.choose(null);
  }

  private choose(token: number | null): void {
    this.wordOf(this.current)?.removeAttribute('aria-selected');
    this.current = token;
    const word = this.wordOf(token);
    if (word) {
      word.setAttribute('aria-selected', 'true');
      this.element.setAttribute('aria-activedescendant', word.id);
      scrollWithin(this.element, word);
    } else this.element.removeAttribute('aria-activedescendant');
    this.events.chosen(word ? token : null);
  }

  /** Within the text, not the page. */
  showFirstEdit(): void {
    this.element.scrollTop = 0;
    const first = this.element.querySelector('.inserted, .removed');
    if (first) scrollWithin(this.element, first);
  }

  private wordOf(token: number | null): HTMLElement | undefined {
    return token === null ? undefined : this.words.get(token);
  }
}

function isPutIn({ runs }: RunGroup): boolean {
  return runs.some(({ kind }) => kind === 'inserted');
}

function wordOf(group: RunGroup): HTMLElement {
  const id = `edited-${group.token}`;
  return el(
    'span',
    { class: 'word', id, role: 'option', 'data-token': String(group.token) },
    ...nodesOf(group),
  );
}

/** Screen readers hear of what was taken out in the list of steps and in the table. */
function between(group: RunGroup): Node {
  const nodes = nodesOf(group);
  const [only] = nodes;
  if (nodes.length === 1 && typeof only === 'string') return document.createTextNode(only);
  return el('span', { 'aria-hidden': 'true' }, ...nodes);
}

function nodesOf({ runs }: RunGroup): (Node | string)[] {
  return runs.map(({ kind, text }) => {
    // A frame around a blank would be taken for a letter.
    const isBlank = kind === 'inserted' && text.trim() === '';
    return kind === 'kept' || isBlank ? text : el('span', { class: kind }, text);
  });
}
