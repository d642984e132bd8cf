import assert from 'node:assert/strict';
import manifest from '../../../package.json';

/** Editor backgrounds and foregrounds of VS Code's default themes, and the contrast that text needs there. */
const THEMES = {
  dark: { background: '#1f1f1f', foreground: '#cccccc', contrast: 4.5 },
  light: { background: '#ffffff', foreground: '#3b3b3b', contrast: 4.5 },
  highContrast: { background: '#000000', foreground: '#ffffff', contrast: 7 },
  highContrastLight: { background: '#ffffff', foreground: '#292929', contrast: 7 },
} as const;

type Theme = keyof typeof THEMES;

const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const alpha = (hex: string) => (hex.length > 7 ? parseInt(hex.slice(7), 16) / 255 : 1);

/** What a colour with alpha looks like on a background. */
function blend(colour: string, background: string): number[] {
  const below = channels(background);
  return channels(colour).map((value, at) => alpha(colour) * value + (1 - alpha(colour)) * (below[at] ?? 0));
}

/** WCAG 2 relative luminance. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function colourOf(name: string, theme: Theme): string {
  const colour = manifest.contributes.colors.find(({ id }) => id === `attentionInspector.${name}`);
  assert.ok(colour, `${name} is not contributed`);
  return colour.defaults[theme];
}

describe('the default colours', () => {
  for (const [name, { background, foreground, contrast: needed }] of Object.entries(THEMES)) {
    const theme = name as Theme;

    for (const shading of [
      'attentionBackground',
      'againstBackground',
      'effectForBackground',
      'effectAgainstBackground',
    ]) {
      it(`leave text readable on the strongest shading (${theme}, ${shading})`, () => {
        const shaded = blend(colourOf(shading, theme), background);
        assert.ok(contrast(shaded, channels(foreground)) >= needed);
      });

      it(`let the selection shine through, and stand out from the background (${theme}, ${shading})`, () => {
        const colour = colourOf(shading, theme);
        assert.ok(alpha(colour) <= 0.65);
        assert.ok(contrast(blend(colour, background), channels(background)) >= 1.3);
      });
    }

    it(`keep note, lines and dots legible (${theme})`, () => {
      assert.ok(contrast(channels(colourOf('verdictForeground', theme)), channels(background)) >= 4.5);
      for (const line of [
        'attentionEmphasis',
        'againstEmphasis',
        'effectForEmphasis',
        'effectAgainstEmphasis',
        'unreadBorder',
      ]) {
        assert.ok(contrast(channels(colourOf(line, theme)), channels(background)) >= 3);
      }
    });
  }
});
