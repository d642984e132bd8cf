/** Words with a background by attention, for terminals with 24-bit, 256, 16 or no colours. */
import { WriteStream } from 'node:tty';
import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';

/** The terminal's own background: shades start from it. */
export type Theme = 'dark' | 'light';

type Environment = Readonly<Record<string, string | undefined>>;

type Rgb = readonly [number, number, number];

/** Background of weight 0 and of the largest weight. */
const RAMPS: Record<Theme, readonly [Rgb, Rgb]> = {
  dark: [
    [0, 0, 0],
    [217, 102, 0],
  ],
  light: [
    [255, 255, 255],
    [255, 153, 0],
  ],
};

/** The same in the 256-colour palette, whose nearest colours to a mix wander through green and red. */
const PALETTE_RAMPS: Record<Theme, readonly number[]> = {
  dark: [58, 94, 130, 166, 208],
  light: [230, 223, 222, 215, 214, 208],
};

/** Below this share of the largest weight a background could not be told from none. */
const FAINTEST = 0.04;

export interface ColourQuestion {
  /** `--no-color` gives false. */
  readonly wanted: boolean;
  readonly environment: Environment;
  /** Whether the answer goes to a terminal rather than a file or pipe. */
  readonly isTerminal: boolean;
}

/** Bits of colour, as Node counts them, to chalk's levels. */
const LEVELS: Readonly<Record<number, ColorSupportLevel>> = { 4: 1, 8: 2, 24: 3 };

/**
 * How many colours to use. `--no-color` and NO_COLOR (when not empty) come first, then FORCE_COLOR (1: sixteen,
 * 2: 256, 3: all), then what the terminal says of itself.
 */
export function colourLevel({ wanted, environment, isTerminal }: ColourQuestion): ColorSupportLevel {
  if (!wanted || environment['NO_COLOR']) return 0;
  if (!isTerminal && environment['FORCE_COLOR'] === undefined) return 0;
  return LEVELS[WriteStream.prototype.getColorDepth(environment)] ?? 0;
}

/** From the convention of rxvt and Konsole, "foreground;background" as palette numbers; dark where nothing is told. */
export function themeOf(environment: Environment): Theme {
  const background = environment['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

export interface Shader {
  readonly level: ColorSupportLevel;
  readonly chalk: ChalkInstance;
  /** @param share weight / largest weight, in [0, 1]. */
  shade(word: string, share: number): string;
  /** The colour of the largest weight as a foreground. */
  accent(text: string): string;
}

export function createShader(level: ColorSupportLevel, theme: Theme): Shader {
  const chalk = new Chalk({ level });
  const shade = (word: string, share: number): string => {
    if (level === 0 || !(share >= FAINTEST)) return word;
    if (level === 1) return shadeWithNames(chalk, word, share);
    return level === 2
      ? shadeFromPalette(chalk, word, share, theme)
      : shadeWithMix(chalk, word, share, theme);
  };
  const accent = [
    chalk.reset,
    chalk.yellow,
    chalk.ansi256(PALETTE_RAMPS[theme].at(-1)!),
    chalk.rgb(...RAMPS[theme][1]),
  ];
  return { level, chalk, shade, accent: accent[level]! };
}

/** Four steps that sixteen colours can tell apart on any background. */
function shadeWithNames(chalk: ChalkInstance, word: string, share: number): string {
  if (share > 0.75) return chalk.black.bgYellowBright.bold(word);
  if (share > 0.4) return chalk.black.bgYellow(word);
  return share > 0.15 ? chalk.underline(word) : word;
}

function shadeFromPalette(chalk: ChalkInstance, word: string, share: number, theme: Theme): string {
  const ramp = PALETTE_RAMPS[theme];
  const step = Math.min(ramp.length - 1, Math.floor(share * ramp.length));
  const styled = chalk.bgAnsi256(ramp[step]!);
  return theme === 'dark' && step < 3 ? styled.whiteBright(word) : styled.black(word);
}

function shadeWithMix(chalk: ChalkInstance, word: string, share: number, theme: Theme): string {
  const [none, full] = RAMPS[theme];
  const mixed = none.map((from, i) => Math.round(from + (full[i]! - from) * Math.min(1, share)));
  const [red, green, blue] = mixed as [number, number, number];
  const styled = chalk.bgRgb(red, green, blue);
  return luminance([red, green, blue]) > 0.18 ? styled.black(word) : styled.whiteBright(word);
}

/** Relative luminance in [0, 1] (WCAG 2); at 0.18 black and white text have the same contrast. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
