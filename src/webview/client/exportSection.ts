/** Two buttons that take what is shown elsewhere, and the page's answers while an export is made. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { FromWebview, ToWebview, ViewState } from '../protocol';
import { el } from './dom';
import { lookOf, pngOf } from './exportPage';
import type { Section, SectionHost } from './section';
import type { Shown } from './words';

type What = Extract<FromWebview, { type: 'export' }>['what'];

export class ExportSection implements Section {
  readonly element: HTMLElement;

  constructor(private readonly host: SectionHost) {
    this.element = el(
      'section',
      { class: 'export-buttons', 'aria-label': t('Export') },
      this.button(t('Export…'), 'file'),
      this.button(t('Copy as Markdown'), 'markdown'),
    );
  }

  update(state: ViewState | null, shown: Shown | null): void {
    // What was saved before the window was reloaded, the extension no longer knows.
    this.element.hidden = state === null || shown === null;
  }

  receive(message: ToWebview): void {
    if (message.type === 'exportLook') {
      const { request, words } = message;
      this.host.post({ type: 'exportLook', request, look: lookOf(words) });
    } else if (message.type === 'exportPng') {
      const { request } = message;
      void pngOf(message).then(
        (bytes) => this.host.post({ type: 'exportPng', request, bytes, error: null }),
        (error: unknown) => this.host.post({ type: 'exportPng', request, bytes: null, error: String(error) }),
      );
    }
  }

  private button(text: string, what: What): HTMLElement {
    const button = el('vscode-button', { secondary: '' }, text);
    button.addEventListener('click', () => this.host.post({ type: 'export', what }));
    return button;
  }
}
