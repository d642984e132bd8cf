/** How an export looks: colours and fonts, resolved. Those of a page are data from outside and are checked here. */
import { hexOf, over, parseColour } from './colour';

export type ThemeKind = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

export interface ExportFont {
  /** A CSS list that ends in a generic family. */
  readonly family: string;
  /** Pixels. */
  readonly size: number;
}

/** The names of media/panel-base.css; each `#rrggbb` or `#rrggbbaa`. */
export const COLOUR_NAMES = [
  'background',
  'foreground',
  'muted',
  'line',
  'attention',
  'emphasis',
  'against',
  'against-emphasis',
  'negative-color',
  'positive-color',
  'text',
  'warning',
] as const;
export type Colours = Readonly<Record<(typeof COLOUR_NAMES)[number], string>>;

export interface ExportTheme {
  readonly kind: ThemeKind;
  readonly colours: Colours;
  /** Of everything around the text. */
  readonly ui: ExportFont;
  /** Of the text itself. */
  readonly text: ExportFont;
}

/** What the panel's page says of its look: unchecked. */
export interface RawTheme {
  readonly kind: string;
  readonly colours: Readonly<Record<string, string>>;
  readonly ui: ExportFont;
  readonly text: ExportFont;
}

const UI: ExportFont = { family: "system-ui, 'Segoe UI', 'Liberation Sans', sans-serif", size: 13 };
const TEXT: ExportFont = {
  family: "ui-monospace, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace",
  size: 14,
};

const palette = (kind: ThemeKind, colours: Colours): ExportTheme => ({ kind, colours, ui: UI, text: TEXT });

/** VS Code's default themes with our own default colours, where no page is there to ask. */
export const PALETTES: Readonly<Record<ThemeKind, ExportTheme>> = {
  dark: palette('dark', {
    background: '#1f1f1f',
    foreground: '#cccccc',
    muted: '#9d9d9d',
    line: '#3c3c3c',
    attention: '#c4560099',
    emphasis: '#ffb86b',
    against: '#6f42ff99',
    'against-emphasis': '#b39dff',
    'negative-color': '#f14c4c',
    'positive-color': '#59a4f9',
    text: '#cccccc',
    warning: '#cca700',
  }),
  light: palette('light', {
    background: '#ffffff',
    foreground: '#3b3b3b',
    muted: '#595959',
    line: '#d5d5d5',
    attention: '#ff990099',
    emphasis: '#8f4a00',
    against: '#7a5cff80',
    'against-emphasis': '#5a2dbf',
    'negative-color': '#e51400',
    'positive-color': '#0063d3',
    text: '#3b3b3b',
    warning: '#bf8803',
  }),
  'high-contrast': palette('high-contrast', {
    background: '#000000',
    foreground: '#ffffff',
    muted: '#d4d4d4',
    line: '#6fc3df',
    attention: '#ff8c0080',
    emphasis: '#ffb000',
    against: '#8a5cff80',
    'against-emphasis': '#c0b0ff',
    'negative-color': '#f48771',
    'positive-color': '#59a4f9',
    text: '#ffffff',
    warning: '#ffd370',
  }),
  'high-contrast-light': palette('high-contrast-light', {
    background: '#ffffff',
    foreground: '#292929',
    muted: '#515151',
    line: '#0f4a85',
    attention: '#ff990099',
    emphasis: '#8f4a00',
    against: '#7a5cff66',
    'against-emphasis': '#5a2dbf',
    'negative-color': '#b5200d',
    'positive-color': '#0063d3',
    text: '#292929',
    warning: '#895503',
  }),
};

export function isHighContrast({ kind }: Pick<ExportTheme, 'kind'>): boolean {
  return kind === 'high-contrast' || kind === 'high-contrast-light';
}

/** Whether lines under the words say the weight as well. */
export function hasLines(theme: ExportTheme, emphasis: 'auto' | 'always' | 'never'): boolean {
  return emphasis === 'always' || (emphasis === 'auto' && isHighContrast(theme));
}

/** A page's theme; what it says that is no colour, font or kind is taken from the palette of its kind. */
export function checkedTheme(raw: RawTheme): ExportTheme {
  const base = Object.hasOwn(PALETTES, raw.kind) ? PALETTES[raw.kind as ThemeKind] : PALETTES.light;
  const ground = parseColour(base.colours.background)!;
  const resolve = (name: (typeof COLOUR_NAMES)[number]): string => {
    const found = parseColour(String(raw.colours[name] ?? ''));
    if (!found) return base.colours[name];
    // What shows through a translucent page is unknown here.
    return hexOf(name === 'background' ? over(found, ground) : found);
  };
  const colours = Object.fromEntries(COLOUR_NAMES.map((name) => [name, resolve(name)])) as Colours;
  return { kind: base.kind, colours, ui: checkedFont(raw.ui, UI), text: checkedFont(raw.text, TEXT) };
}

const LEAST_SIZE = 6;
const MOST_SIZE = 60;
const MOST_FAMILIES = 12;
const GENERIC = /^(?:-?[a-z][\w-]*)$/i;

function checkedFont(raw: ExportFont, base: ExportFont): ExportFont {
  const size = Number(raw.size);
  return {
    family: familyOf(String(raw.family), base.family.split(', ').at(-1)!),
    size: size >= LEAST_SIZE && size <= MOST_SIZE ? size : base.size,
  };
}

/** The list with nothing in its names that could end it, and a generic family behind it. */
function familyOf(list: string, generic: string): string {
  const names = list
    .split(',')
    .map((name) => name.replace(/[^\p{L}\p{N} ._+-]/gu, '').trim())
    .filter((name) => name !== '')
    .slice(0, MOST_FAMILIES)
    .map((name) => (GENERIC.test(name) ? name : `'${name}'`));
  if (names.at(-1) !== generic) names.push(generic);
  return names.join(', ');
}
