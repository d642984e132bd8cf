/** A picture as a PNG, twice as fine as on screen where that can be drawn. */
import { t } from '@vscode/l10n';
import type { Picture } from '../../export/svg';
import { InputError } from '../../model/types';
import { whole } from '../../wording';
import type { PageQuestions } from './page';

const FINE = 2;
/** Beyond these a browser draws nothing. */
const MOST_PIXELS_A_SIDE = 16_384;
const MOST_PIXELS = 200_000_000;

/** How many pixels stand for one; null where not even one can. */
export function scaleOf({ width, height }: Pick<Picture, 'width' | 'height'>): number | null {
  const side = MOST_PIXELS_A_SIDE / Math.max(width, height);
  const area = Math.sqrt(MOST_PIXELS / (width * height));
  const scale = Math.min(FINE, side, area);
  return scale < 1 ? null : scale;
}

/** @throws InputError when the picture is too large */
export async function pngOf(picture: Picture, page: PageQuestions): Promise<Uint8Array> {
  const scale = scaleOf(picture);
  if (scale === null) {
    throw new InputError(
      t(
        'As a PNG this would be {0} pixels high, more than can be drawn. Export it as SVG or HTML, or fewer texts at once.',
        whole(picture.height),
      ),
    );
  }
  return page.png({ ...picture, scale });
}
