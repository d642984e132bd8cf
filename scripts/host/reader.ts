import { setTimeout as sleep } from 'node:timers/promises';
import type { FrameLocator, Locator, Page } from 'playwright-core';

const EXTENSION = 'attention-inspector.attention-inspector';

/** Upper limit of every wait; what is waited for usually comes within a second. */
const PATIENCE_MS = 120_000;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A run of characters that decorations of an extension lie on, as it is drawn. */
export interface ShadedWord {
  readonly text: string;
  /** Computed background colour, and its opacity in [0, 1]. */
  readonly background: string;
  readonly alpha: number;
  /** Border below the word; `width` in CSS pixels. */
  readonly border: { readonly style: string; readonly width: number; readonly colour: string };
  /** Width of the outline in CSS pixels, 0 for none. */
  readonly outline: number;
  readonly underline: { readonly line: string; readonly thickness: string };
  readonly box: Box;
}

/** `vs` is light, `vs-dark` dark; the other two are high contrast. */
export type ThemeKind = 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';

/** Reads a workbench as it is drawn; what happens inside the page is in in-page.js. */
export class Reader {
  constructor(readonly page: Page) {}

  /** Words that extensions have shaded in the visible part of an editor, in reading order. */
  shading(editor = 0): Promise<readonly ShadedWord[]> {
    return this.read(`shading(${editor})`);
  }

  /** Texts put behind lines by extensions. */
  notes(editor = 0): Promise<readonly string[]> {
    return this.read(`notes(${editor})`);
  }

  /** The visible part of an editor's text, a line as drawn on each line. */
  text(editor = 0): Promise<string> {
    return this.read(`text(${editor})`);
  }

  /** Number of visible text editors. */
  editors(): Promise<number> {
    return this.read('editors()');
  }

  /** Our status bar items: what is written on them, and what a screen reader says. */
  status(): Promise<readonly { readonly text: string; readonly label: string }[]> {
    return this.read(`status(${JSON.stringify(EXTENSION)})`);
  }

  /** Messages in sight. Extensions under development show none by themselves: see `Workbench.takeMessages`. */
  notifications(): Promise<readonly string[]> {
    return this.read('notifications()');
  }

  themeKind(): Promise<ThemeKind | null> {
    return this.read('theme()');
  }

  /** Inside of our panel: its own document, two frames deep. */
  panel(): FrameLocator {
    return this.panelFrame().contentFrame().frameLocator('#active-frame');
  }

  /** The panel's outer frame in the workbench, for waiting until it is there or gone. */
  panelFrame(): Locator {
    return this.page.locator(`iframe.webview.ready[src*="extensionId=${EXTENSION}"]`);
  }

  /** Waits until a condition holds; `what` names it in the error. */
  async until(what: string, holds: () => Promise<boolean>, patience = PATIENCE_MS): Promise<void> {
    const end = Date.now() + patience;
    let last: unknown;
    while (Date.now() < end) {
      try {
        if (await holds()) return;
        last = undefined;
      } catch (error) {
        last = error;
      }
      await sleep(100);
    }
    const why = last instanceof Error ? `: ${last.message}` : '';
    throw new Error(`Waited ${patience / 1000} s in vain for ${what}${why}`);
  }

  protected hovers(): Promise<readonly string[]> {
    return this.read('hovers()');
  }

  protected async find(
    text: string,
    at: { nth: number; editor: number },
  ): Promise<{ first: Box; last: Box }> {
    let found: { first: Box; last: Box } | null = null;
    await this.until(`the text "${text}" in editor ${at.editor + 1}`, async () => {
      found = await this.read(`find(${at.editor}, ${JSON.stringify(text)}, ${at.nth})`);
      return found !== null;
    });
    return found as unknown as { first: Box; last: Box };
  }

  private read<T>(call: string): Promise<T> {
    return this.page.evaluate(`attentionPage.${call}`) as Promise<T>;
  }
}
