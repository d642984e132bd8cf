/** What the README shows in still pictures. A further scene is one more entry of the list. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workbench, WorkbenchOptions } from '../host/workbench';

export const THEMES = [
  { theme: 'dark', name: 'Default Dark Modern', kind: 'vs-dark' },
  { theme: 'light', name: 'Default Light Modern', kind: 'vs' },
  { theme: 'high-contrast', name: 'Default High Contrast', kind: 'hc-black' },
  { theme: 'high-contrast-light', name: 'Default High Contrast Light', kind: 'hc-light' },
] as const;

export type Theme = (typeof THEMES)[number]['theme'];

export interface Scene {
  /** Of its files: NAME-THEME.png; of the main one just THEME.png. */
  readonly name: string;
  /** All four kinds unless given. */
  readonly themes?: readonly Theme[];
  /** Of its workbench, where it is to be other than for the main one. */
  readonly options?: WorkbenchOptions;
  /** Brings the workbench, which has a review open, to what is to be seen. Once for all themes. */
  prepare(workbench: Workbench): Promise<void>;
  /** Before the picture in each theme: what a change of theme or the last picture took away, such as a hover. */
  pose?(workbench: Workbench): Promise<void>;
}

/** The one that the README begins with. */
export const MAIN = 'review';

/** The review that every scene starts with, and its first words. */
export const REVIEW = 'negative.txt';
export const BEGINNING = 'What a waste';

/** Letters that are still legible where a README draws the picture smaller. */
const CLOSE: WorkbenchOptions = {
  size: { width: 1120, height: 760 },
  settings: { 'workbench.activityBar.location': 'hidden' },
};

export const SCENES: readonly Scene[] = [
  {
    name: MAIN,
    async prepare(workbench) {
      await analysed(workbench);
      await workbench.clickBefore(BEGINNING);
    },
    pose: async (workbench) => void (await workbench.hover('Avoid')),
  },
  {
    name: 'training',
    themes: ['dark'],
    options: CLOSE,
    async prepare(workbench) {
      await analysed(workbench);
      await workbench.clickBefore(BEGINNING);
      await workbench.run('Show Attention Through Training', { leaves: true });
      await epochs(workbench);
      await toEpoch(workbench, 1);
    },
    pose: restMouse,
  },
  {
    name: 'compare',
    themes: ['dark', 'light'],
    options: { ...CLOSE, size: { width: 1120, height: 900 } },
    async prepare(workbench) {
      await analysed(workbench);
      await workbench.clickBefore(BEGINNING);
      await workbench.run('Compare Models on This Text');
      await workbench.panel().getByText('Read by 5 of 5 models.').waitFor();
      await workbench.panel().locator('.differences .word-line').first().waitFor();
      // Brings the words that the models disagree on into sight.
      await workbench.clickBefore('Avoid');
      await workbench.panel().locator('.strip-window .hits [aria-selected="true"]').waitFor();
    },
    async pose(workbench) {
      await atTop(workbench, 'compare');
      await restMouse(workbench);
    },
  },
  {
    name: 'edits',
    themes: ['dark'],
    options: { ...CLOSE, file: 'mixed.txt' },
    async prepare(workbench) {
      await workbench.clickBefore('The first hour');
      await workbench.run('Analyze Sentiment Attention');
      await workbench.run('Open Attention Panel');
      await drawn(workbench);
      await workbench.clickBefore('dull');
      await workbench.run('Analyze without This Word');
      const section = workbench.panel().locator('#fold-edits');
      await section.locator('.edit-steps li').waitFor();
      await section.locator('.edited .word', { hasText: /^predictable$/ }).click();
      await section.locator('.edit-word-negate').click();
      await section.locator('.edit-steps li').nth(1).waitFor();
    },
    async pose(workbench) {
      await atTop(workbench, 'edits');
      await restMouse(workbench);
    },
  },
  {
    name: 'run',
    themes: ['dark'],
    options: {
      ...CLOSE,
      file: 'long.txt',
      settings: {
        ...CLOSE.settings,
        'attentionInspector.segments': 'sentence',
        'attentionInspector.codeLens': true,
        // The verdicts above say it.
        'attentionInspector.showVerdictNote': false,
      },
    },
    async prepare(workbench) {
      // Verdicts stand above lines: of paragraphs that are one line each there would be no room for them.
      await wrapLines(path.join(workbench.folder, 'long.txt'), 52);
      await workbench.run('Revert File');
      await workbench.page.locator('.part.editor .line-numbers', { hasText: /^20$/ }).waitFor();
      await workbench.clickBefore('There is a scene');
      await workbench.run('Analyze Sentiment Attention');
      const lenses = workbench.page.locator('.part.editor .codelens-decoration a');
      await workbench.until('the verdicts above', async () => (await lenses.count()) > 1);
      await workbench.run('Open Attention Panel');
      await drawn(workbench);
      await workbench.panel().getByRole('button', { name: 'Run through the document' }).click();
      await workbench.panel().getByRole('slider').waitFor();
      await workbench.clickBefore('irritating');
      await workbench.panel().locator('.run-detail', { hasText: 'It is confusing' }).waitFor();
    },
    async pose(workbench) {
      await atTop(workbench, 'run');
      await restMouse(workbench);
    },
  },
  {
    name: 'welcome',
    themes: ['dark'],
    options: { ...CLOSE, size: { width: 1120, height: 480 } },
    async prepare(workbench) {
      await workbench.run('Clear Attention');
      await workbench.run('Open Attention Panel');
      await workbench.panel().locator('.empty').waitFor();
    },
    pose: restMouse,
  },
];

