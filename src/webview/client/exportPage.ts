/** What only a page can do for an export: say how the theme resolves, how wide words stand, and draw an SVG as a PNG. */
import type { PageFont, PageLook, PictureToDraw } from '../protocol';
import { el } from './dom';

/** The variables of media/panel-base.css, and two of the theme's that stand in other rules. */
const COLOURS: Readonly<Record<string, string>> = {
  background: '--background',
  foreground: '--foreground',
  muted: '--muted',
  line: '--line',
  attention: '--attention',
  emphasis: '--emphasis',
  against: '--against',
  'against-emphasis': '--against-emphasis',
  'negative-color': '--negative-color',
  'positive-color': '--positive-color',
  text: '--vscode-editor-foreground, var(--foreground)',
  warning: '--vscode-editorWarning-foreground, #bf8803',
};

/** The most specific first: a light high contrast page has both classes. */
const KINDS = ['high-contrast-light', 'high-contrast', 'light', 'dark'];

/** @param words whose widths are wanted, in the text's font */
export function lookOf(words: readonly string[]): PageLook {
  const probe = el('span', { hidden: '' });
  document.body.append(probe);
  const colours: Record<string, string> = {};
  for (const [name, variable] of Object.entries(COLOURS)) {
    // What does not resolve leaves the last colour standing: nothing is said of it then.
    probe.style.setProperty('color', `var(${variable})`);
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  const { classList } = document.body;
  const text = fontOf(document.querySelector('.heat') ?? document.body);
  return {
    kind: KINDS.find((kind) => classList.contains(`vscode-${kind}`)) ?? 'light',
    colours,
    ui: fontOf(document.body),
    text,
    widths: measured(words, text),
    order: document.querySelector('input[name="order"][value="sorted"]:checked') ? 'sorted' : 'reading',
  };
}

function fontOf(element: Element): PageFont {
  const { fontFamily, fontSize } = getComputedStyle(element);
  return { family: fontFamily, size: Number.parseFloat(fontSize) };
}

function measured(words: readonly string[], { family, size }: PageFont): number[] {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return [];
  context.font = `${size}px ${family}`;
  return words.map((word) => context.measureText(word).width);
}

/** @throws when the browser cannot draw it, or not as large */
export async function pngOf({ svg, width, height, scale }: PictureToDraw): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = el('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The page has no canvas of this size.');
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The page has no canvas of this size.');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}
