import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openBrowser, visit } from './browser';
import { checkout } from './processes';
import { type Box, Reader, type ThemeKind } from './reader';
import { Server } from './server';
import { runInWebHost } from './webExtensions';
import { copySamples } from './workspace';

/** Where screenshots are kept. */
export const ARTIFACTS = path.join(checkout, 'artifacts');

/** A quiet editor: nothing of its own that covers or colours the words. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
  'editor.occurrencesHighlight': 'off',
  'editor.stickyScroll.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.editor.empty.hint': 'hidden',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'files.autoSave': 'off',
};

export interface WorkbenchOptions {
  /** Folder to open; a copy of the samples, deleted afterwards, unless given. */
  readonly folder?: string;
  /** File open from the start, relative to the folder. */
  readonly file?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Extensions under development; this checkout unless given. */
  readonly extensions?: readonly string[];
  /** They run in the browser's extension host. */
  readonly web?: boolean;
  /** Instead: extensions installed as a person has them, with none under development. */
  readonly installed?: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
  /** Called on the page before the workbench is loaded, e.g. to listen to requests. */
  readonly beforeLoad?: (page: Page) => Promise<void> | void;
  /** Added to the environment of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether folders are only trusted once the person says so: this one opens in VS Code's restricted mode. */
  readonly untrusted?: boolean;
}

/** A real VS Code in a browser, used and read as a person would. */
export class Workbench extends Reader {
  private server: Server | undefined;

  private constructor(
    page: Page,
    readonly folder: string,
    /** What to end, in order. */
    private readonly end: (() => Promise<unknown>)[],
  ) {
    super(page);
  }

  /** Opens one and waits until its extensions are known. */
  static async start(options: WorkbenchOptions = {}): Promise<Workbench> {
    const workspace = options.folder === undefined ? await copySamples() : undefined;
    const folder = options.folder ?? workspace?.folder ?? '';
    const { browser, page } = await openBrowser(options.size);
    const end: (() => Promise<unknown>)[] = [() => browser.close(), async () => workspace?.dispose()];
    const workbench = new Workbench(page, folder, end);
    try {
      const { env = {}, installed = [] } = options;
      const server = await Server.start({
        settings: { ...SETTINGS, ...options.settings },
        env,
        installed,
        folder,
        asksTrust: options.untrusted ?? false,
      });
      end.splice(1, 0, () => server.dispose());
      workbench.server = server;
      await options.beforeLoad?.(page);
      await page.addInitScript({ path: path.join(__dirname, 'in-page.js') });
      if (options.web) await runInWebHost(page, server.origin, checkout, [checkout]);
      await visit(page, addressOf(server, folder, options));
      await workbench.ready();
      if (options.file !== undefined) await workbench.open(options.file);
      return workbench;
    } catch (error) {
      await workbench.screenshot('could-not-start').catch(() => undefined);
      await workbench.dispose();
      throw error;
    }
  }

  /** Closes everything, and deletes the copied workspace. */
  async dispose(): Promise<void> {
    for (const step of this.end.splice(0)) await step();
  }

  /** Reloads the window by VS Code's own command, which keeps what the browser's button may cut off. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.run('Developer: Reload Window', { leaves: true });
    await loaded;
    await this.ready();
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
    await this.page.locator('.part.editor').waitFor();
  }

  /** Opens a file through the explorer; `file` is relative to the folder. */
  async open(file: string): Promise<void> {
    const parts = file.split('/');
    for (const [depth, name] of parts.entries()) {
      const row = this.page.locator(`.explorer-viewlet [role="treeitem"][aria-level="${depth + 1}"]`);
      const entry = row.and(this.page.getByLabel(name, { exact: true })).first();
      const isFile = depth === parts.length - 1;
      if (isFile) await entry.dblclick();
      else if ((await entry.getAttribute('aria-expanded')) === 'false') await entry.click();
    }
    await this.isOpen(file);
  }

  private async isOpen(file: string): Promise<void> {
    const name = path.posix.basename(file);
    await this.page.locator(`.tab.active[data-resource-name=${JSON.stringify(name)}]`).waitFor();
    await this.until(`the text of ${file}`, async () => (await this.editors()) > 0);
  }

  /** Runs a command through the palette by its title (with or without its category). */
  async run(title: string, { leaves = false } = {}): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    const name = new RegExp(`(^|: )${escape(title)}(,|$)`);
    const row = palette.getByRole('option', { name }).first();
    // The palette does not list a command that an extension contributes a moment later, so it is opened anew.
    await this.until(`the command "${title}" in the palette`, async () => {
      if (await palette.isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await palette.locator('input[type="text"]').fill(`>${title}`);
      return row.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    });
    await row.click();
    if (!leaves) await palette.waitFor({ state: 'hidden' });
  }

