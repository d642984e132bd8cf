/** Questions to the panel's page, each with its answer. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { sleep } from '../../pause';
import type { PageLook, PictureToDraw } from '../../webview/protocol';
import type { Surface } from '../feature';

/** A page that has loaded answers within milliseconds; one that does not is as good as none. */
const LOOK_MS = 5_000;
/** A picture of a book takes seconds. */
const PNG_MS = 60_000;
/** For a panel that had to be opened first. */
const OPEN_MS = 30_000;

export class PageQuestions implements vscode.Disposable {
  private readonly waiting = new Map<number, (answer: PageLook | Uint8Array | Error) => void>();
  private readonly subscription: vscode.Disposable;
  private asked = 0;

  constructor(private readonly surface: Surface) {
    this.subscription = vscode.Disposable.from(
      surface.onMessage('exportLook', ({ request, look }) => this.answer(request, look)),
      surface.onMessage('exportPng', ({ request, bytes, error }) =>
        this.answer(request, bytes ?? new Error(error ?? '')),
      ),
      // A page that is closed, or hidden and taken down, never answers.
      surface.onPanelHidden(() => this.answerAll(new Error(t('The attention panel was closed.')))),
    );
  }

  /** How the page looks now; null where there is no page. */
  async look(words: readonly string[]): Promise<PageLook | null> {
    const answer = await this.ask((request) => ({ type: 'exportLook', request, words }), LOOK_MS);
    return answer === null || answer instanceof Error || answer instanceof Uint8Array ? null : answer;
  }

  /**
   * The picture as a PNG file; the page has to be there.
   * @throws when the page cannot draw it
   */
  async png(picture: PictureToDraw): Promise<Uint8Array> {
    const answer = await this.ask((request) => ({ type: 'exportPng', request, ...picture }), PNG_MS);
    if (answer instanceof Uint8Array) return answer;
    const why = answer instanceof Error ? answer.message : t('The attention panel does not answer.');
    throw new Error(t('The picture could not be drawn: {0}', why));
  }

  /** Opens the panel where it is not; false when it does not come. */
  async open(): Promise<boolean> {
    if ((await this.look([])) !== null) return true;
    const watch: vscode.Disposable[] = [];
    const ready = new Promise<true>((resolve) => watch.push(this.surface.onPanelReady(() => resolve(true))));
    try {
      this.surface.showPanel();
      return await Promise.race([ready, sleep(OPEN_MS, { hold: false }).then(() => false)]);
    } finally {
      for (const one of watch) one.dispose();
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.answerAll(new Error(t('The attention panel is gone.')));
  }

  private async ask(
    message: (request: number) => Parameters<Surface['post']>[0],
    patience: number,
  ): Promise<PageLook | Uint8Array | Error | null> {
    const request = ++this.asked;
    const answer = new Promise<PageLook | Uint8Array | Error>((resolve) =>
      this.waiting.set(request, resolve),
    );
    try {
      if (!this.surface.post(message(request))) return null;
      return await Promise.race([answer, sleep(patience, { hold: false }).then(() => null)]);
    } finally {
      this.waiting.delete(request);
    }
  }

  private answerAll(error: Error): void {
    for (const answer of this.waiting.values()) answer(error);
  }

  private answer(request: number, answer: PageLook | Uint8Array | Error): void {
    this.waiting.get(request)?.(answer);
  }
}
