/** What the README's film shows, act by act. A further act is one more entry of the list. */
import type { Film } from './film';
import { drawn } from './scenes';

export interface Act {
  readonly name: string;
  /** Goes on from where the act before left the workbench. */
  play(film: Film): Promise<void>;
}

export const ACTS: readonly Act[] = [
  {
    name: 'a review is selected and read',
    async play(film) {
      const { workbench } = film;
      await film.hold(900);
      await film.drag('What a waste', 'Avoid it.');
      await film.hold(500);
      await workbench.page.keyboard.press('ControlOrMeta+k');
      await workbench.page.keyboard.press('a');
      await workbench.until('the shading', async () => (await workbench.shading()).length > 20);
      await film.click((await workbench.boxOf('What a waste')).first);
      await film.hold(1200);
    },
  },
  {
    name: 'a word tells its weight',
    async play(film) {
      const { workbench } = film;
      const { first } = await workbench.boxOf('worst');
      await film.moveTo({ ...first, width: first.width * 5 });
      await workbench.hover('worst');
      await film.hold(1600);
    },
  },
  {
    name: 'the panel charts all of them',
    async play(film) {
      const { workbench } = film;
      const status = await workbench.page
        .locator('.statusbar-item[id$="attentionInspector.verdict"]')
        .boundingBox();
      if (!status) throw new Error('The verdict is not in the status bar.');
      await film.click(status);
      await drawn(workbench);
      await film.hold(1400);
    },
  },
  {
    name: 'a bar outlines its word',
    async play(film) {
      const { workbench } = film;
      const words = await workbench.panel().locator('.word').allInnerTexts();
      for (const word of ['worst', 'Avoid']) {
        const bar = workbench.panel().locator(`#bar-${words.indexOf(word)}`);
        // Hover and chart stand still only once the chart has scrolled.
        await bar.scrollIntoViewIfNeeded();
        const box = await bar.boundingBox();
        if (!box) throw new Error(`The bar of "${word}" is not in sight.`);
        await film.moveTo({ ...box, height: 12 });
        await workbench.until('the outline', async () =>
          (await workbench.shading()).some(({ text, outline }) => text === word && outline > 0),
        );
        await film.hold(1300);
      }
      await film.hold(1000);
    },
  },
];
