/** What stands there when there is no analysis to show, and the line for errors. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { FromWebview } from '../protocol';
import { el, setText } from './dom';

type Command = Extract<FromWebview, { type: 'command' }>['command'];
type Run = (command: Command) => void;

function button(text: string, run: () => void, secondary = false): HTMLElement {
  const element = el('vscode-button', secondary ? { secondary: '' } : {}, text);
  element.addEventListener('click', run);
  return element;
}

/** The page before the first analysis. */
export class Empty {
  private readonly text = el('p');
  readonly element: HTMLElement;

  constructor(run: Run) {
    this.element = el(
      'section',
      { class: 'empty' },
      el('h2', {}, t('See what the model looks at')),
      this.text,
      el(
        'div',
        { class: 'empty-buttons' },
        button(t('Analyze Sentiment Attention'), () => run('analyze')),
        button(t('Show Sample Review'), () => run('showSample'), true),
      ),
      el('p', { class: 'empty-note' }, t('The model runs on this machine: no text leaves it.')),
    );
    this.update(false);
  }

  update(busy: boolean): void {
    setText(
      this.text,
      busy
        ? t('Analysing. The first text takes a moment longer, because the model is loaded with it.')
        : t(
            'Select text in an editor and run “Analyze Sentiment Attention”. Without a selection, the paragraph around the cursor is read. Every word is then shaded by its share of the attention, and its weight is charted here.',
          ),
    );
  }
}

/** The last request's failure; it stands at the foot of the window, so that nothing above it moves. */
export class ErrorLine {
  private readonly text = el('p', { role: 'alert' });
  readonly element: HTMLElement;

  constructor(run: Run) {
    this.element = el(
      'div',
      { class: 'error', hidden: '' },
      this.text,
      el(
        'div',
        { class: 'error-buttons' },
        button(t('Try again'), () => run('analyze')),
        button(t('Show log'), () => run('showLog'), true),
      ),
    );
  }

  update(error: string | null): void {
    this.element.hidden = error === null;
    setText(this.text, error ?? '');
  }
}
