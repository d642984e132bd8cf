/** A part of the page below the verdict that has a feature of its own behind it. */
import '@vscode-elements/elements/dist/vscode-collapsible/index.js';
import type { FromWebview, SectionName, ToWebview, ViewState } from '../protocol';
import { el } from './dom';
import type { Shown } from './words';

export interface Section {
  readonly element: HTMLElement;
  /** Whether it stands there also while nothing is analysed. */
  readonly standing?: boolean;
  /** Another state is in force, or another text is charted; `shown` is null while nothing is. */
  update(state: ViewState | null, shown: Shown | null): void;
  /** Every message of the extension but the state comes through here; those of others are let pass. */
  receive?(message: ToWebview): void;
  /** Another word is marked, wherever it was pointed at; null: none. `scroll`: bring it into sight. */
  mark?(token: number | null, scroll: boolean): void;
  /** Whether a marked word can be seen in it now, so that the page need not be moved to show one. */
  showsMark?(): boolean;
}

/** What a section is given. */
export interface SectionHost {
  /** Nothing is said about an analysis that the extension no longer knows. */
  post(message: FromWebview): void;
  /** Marks a token of the charted text everywhere, or none. */
  mark(token: number | null): void;
  /** Shows it in the editor. */
  reveal(token: number): void;
  /** Keeps a small value over reloads of the window. */
  keep(name: string, value: unknown): void;
  kept(name: string): unknown;
}

/**
 * A section that is folded up until somebody wants it, and stays as they left it. The extension is told, so that what
 * costs something is only computed for those who look.
 */
export function foldable(
  name: SectionName,
  heading: string,
  host: SectionHost,
  onToggle: (open: boolean) => void,
  ...content: readonly (Node | string)[]
): {
  readonly element: HTMLElementTagNameMap['vscode-collapsible'];
  isOpen(): boolean;
  open(): void;
  /** Unfolds it and brings it into sight; the extension is told that it is open also where it was. */
  show(): void;
} {
  const body = el('div', { class: 'fold-body' }, ...content);
  const fold = el('vscode-collapsible', { class: 'fold', id: `fold-${name}`, heading }, body);
  const head = () => fold.shadowRoot?.querySelector('[tabindex]');
  // The widget's head can be pressed, but tells nobody of it, nor whether it is open; nor does it know the space bar.
  const tell = () => head()?.setAttribute('aria-expanded', String(fold.open));
  void fold.updateComplete.then(() => {
    head()?.setAttribute('role', 'button');
    tell();
  });
  fold.addEventListener('keydown', (event) => {
    if (event.key !== ' ' || event.composedPath()[0] !== head()) return;
    event.preventDefault();
    fold.open = !fold.open;
    toggle(fold.open);
  });
  const toggle = (open: boolean) => {
    tell();
    host.keep(`open-${name}`, open);
    host.post({ type: 'unfold', section: name, open });
    onToggle(open);
  };
  fold.addEventListener('vsc-collapsible-toggle', ({ detail }) => toggle(detail.open));
  if (host.kept(`open-${name}`) === true) {
    fold.open = true;
    // The extension hears of it once the page has said that it is ready.
    queueMicrotask(() => toggle(true));
  }
  const open = () => {
    fold.open = true;
    toggle(true);
  };
  return {
    element: fold,
    isOpen: () => fold.open,
    open: () => {
      if (!fold.open) open();
    },
    show: () => {
      open();
      requestAnimationFrame(() => fold.scrollIntoView({ block: 'start' }));
    },
  };
}

/** Puts an element under the head of a fold, where it is seen also while the fold is closed; the widget has no place for one. */
export function underHead(fold: HTMLElementTagNameMap['vscode-collapsible'], element: HTMLElement): void {
  const name = 'under-head';
  element.slot = name;
  fold.append(element);
  void fold.updateComplete.then(() => {
    const slot = el('slot', { name });
    fold.shadowRoot?.querySelector('.collapsible-body')?.before(slot);
  });
}
