/** The built panel in a real browser, under its real content policy, with a stand-in for VS Code's end of the wire. */
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { FLAGS } from '../../scripts/host/browser';
import { findChromium } from '../../scripts/host/chromium';
import {
  contentSecurityPolicy,
  createNonce,
  PAGE_SCRIPT,
  PAGE_STYLES,
  pageHtml,
} from '../../src/webview/html';
import type { FromWebview, ToWebview, ViewState } from '../../src/webview/protocol';
import { themeOf, type ThemeKind } from './panelThemes';

const ORIGIN = 'https://panel.test';
const FILES: Readonly<Record<string, string>> = {
  [`/${PAGE_SCRIPT}`]: 'text/javascript',
  ...Object.fromEntries(PAGE_STYLES.map((style) => [`/${style}`, 'text/css'])),
};
export const ARTIFACTS = 'artifacts/panel';

export async function launch(): Promise<Browser> {
  if (!existsSync(PAGE_SCRIPT)) throw new Error(`${PAGE_SCRIPT} is missing: run "npm run build" first`);
  return chromium.launch({ executablePath: await findChromium(), args: FLAGS });
}

export interface PanelOptions {
  readonly theme?: ThemeKind;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** What VS Code kept from before a window reload. */
  readonly saved?: unknown;
}

interface PageRecord {
  posted: FromWebview[];
  saved: unknown;
  violations: string[];
  intruders: number;
}

export class PanelPage {
  /** Uncaught errors and console errors of the page. */
  readonly troubles: string[] = [];
  /** Addresses that the page asked for. */
  readonly requests: string[] = [];

  /** Of these, those that its policy let out. */
  readonly sent: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, options: PanelOptions = {}): Promise<PanelPage> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1000, height: options.height ?? 900 },
      reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const panel = new PanelPage(page);
    page.on('pageerror', (error) => panel.troubles.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && panel.troubles.push(message.text()));
    page.on('request', (request) => panel.requests.push(request.url()));
    await panel.serve();
    const standIn = { saved: options.saved ?? null, theme: themeOf(options.theme ?? 'dark') };
    await page.addInitScript(`globalThis.standIn = ${JSON.stringify(standIn)}`);
    await page.addInitScript({ path: 'test/browser/panelStandIn.js' });
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction('globalThis.record?.posted.length > 0');
    return panel;
  }

  private async serve(): Promise<void> {
    await this.page.route('**/*', async (route) => {
      const address = route.request().url();
      this.sent.push(address);
      const { pathname } = new URL(address);
      if (pathname === '/') {
        const parts = { cspSource: ORIGIN, nonce: createNonce() };
        await route.fulfill({
          contentType: 'text/html; charset=utf-8',
          // As a header too: it covers what stands before the meta element.
          headers: { 'Content-Security-Policy': contentSecurityPolicy(parts) },
          body: pageHtml({
            ...parts,
            script: `${ORIGIN}/${PAGE_SCRIPT}`,
            styles: PAGE_STYLES.map((style) => `${ORIGIN}/${style}`),
          }),
        });
      } else if (FILES[pathname]) {
        await route.fulfill({
          contentType: FILES[pathname],
          body: await readFile(pathname.slice(1), 'utf8'),
        });
      } else await route.abort();
    });
  }

  /** Sends a message as the extension does. */
  async send(message: ToWebview): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    // Two frames: one to receive and draw, one to lay out.
    await this.page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
    );
  }

  async show(state: ViewState | null): Promise<void> {
    await this.send({ type: 'state', state });
  }

  /** Waits until an expression holds; asked from outside, for the page's policy forbids it to evaluate anything itself. */
  async until(expression: string): Promise<void> {
    while (!(await this.page.evaluate<boolean>(expression))) await this.page.waitForTimeout(20);
  }

  /** What the page has posted since the last time this was asked. */
  async posted(): Promise<FromWebview[]> {
    return this.page.evaluate<FromWebview[]>('record.posted.splice(0)');
  }

  async record(): Promise<PageRecord> {
    return this.page.evaluate<PageRecord>('record');
  }

  /** A picture of the whole page, kept with the artifacts; the window grows to the page, for its foot is sticky. */
  async picture(name: string): Promise<void> {
    mkdirSync(ARTIFACTS, { recursive: true });
    const { width } = this.page.viewportSize()!;
    const height = await this.page.evaluate<number>('document.documentElement.scrollHeight');
    await this.page.setViewportSize({ width, height: Math.min(height, 2400) });
    await this.page.screenshot({ path: `${ARTIFACTS}/${name}.png` });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
