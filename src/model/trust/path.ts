/**
 * The integral of slopes along a path from 0 to 1 on which the height itself is known too, so that each panel of it can be
 * checked: Simpson's rule, and panels where it is off are divided. Networks with layer norm change most of their mind within
 * a small part of the way, which steps of one length would miss.
 */

/** What is known at one place of the path. */
export interface Point {
  readonly height: number;
  /** How fast the height changes by each of several summands. */
  readonly slopes: Float64Array;
  /** Their sum. */
  readonly slope: number;
}

interface Panel {
  readonly from: number;
  readonly to: number;
}

/** Panels at first, and points at most. */
const PANELS = 8;
const MOST_POINTS = 129;
/** What the integral may differ from the rise by: a share of it, or where there is next to none so much. */
const SHARE_OFF = 0.01;
const LEAST_OFF = 0.001;
/** Panels are divided together whose gap is at least this share of the widest. */
const ALIKE = 0.25;

const middle = ({ from, to }: Panel): number => (from + to) / 2;

export class Path {
  private panels: Panel[] = Array.from({ length: PANELS }, (_, i) => ({
    from: i / PANELS,
    to: (i + 1) / PANELS,
  }));
  private readonly points = new Map<number, Point>();

  add(at: number, point: Point): void {
    this.points.set(at, point);
  }

  /** Rise of the height over the whole path. */
  get rise(): number {
    return this.at(1).height - this.at(0).height;
  }

  /** Where to look first; `more` says where then. */
  get start(): number[] {
    const inner = this.panels.flatMap((panel) => [middle(panel), panel.to]);
    return [0, ...inner];
  }

  /**
   * Places that are to be added next, at most about so many; none once the integral is good enough, or is not to be had
   * with so many points.
   */
  more(count: number): number[] {
    if (this.settled || this.points.size >= MOST_POINTS) return [];
    const byGap = this.panels.map((panel) => ({ panel, gap: Math.abs(this.gap(panel)) }));
    byGap.sort((a, b) => b.gap - a.gap || a.panel.from - b.panel.from);
    const least = ALIKE * byGap[0]!.gap;
    const chosen = byGap.filter(({ gap }, i) => i === 0 || (gap >= least && 2 * (i + 1) <= count));
    const divided = new Set(chosen.map(({ panel }) => panel));
    const halves = [...divided].flatMap((panel): Panel[] => [
      { from: panel.from, to: middle(panel) },
      { from: middle(panel), to: panel.to },
    ]);
    this.panels = [...this.panels.filter((panel) => !divided.has(panel)), ...halves];
    return halves.map(middle);
  }

  /** The integral of each summand's slope. */
  integrals(): number[] {
    const sums = new Float64Array(this.at(0).slopes.length);
    for (const panel of this.panels) {
      this.visit(panel, ({ slopes }, weight) => slopes.forEach((slope, i) => (sums[i]! += weight * slope)));
    }
    return Array.from(sums);
  }

  /** Both in all, where gaps may cancel out, and panel by panel, as a share of all ups and downs. */
  private get settled(): boolean {
    let [off, offs, ways] = [0, 0, 0];
    for (const panel of this.panels) {
      const gap = this.gap(panel);
      off += gap;
      offs += Math.abs(gap);
      ways += Math.abs(this.at(panel.to).height - this.at(panel.from).height);
    }
    const allowed = (way: number) => Math.max(SHARE_OFF * Math.abs(way), LEAST_OFF);
    return Math.abs(off) <= allowed(this.rise) && offs <= allowed(ways);
  }

  private gap(panel: Panel): number {
    let sum = 0;
    this.visit(panel, ({ slope }, weight) => (sum += weight * slope));
    return sum - (this.at(panel.to).height - this.at(panel.from).height);
  }

  private visit(panel: Panel, add: (point: Point, weight: number) => void): void {
    const sixth = (panel.to - panel.from) / 6;
    add(this.at(panel.from), sixth);
    add(this.at(middle(panel)), 4 * sixth);
    add(this.at(panel.to), sixth);
  }

  private at(place: number): Point {
    return this.points.get(place)!;
  }
}
