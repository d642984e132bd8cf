/** A drawing that grows downwards: pieces of SVG, and how far down they reach. Pixels. */
import { markup } from './escape';
import { wrapUi } from './layout';
import type { Measure } from './measure';
import { paint } from './colour';
import type { ExportTheme } from './theme';

/** Of the font's size. */
const LINE = 1.45;

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
}

export class Sheet {
  readonly parts: string[] = [];

  constructor(
    readonly theme: ExportTheme,
    readonly measure: Measure,
    readonly left: number,
    readonly width: number,
    public y: number,
  ) {}

  /** A column of this sheet's height so far. */
  column(left: number, width: number): Sheet {
    return new Sheet(this.theme, this.measure, left, width, this.y);
  }

  /** Takes over what stands in columns, and goes on below the longest. */
  join(columns: readonly Sheet[]): void {
    for (const column of columns) {
      this.parts.push(...column.parts);
      this.y = Math.max(this.y, column.y);
    }
  }

  space(pixels: number): void {
    this.y += pixels;
  }

  add(...parts: readonly string[]): void {
    this.parts.push(...parts);
  }

  /** Words around the text, wrapped. */
  text(words: string, { size = this.theme.ui.size, bold = false, colour }: TextStyle = {}): void {
    const attributes = [
      `font-size="${round(size)}"`,
      ...(bold ? ['font-weight="600"'] : []),
      paint('fill', colour ?? this.theme.colours.foreground),
    ].join(' ');
    for (const line of wrapUi(words, this.width, size * (bold ? 1.05 : 1), this.measure)) {
      this.y += size * LINE;
      this.add(
        `<text x="${round(this.left)}" y="${round(this.y - size * 0.4)}" ${attributes}>${markup(line)}</text>`,
      );
    }
  }

  heading(words: string): void {
    this.text(words, { bold: true });
    this.space(4);
  }

  muted(words: string): void {
    this.text(words, { colour: this.theme.colours.muted });
  }
}

/** A coordinate with as many digits as can be seen. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
