import { type Browser, type Page, chromium } from 'playwright-core';
import { findChromium } from './chromium';

/** Chromium's flags for tests: no sandbox as root, no graphics card, no calls of its own. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** A headless Chromium with one page; nothing of a person's own profile is touched. */
export async function openBrowser(
  size = { width: 1280, height: 800 },
): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: FLAGS,
    // Signals are handled in processes.ts, which ends everything and then this process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 180_000,
  });
  const context = await browser.newContext({ viewport: size, colorScheme: 'dark', locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  return { browser, page };
}

/** Opens an address. @throws Error when the server refuses it. */
export async function visit(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address);
  if (!answer?.ok()) throw new Error(`${address} was answered with ${answer?.status() ?? 'nothing'}.`);
}
