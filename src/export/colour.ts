/** Colours as browsers resolve them, and as files hold them. Pure. */

/** Channels in [0, 255], opacity in [0, 1]. */
export interface Rgba {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

const HEX = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const NUMBER = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
const BETWEEN = String.raw`(?:\s*,\s*|\s+)`;
const ALPHA = String.raw`(?:\s*[,/]\s*${NUMBER}(%?))?`;
const RGB = new RegExp(
  String.raw`^rgba?\(\s*${NUMBER}${BETWEEN}${NUMBER}${BETWEEN}${NUMBER}${ALPHA}\s*\)$`,
  'i',
);
const SRGB = new RegExp(String.raw`^color\(\s*srgb\s+${NUMBER}\s+${NUMBER}\s+${NUMBER}${ALPHA}\s*\)$`, 'i');

/** A colour in one of the forms that a computed style has (hexadecimal, `rgb()`, `color(srgb …)`); null for any other. */
export function parseColour(text: string): Rgba | null {
  const value = text.trim();
  if (value === 'transparent') return { red: 0, green: 0, blue: 0, alpha: 0 };
  const hex = HEX.exec(value)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const [match, unit] = RGB.test(value) ? [RGB.exec(value)!, 1] : [SRGB.exec(value), 255];
  if (!match) return null;
  const channel = (at: number) => Math.min(255, Math.max(0, Number(match[at]) * unit));
  const alpha = match[4] === undefined ? 1 : Number(match[4]) / (match[5] === '%' ? 100 : 1);
  return { red: channel(1), green: channel(2), blue: channel(3), alpha: Math.min(1, Math.max(0, alpha)) };
}

function fromHex(digits: string): Rgba {
  const long = digits.length <= 4 ? digits.replace(/./g, '$&$&') : digits;
  const channel = (at: number) => parseInt(long.slice(2 * at, 2 * at + 2), 16);
  const alpha = long.length === 8 ? channel(3) / 255 : 1;
  return { red: channel(0), green: channel(1), blue: channel(2), alpha };
}

/** As `#rrggbb`, or `#rrggbbaa` where it is not opaque. */
export function hexOf({ red, green, blue, alpha }: Rgba): string {
  const byte = (value: number) => Math.round(value).toString(16).padStart(2, '0');
  const solid = `#${byte(red)}${byte(green)}${byte(blue)}`;
  return alpha >= 1 ? solid : `${solid}${byte(alpha * 255)}`;
}

/** What a colour looks like on an opaque ground. */
export function over(colour: Rgba, ground: Rgba): Rgba {
  const mix = (top: number, below: number) => top * colour.alpha + below * (1 - colour.alpha);
  return {
    red: mix(colour.red, ground.red),
    green: mix(colour.green, ground.green),
    blue: mix(colour.blue, ground.blue),
    alpha: 1,
  };
}

/**
 * An SVG attribute and its opacity beside it, since few programs but browsers read a colour with an opacity inside.
 * @param colour `#rrggbb`, `#rrggbbaa`, or anything else that CSS takes, which is left as it is
 * @param share of the colour's own opacity, in [0, 1]
 */
export function paint(name: 'fill' | 'stroke', colour: string, share = 1): string {
  const parsed = parseColour(colour);
  const opacity = (parsed?.alpha ?? 1) * share;
  const solid = parsed ? hexOf({ ...parsed, alpha: 1 }) : colour;
  return `${name}="${solid}"${opacity < 1 ? ` ${name}-opacity="${+opacity.toFixed(4)}"` : ''}`;
}
