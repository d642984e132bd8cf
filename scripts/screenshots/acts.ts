/** What the README's film shows, act by act. A further act is one more entry of the list. */
import type { Film } from './film';
import type { Workbench } from '../host/workbench';
import { atTop, drawn, epochs, outlined } from './scenes';

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
      // The status bar says what VS Code is still busy with.
      await workbench.page.locator('.statusbar-item', { hasText: 'Activating' }).waitFor({ state: 'hidden' });
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
        await outlined(workbench, word);
        await film.hold(1300);
      }
      await film.hold(1000);
    },
  },
  {
    name: 'shading and chart follow the typing',
    async play(film) {
      const { workbench } = film;
      const live = workbench.page.locator('.statusbar-item[id*="attentionInspector.live"]');
      const item = await live.boundingBox();
      if (!item) throw new Error('The switch of live attention is not in the status bar.');
      await film.click(item);
      await workbench.until('live attention', async () =>
        (await workbench.status()).some(({ label }) => /^Live attention: on/.test(label)),
      );
      await film.hold(700);
      await workbench.selectAll();
      await film.hold(500);
      await film.type('A slow start,', () => followed(workbench));
      await film.hold(900);
      await film.type(' but the ending is wonderful', () => followed(workbench));
      await film.hold(1600);
    },
  },
  {
    name: 'attention grows through training',
    async play(film) {
      const { workbench } = film;
      const fold = workbench.panel().locator('#fold-training');
      await fold.scrollIntoViewIfNeeded();
      const head = await fold.boundingBox();
      if (!head) throw new Error('The section on training is not in sight.');
      await film.click({ ...head, width: 260, height: 22 });
      await epochs(workbench);
      await atTop(workbench, 'training');
      const slider = workbench.panel().locator('.epoch-slider');
      const label = workbench.panel().locator('.epoch-label .shown');
      await slider.press('Home');
      const last = Number(await slider.getAttribute('max'));
      for (let epoch = 0; epoch <= last; epoch++) {
        const box = await slider.boundingBox();
        if (!box) throw new Error('The slider is not in sight.');
        const thumb = box.x + THUMB / 2 + ((box.width - THUMB) * epoch) / last;
        const place = { ...box, x: thumb - 1, width: 2 };
        await film.moveTo(place, epoch === 0 ? 6 : 3);
        if (epoch === 0) await workbench.page.mouse.down();
        await workbench.until(`epoch ${epoch}`, async () => {
          return Number(await slider.inputValue()) === epoch && (await label.count()) === 1;
        });
        await film.hold(800);
      }
      await workbench.page.mouse.up();
      await film.hold(2000);
    },
  },
];

/** Pixels that the thumb of Chromium's slider is wide. */
const THUMB = 16;

/** Waits until the panel shows the text as it stands in the editor. */
async function followed(workbench: Workbench): Promise<void> {
  await workbench.until('the panel to follow the typing', async () => {
    const words = await workbench.panel().locator('.word').allInnerTexts();
    return words.join('').replace(/\s/g, '') === (await workbench.text()).replace(/\s/g, '');
  });
}
