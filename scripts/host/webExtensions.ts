import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** Path below which a folder is served to the workbench, which takes nothing from other origins that is not encrypted. */
const PLACE = '/under-test';

/** Address that serves a file of the folder. */
export function servedAddress(origin: string, folder: string, file: string): string {
  const below = path.relative(folder, file).split(path.sep).join('/');
  return `${origin}${PLACE}/${below}`.replace(/\/$/, '');
}

/**
 * Has the workbench that is visited next run extensions in the browser's own extension host, by what its page is
 * configured with: VS Code's server has no option for that, and the address only reaches the other hosts. They are served
 * as to a VS Code in the browser, by a host that does not tell what a folder holds.
 *
 * @param origin of the workbench
 * @param folder that is served, and nothing above it
 * @param extensions folders below it
 */
export async function runInWebHost(
  page: Page,
  origin: string,
  folder: string,
  extensions: readonly string[],
): Promise<void> {
  await page.route(
    (url) => url.origin === origin && url.pathname.startsWith(`${PLACE}/`),
    async (route) => {
      const below = decodeURIComponent(new URL(route.request().url()).pathname.slice(PLACE.length));
      const file = path.join(folder, below);
      const found = await stat(file).catch(() => undefined);
      return found?.isFile() ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
    },
  );
  const addresses = extensions.map((extension) => servedAddress(origin, folder, extension));
  await page.addInitScript(configure, addresses.map(components));
}

/** An address as VS Code has it in data. */
function components(address: string): object {
  const { protocol, host, pathname } = new URL(address);
  return { $mid: 1, scheme: protocol.slice(0, -1), authority: host, path: pathname };
}

/** What is used of the page, whose types Node's do not have. */
interface Configuration {
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
}

/** In the page, before any script of its own: the configuration is changed as soon as it has been parsed. */
function configure(extensions: readonly object[]): void {
  const { document, MutationObserver } = globalThis as unknown as {
    document: { getElementById(id: string): Configuration | null };
    MutationObserver: new (heard: () => void) => {
      observe(what: object, how: object): void;
      disconnect(): void;
    };
  };
  const observer = new MutationObserver(() => {
    const element = document.getElementById('vscode-workbench-web-configuration');
    const settings = element?.getAttribute('data-settings');
    if (!element || !settings) return;
    observer.disconnect();
    const parsed = JSON.parse(settings) as { developmentOptions?: object };
    const developmentOptions = { ...parsed.developmentOptions, extensions };
    element.setAttribute('data-settings', JSON.stringify({ ...parsed, developmentOptions }));
  });
  observer.observe(document, { childList: true, subtree: true });
}
