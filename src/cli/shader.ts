/** Words with a background by their weight, for terminals with 24-bit, 256, 16 or no colours. */
import { WriteStream } from 'node:tty';
import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';

/** The terminal's own background: shades start from it. */
export type Theme = 'dark' | 'light';

type Environment = Readonly<Record<string, string | undefined>>;

type Rgb = readonly [number, number, number];

/** What a word speaks for: the verdict, as attention always does, or against it. */
export type Side = 'for' | 'against';

/** Where backgrounds start from at weight 0. */
const NONE: Record<Theme, Rgb> = { dark: [0, 0, 0], light: [255, 255, 255] };

/** Background of the largest weight. */
const FULL: Record<Theme, Record<Side, Rgb>> = {
  dark: { for: [217, 102, 0], against: [124, 77, 255] },
  light: { for: [255, 153, 0], against: [172, 148, 255] },
};

/** The same in the 256-colour palette, whose nearest colours to a mix wander through green and red. */
const PALETTE_RAMPS: Record<Theme, Record<Side, readonly number[]>> = {
  dark: { for: [58, 94, 130, 166, 208], against: [17, 54, 55, 56, 93] },
  light: { for: [230, 223, 222, 215, 214, 208], against: [189, 183, 147, 141, 105, 99] },
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
  // Node before 24 takes an empty NO_COLOR for a full one.
  return LEVELS[WriteStream.prototype.getColorDepth({ ...environment, NO_COLOR: undefined })] ?? 0;
}

/** From the convention of rxvt and Konsole, "foreground;background" as palette numbers; dark where nothing is told. */
export function themeOf(environment: Environment): Theme {
  const background = environment['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

export interface Shader {
  readonly level: ColorSupportLevel;
  readonly chalk: ChalkInstance;
  /**
   * What speaks against the verdict is underlined too, so that more than the colour tells it apart.
   * @param share weight / largest weight, in [0, 1].
   */
  shade(word: string, share: number, side?: Side): string;
  /** The colour of the largest weight as a foreground. */
  accent(text: string, side?: Side): string;
}

export function createShader(level: ColorSupportLevel, theme: Theme): Shader {
  const chalk = new Chalk({ level });
  const shade = (word: string, share: number, side: Side = 'for'): string => {
    if (level === 0 || !(share >= FAINTEST)) return word;
    const style = backgroundOf(chalk, share, side, theme);
    if (!style) return word;
    return (side === 'against' ? style.underline : style)(word);
  };
  const accent = (text: string, side: Side = 'for'): string => {
    if (level === 1) return (side === 'for' ? chalk.yellow : chalk.magenta)(text);
    return (
      level === 2 ? chalk.ansi256(PALETTE_RAMPS[theme][side].at(-1)!) : chalk.rgb(...FULL[theme][side])
    )(text);
  };
  return { level, chalk, shade, accent };
}

/** Null where the word is too faint for what the terminal can show. */
function backgroundOf(chalk: ChalkInstance, share: number, side: Side, theme: Theme): ChalkInstance | null {
  if (chalk.level === 1) return named(chalk, share, side);
  return chalk.level === 2 ? fromPalette(chalk, share, side, theme) : mixed(chalk, share, side, theme);
}

/** Steps that sixteen colours can tell apart on any background. An underline without one is a weak word for the verdict. */
function named(chalk: ChalkInstance, share: number, side: Side): ChalkInstance | null {
  if (share <= 0.15) return null;
  if (side === 'against') {
    if (share > 0.75) return chalk.black.bgMagentaBright.bold;
    return chalk.whiteBright.bgMagenta;
  }
  if (share > 0.75) return chalk.black.bgYellowBright.bold;
  if (share > 0.4) return chalk.black.bgYellow;
  return chalk.underline;
}

function fromPalette(chalk: ChalkInstance, share: number, side: Side, theme: Theme): ChalkInstance {
  const ramp = PALETTE_RAMPS[theme][side];
  const step = Math.min(ramp.length - 1, Math.floor(share * ramp.length));
  const styled = chalk.bgAnsi256(ramp[step]!);
  return theme === 'dark' && (step < 3 || side === 'against') ? styled.whiteBright : styled.black;
}

function mixed(chalk: ChalkInstance, share: number, side: Side, theme: Theme): ChalkInstance {
  const [none, full] = [NONE[theme], FULL[theme][side]];
  const mix = none.map((from, i) => Math.round(from + (full[i]! - from) * Math.min(1, share)));
  const [red, green, blue] = mix as [number, number, number];
  const styled = chalk.bgRgb(red, green, blue);
  return luminance([red, green, blue]) > 0.18 ? styled.black : styled.whiteBright;
}

/** Relative luminance in [0, 1] (WCAG 2); at 0.18 black and white text have the same contrast. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