/** The whole review read, and its chart drawn. */
export async function analysed(workbench: Workbench): Promise<void> {
  await workbench.selectAll();
  await workbench.run('Analyze Sentiment Attention');
  await workbench.run('Open Attention Panel');
  await drawn(workbench);
}

/** Waits for the chart. */
export async function drawn(workbench: Workbench): Promise<void> {
  const bars = workbench.panel().locator('[id^="bar-"]');
  await workbench.until('the bars of the panel', async () => (await bars.count()) > 0);
}

/** Waits for the text through training. */
export async function epochs(workbench: Workbench): Promise<void> {
  await workbench.panel().locator('.epoch-label .shown').waitFor();
}

/** Moves the slider of the section on training, by keys, to an epoch by its place. */
async function toEpoch(workbench: Workbench, index: number): Promise<void> {
  const slider = workbench.panel().locator('.epoch-slider');
  await slider.press('Home');
  for (let step = 0; step < index; step++) await slider.press('ArrowRight');
}

/** Scrolls the panel until a section begins at its top. */
export async function atTop(workbench: Workbench, section: string): Promise<void> {
  const fold = workbench.panel().locator(`#fold-${section}`);
  await fold.evaluate((element) => (element as unknown as Scrolled).scrollIntoView({ block: 'start' }));
}
interface Scrolled {
  scrollIntoView(options: { readonly block: 'start' }): void;
}

/** Waits until a word is outlined in the editor, as it is while something else points at it. */
export async function outlined(workbench: Workbench, word: string): Promise<void> {
  await workbench.until(`the outline of "${word}"`, async () =>
    (await workbench.shading()).some(({ text, outline }) => text === word && outline > 0),
  );
}

/** Takes the mouse to where it marks nothing. */
async function restMouse(workbench: Workbench): Promise<void> {
  const status = await workbench.page.locator('.part.statusbar').boundingBox();
  if (!status) throw new Error('There is no status bar.');
  await workbench.page.mouse.move(status.x + 0.3 * status.width, status.y + status.height / 2);
}

/** Breaks the paragraphs of a file into lines of at most so many characters, as some people write. */
async function wrapLines(file: string, most: number): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace(new RegExp(`(.{1,${most}})(?: |$)`, 'gm'), '$1\n').replace(/\n{3,}/g, '\n\n'),
  );
}
