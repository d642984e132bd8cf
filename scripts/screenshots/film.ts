/** A film of a workbench, frame by frame: how long each is shown is said, not measured, so that a busy machine films the same. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Box } from '../host/reader';
import type { Workbench } from '../host/workbench';

interface Frame {
  readonly picture: Buffer;
  /** Milliseconds that it is shown. */
  shown: number;
}

const STEP_MS = 70;
const KEY_MS = 110;

export class Film {
  private readonly frames: Frame[] = [];
  private at = { x: 640, y: 480 };
  private hasPointer = false;

  constructor(readonly workbench: Workbench) {}

  /** Shows what is there now for so long. */
  async hold(ms: number): Promise<void> {
    const { page } = this.workbench;
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    const last = this.frames.at(-1);
    if (last?.picture.equals(picture)) last.shown += ms;
    else this.frames.push({ picture, shown: ms });
  }

  /** Moves the mouse in sight of the camera; buttons stay as they are. */
  async moveTo({ x, y, width, height }: Box, steps = 6): Promise<void> {
    const from = this.at;
    const to = { x: x + width / 2, y: y + height / 2 };
    for (let step = 1; step <= steps; step++) {
      // Slows down towards the end, as a hand does.
      const share = 1 - (1 - step / steps) ** 2;
      this.at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      await this.workbench.page.mouse.move(this.at.x, this.at.y);
      await this.showPointer();
      await this.hold(STEP_MS);
    }
  }

  async click(box: Box): Promise<void> {
    await this.moveTo(box);
    await this.workbench.page.mouse.click(this.at.x, this.at.y);
  }

  /** Selects by dragging from the beginning of one text to the end of another. */
  async drag(first: string, last: string): Promise<void> {
    const { workbench } = this;
    const [from, to] = [await workbench.boxOf(first), await workbench.boxOf(last)];
    await this.moveTo({ ...from.first, width: 2 });
    await workbench.page.mouse.down();
    await this.moveTo({ ...to.last, x: to.last.x + to.last.width - 1, width: 2 }, 10);
    await workbench.page.mouse.up();
  }

  /** Types, one key a frame; `settle` waits for what a key brings about before it is filmed. */
  async type(text: string, settle: () => Promise<void> = async () => undefined): Promise<void> {
    for (const character of text) {
      await this.workbench.page.keyboard.type(character);
      await settle();
      await this.hold(KEY_MS);
    }
  }

  /** Milliseconds that it runs. */
  get length(): number {
    return this.frames.reduce((sum, { shown }) => sum + shown, 0);
  }

  /** The film as an endless GIF of this width. */
  async gif(width: number): Promise<Buffer> {
    const frames = await Promise.all(
      this.frames.map(({ picture }) => sharp(picture).resize({ width, kernel: 'lanczos3' }).png().toBuffer()),
    );
    return sharp(frames, { join: { animated: true } })
      .gif({
        loop: 0,
        delay: this.frames.map(({ shown }) => shown),
        colours: 96,
        dither: 0,
        effort: 8,
        interFrameMaxError: 4,
      })
      .toBuffer();
  }

  private async showPointer(): Promise<void> {
    const { page } = this.workbench;
    if (!this.hasPointer) await page.evaluate(await readFile(path.join(__dirname, 'pointer.js'), 'utf8'));
    this.hasPointer = true;
    await page.evaluate(`filmedPointer(${this.at.x}, ${this.at.y})`);
  }
}
