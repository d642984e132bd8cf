/** What the bench found, and how it is printed. */
import { LENGTHS } from './network';
import type { ReviewsRow } from './reviews';
import type { Reanalysis } from './startup';

export interface Row {
  readonly name: string;
  readonly title: string;
  /** By number of words: median over the rounds of each round's median, and the least of all, in microseconds. */
  readonly medianUs: Record<string, number>;
  readonly leastUs: Record<string, number>;
  /** Resident memory of its process. */
  rssMiB: number;
}

export interface Outcome {
  readonly rows: readonly Row[];
  readonly skipped: readonly string[];
  readonly reanalysis: Reanalysis;
  readonly coldStart: Readonly<Record<string, number>>;
  readonly sizes: Readonly<Record<string, number>>;
  readonly reviews: readonly ReviewsRow[];
}

function microseconds(us: number): string {
  if (us < 1000) return `${us.toFixed(0)} µs`;
  return us < 100_000 ? `${(us / 1000).toFixed(us < 10_000 ? 2 : 1)} ms` : `${(us / 1000).toFixed(0)} ms`;
}

function line(title: string, ...cells: readonly string[]): void {
  console.log(title.padEnd(42) + cells.map((cell) => cell.padStart(21)).join(''));
}

export function print({ rows, skipped, reanalysis, coldStart, sizes, reviews }: Outcome): void {
  // Ratios are to the first row: native C where it is there.
  const [base] = rows;
  line('median (× the first row; × by least)', ...LENGTHS.map((n) => `${n} words`), 'memory');
  for (const row of rows) {
    const cells = LENGTHS.map((words) => {
      const ratio = row.medianUs[words]! / base!.medianUs[words]!;
      const least = row.leastUs[words]! / base!.leastUs[words]!;
      const digits = ratio < 10 ? 2 : 0;
      return `${microseconds(row.medianUs[words]!)} (${ratio.toFixed(digits)}; ${least.toFixed(digits)})`;
    });
    line(row.title, ...cells, `${row.rssMiB.toFixed(0)} MiB`);
  }
  for (const reason of skipped) console.log(`left out: ${reason}`);
  const { fullUs, lastWordUs, middleWordUs } = reanalysis;
  const share = (us: number) => `${microseconds(us)}, ${((100 * us) / fullUs).toFixed(1)} % of a full run`;
  console.log(
    `\n1,000 words again, the last one edited: ${share(lastWordUs)}; the middle one: ${share(middleWordUs)}`,
  );
  const parts = Object.entries(coldStart).map(([part, ms]) => `${part.slice(0, -2)} ${ms.toFixed(1)} ms`);
  console.log(`cold start: ${parts.join(', ')}`);
  const bytes = Object.entries(sizes).map(([name, size]) => `${name} ${(size / 1024).toFixed(1)} KiB`);
  console.log(`sizes: ${bytes.join(', ')}`);
  for (const { title, reviewsPerSecond, accuracy } of reviews) {
    line(title, `${reviewsPerSecond.toFixed(0)} reviews/s`, `${(100 * accuracy).toFixed(2)} % right`);
  }
}