  /** Selects a visible text by dragging over it; `add` keeps what is selected (Alt). */
  async select(text: string, { nth = 0, add = false, editor = 0 } = {}): Promise<void> {
    const { first, last } = await this.find(text, { nth, editor });
    if (add) await this.page.keyboard.down('Alt');
    await this.page.mouse.move(first.x + 1, first.y + first.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(last.x + last.width / 2, last.y + last.height / 2, { steps: 4 });
    await this.page.mouse.move(last.x + last.width - 0.5, last.y + last.height / 2, { steps: 2 });
    await this.page.mouse.up();
    if (add) await this.page.keyboard.up('Alt');
  }

  /** Selects the whole text of the editor. */
  async selectAll(editor = 0): Promise<void> {
    await this.focus(editor);
    await this.page.keyboard.press('ControlOrMeta+a');
  }

  /** Puts the keyboard focus into a text editor, its cursor left where it is. */
  async focus(editor = 0): Promise<void> {
    const area = this.page.locator('.part.editor .editor-instance .monaco-editor').nth(editor);
    await area.locator('.native-edit-context, textarea.inputarea').first().focus();
  }

  /** Where a visible text is drawn: its first and its last character, which may stand on different lines. */
  async boxOf(
    text: string,
    { nth = 0, editor = 0 } = {},
  ): Promise<{ readonly first: Box; readonly last: Box }> {
    return this.find(text, { nth, editor });
  }

  /** Puts the cursor before a visible text. */
  async clickBefore(text: string, { nth = 0, editor = 0 } = {}): Promise<void> {
    const { first } = await this.find(text, { nth, editor });
    await this.page.mouse.click(first.x + 1, first.y + first.height / 2);
  }

  /** Opens the context menu on a visible text. */
  async rightClick(text: string, { nth = 0, editor = 0 } = {}): Promise<void> {
    const { first } = await this.find(text, { nth, editor });
    await this.page.mouse.click(first.x + first.width / 2, first.y + first.height / 2, { button: 'right' });
  }

  /** Rests the mouse on a visible text and gives the text of the hover that opens. */
  async hover(text: string, { nth = 0, editor = 0 } = {}): Promise<string> {
    const { first } = await this.find(text, { nth, editor });
    return this.hoverAt(first);
  }

  /** Rests the mouse on a place (CSS pixels) and gives the text of the hover that opens. */
  async hoverAt(box: Box, patience?: number): Promise<string> {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    let shown: readonly string[] = [];
    const opens = async (): Promise<boolean> => {
      // A hover may have been left open by an earlier one; away from the text it closes.
      await this.page.mouse.move(2, 2);
      await this.until('the earlier hover to close', async () => (await this.hovers()).length === 0);
      await this.page.mouse.move(x - 1, y);
      await this.page.mouse.move(x, y, { steps: 3 });
      for (let tries = 0; tries < 30 && shown.length === 0; tries += 1) {
        await sleep(100);
        shown = (await this.hovers()).filter((content) => !/^Loading/.test(content));
      }
      return shown.length > 0;
    };
    await this.until('a hover', opens, patience);
    return shown.join('\n');
  }

  /** Reads the messages that have come since the last time, and clears them: under test VS Code keeps them behind the bell. */
  async takeMessages(): Promise<readonly string[]> {
    await this.run('Notifications: Show Notifications');
    await this.page.locator('.notifications-center.visible').waitFor();
    const messages = await this.notifications();
    await this.run('Notifications: Clear All Notifications');
    await this.page.locator('.notifications-center.visible').waitFor({ state: 'hidden' });
    return messages;
  }

  /** Switches the colour theme, by the name that VS Code's settings have for it. */
  async setTheme(name: string, kind: ThemeKind): Promise<void> {
    await this.setSettings({ 'workbench.colorTheme': name });
    await this.until(`the theme ${name}`, async () => (await this.themeKind()) === kind);
  }

  /** Changes settings of the running VS Code. */
  async setSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.server?.setSettings(settings);
  }

  /** Saves a picture of the window as artifacts/NAME.png. */
  async screenshot(name: string): Promise<string> {
    await mkdir(ARTIFACTS, { recursive: true });
    const file = path.join(ARTIFACTS, `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }
}

function addressOf(server: Server, folder: string, options: WorkbenchOptions): string {
  if (options.installed) return server.address;
  const extensions = options.extensions ?? [checkout];
  return server.url({ folder, extensions, ...(options.web ? { web: checkout } : {}) });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
