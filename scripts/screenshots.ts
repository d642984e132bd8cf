/** `npm run screenshots`: the README's pictures, taken from a real VS Code with the extension as built. */
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from './host/processes';
import { Workbench, type WorkbenchOptions } from './host/workbench';

const PICTURES = path.join(checkout, 'docs', 'images');
const REVIEW = 'negative.txt';
const WORD = 'Avoid';

const THEMES = [
  { picture: 'dark', name: 'Default Dark Modern', kind: 'vs-dark' },
  { picture: 'light', name: 'Default Light Modern', kind: 'vs' },
  { picture: 'high-contrast', name: 'Default High Contrast', kind: 'hc-black' },
  { picture: 'high-contrast-light', name: 'Default High Contrast Light', kind: 'hc-light' },
] as const;

const OPTIONS: WorkbenchOptions = {
  file: REVIEW,
  size: { width: 1280, height: 760 },
  settings: { 'editor.wordWrap': 'on', 'editor.minimap.enabled': false, 'editor.hover.above': false },
};

async function main(): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  const workbench = await Workbench.start(OPTIONS);
  try {
    await workbench.run('Toggle Primary Side Bar Visibility');
    await workbench.selectAll();
    await workbench.run('Analyze Sentiment Attention');
    await workbench.run('Open Attention Panel');
    const bars = workbench.panel().locator('[id^="bar-"]');
    await workbench.until('the bars of the panel', async () => (await bars.count()) > 0);
    await workbench.clickBefore('What a waste');
    for (const { picture, name, kind } of THEMES) {
      await workbench.setTheme(name, kind);
      await workbench.hover(WORD);
      const file = await workbench.screenshot(`readme-${picture}`);
      await copyFile(file, path.join(PICTURES, `${picture}.png`));
      console.log(path.relative(checkout, path.join(PICTURES, `${picture}.png`)));
    }
  } finally {
    await workbench.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(`npm run screenshots: ${(error as Error).message}`);
  process.exitCode = 1;
});
