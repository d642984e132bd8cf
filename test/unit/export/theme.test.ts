import assert from 'node:assert/strict';
import fc from 'fast-check';
import manifest from '../../../package.json';
import { hexOf, over, paint, parseColour } from '../../../src/export/colour';
import { checkedTheme, COLOUR_NAMES, hasLines, PALETTES, type ThemeKind } from '../../../src/export/theme';

const font = { family: 'serif', size: 12 };
const raw = { kind: 'dark', colours: {}, ui: font, text: font };

describe('a colour', () => {
  it('is read in every form that a computed style has', () => {
    const orange = { red: 255, green: 136, blue: 0, alpha: 1 };
    for (const text of [
      '#ff8800',
      '#f80',
      '#FF8800FF',
      'rgb(255, 136, 0)',
      'rgb(255 136 0)',
      'rgba(255,136,0,1)',
    ]) {
      assert.deepEqual(parseColour(text), orange, text);
    }
    assert.equal(parseColour('rgba(1, 2, 3, 0.5)')?.alpha, 0.5);
    assert.equal(parseColour('rgb(1 2 3 / 50%)')?.alpha, 0.5);
    assert.deepEqual(parseColour('color(srgb 1 0 0.2 / 0.25)'), {
      red: 255,
      green: 0,
      blue: 51,
      alpha: 0.25,
    });
    assert.equal(parseColour('transparent')?.alpha, 0);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'red',
      'url(x)',
      '#12',
      '#12345g',
      'rgb(1,2)',
      'rgb(1,2,3);x',
      'var(--x)',
      'rgb(a, b, c)',
    ])
      assert.equal(parseColour(text), null, text);
  });

  it('comes back from its hexadecimal form', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, byte, (red, green, blue, alpha) => {
        const colour = { red, green, blue, alpha: alpha / 255 };
        assert.deepEqual(parseColour(hexOf(colour)), colour);
      }),
    );
  });

  it('lies over a ground, and stands in SVG with its opacity apart', () => {
    const half = { red: 255, green: 0, blue: 0, alpha: 0.5 };
    assert.deepEqual(over(half, parseColour('#000000')!), { red: 127.5, green: 0, blue: 0, alpha: 1 });
    assert.equal(paint('fill', '#ff000080', 0.5), 'fill="#ff0000" fill-opacity="0.251"');
    assert.equal(paint('stroke', '#ff0000'), 'stroke="#ff0000"');
    assert.equal(paint('fill', 'var(--line)'), 'fill="var(--line)"');
  });
});

describe('a theme', () => {
  it('without a page has the default colours of the manifest', () => {
    const own = {
      attention: 'attentionBackground',
      emphasis: 'attentionEmphasis',
      against: 'againstBackground',
      'against-emphasis': 'againstEmphasis',
    };
    const keys = {
      dark: 'dark',
      light: 'light',
      'high-contrast': 'highContrast',
      'high-contrast-light': 'highContrastLight',
    } as const;
    for (const [kind, key] of Object.entries(keys)) {
      const { colours } = PALETTES[kind as ThemeKind];
      for (const [name, id] of Object.entries(own)) {
        const contributed = manifest.contributes.colors.find((one) => one.id === `attentionInspector.${id}`);
        assert.equal(colours[name as keyof typeof own], contributed?.defaults[key], `${kind} ${name}`);
      }
    }
  });

  it('has lines under words in high contrast, and as the setting says', () => {
    assert.equal(hasLines(PALETTES['high-contrast-light'], 'auto'), true);
    assert.equal(hasLines(PALETTES.dark, 'auto'), false);
    assert.equal(hasLines(PALETTES.dark, 'always'), true);
    assert.equal(hasLines(PALETTES['high-contrast'], 'never'), false);
  });

  it('of a page is taken as it is', () => {
    const colours = { ...Object.fromEntries(COLOUR_NAMES.map((name) => [name, 'rgb(1, 2, 3)'])) };
    const theme = checkedTheme({ ...raw, colours, text: { family: '"Fira Code", monospace', size: 15 } });
    assert.ok(Object.values(theme.colours).every((colour) => colour === '#010203'));
    assert.deepEqual(theme.text, { family: "'Fira Code', monospace", size: 15 });
    assert.deepEqual(theme.ui, { family: 'serif, sans-serif', size: 12 });
  });

  it('of a page cannot bring in anything but colours and names of fonts', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('red;}</style><script>', 'url(https://x)', '"><script>', '}*{'),
    );
    fc.assert(
      fc.property(text, text, text, fc.double(), (kind, colour, family, size) => {
        const theme = checkedTheme({
          kind,
          colours: { background: colour, attention: colour, line: colour },
          ui: { family, size },
          text: { family, size },
        });
        for (const value of Object.values(theme.colours)) assert.match(value, /^#(?:[\da-f]{6}|[\da-f]{8})$/);
        for (const { family, size } of [theme.ui, theme.text]) {
          assert.match(family, /^(?:(?:'[\p{L}\p{N} ._+-]+'|[\w-]+)(?:, |$))+$/u);
          assert.ok(size >= 6 && size <= 60);
        }
      }),
    );
  });

  it('lets no ground shine through that nobody sees', () => {
    const { colours } = checkedTheme({ ...raw, colours: { background: 'rgba(0, 0, 0, 0)' } });
    assert.equal(colours.background, PALETTES.dark.colours.background);
  });
});
