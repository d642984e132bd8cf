/** What the README shows in still pictures. A further scene is one more entry of the list. */
import type { Workbench } from '../host/workbench';

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
    name: 'welcome',
    themes: ['dark'],
    async prepare(workbench) {
      await workbench.run('Clear Attention');
      await workbench.run('Open Attention Panel');
      await workbench.panel().locator('.empty').waitFor();
    },
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
