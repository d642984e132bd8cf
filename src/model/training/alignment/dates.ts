/**
 * Written dates and what they are in ISO 8601, for the memory-conditioned model. Only formats that everybody reads alike:
 * a month by its name, the year first, or full stops, which are written with the day first. 3/5/2017 is left out.
 */
import { Random } from '../../random';

export interface CalendarDate {
  readonly year: number;
  readonly month: number; // from 1
  readonly day: number; // from 1
}

export interface WrittenDate {
  readonly text: string;
  readonly iso: string;
  readonly format: string;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Years of all dates, both included. */
const YEARS = { first: 1900, last: 2099 } as const;
/** What two digits of a year stand for, as in POSIX: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068. */
const SHORT_YEARS = { first: 1969, last: 2068 } as const;

/**
 * Fields: {day} 3 or 03; {nth} 3rd; {month} May, Sep, Sept or Sep.; {weekday} Wednesday or Wed; {year} 2017; {yy} 17;
 * {d}, {m} without and {dd}, {mm} with a leading zero.
 */
export const DATE_FORMATS = [
  'the {nth} of {month} {year}',
  'the {nth} of {month}, {year}',
  '{nth} of {month} {year}',
  '{nth} {month} {year}',
  '{day} {month} {year}',
  '{day} {month}, {year}',
  '{day}-{month}-{year}',
  '{month} {day}, {year}',
  '{month} {day} {year}',
  '{month} {nth}, {year}',
  '{month} the {nth}, {year}',
  '{year} {month} {day}',
  '{weekday}, {day} {month} {year}',
  '{weekday} {day} {month} {year}',
  '{weekday}, {month} {day}, {year}',
  '{weekday} {month} {day} {year}',
  '{weekday}, the {nth} of {month} {year}',
  '{weekday} the {nth} of {month} {year}',
  "{day} {month} '{yy}",
  "{month} {day}, '{yy}",
  "the {nth} of {month} '{yy}",
  '{year}-{mm}-{dd}',
  '{year}/{mm}/{dd}',
  '{year}/{m}/{d}',
  '{year}.{mm}.{dd}',
  '{year}{mm}{dd}',
  '{d}.{m}.{year}',
  '{dd}.{mm}.{year}',
] as const;

const FULL_YEAR_FORMATS = DATE_FORMATS.filter((format) => !format.includes('{yy}'));

/** Every day from 1 January 1900 to 31 December 2099. */
export function allDates(): CalendarDate[] {
  const dates: CalendarDate[] = [];
  const end = Date.UTC(YEARS.last + 1, 0, 1);
  for (
    let at = new Date(Date.UTC(YEARS.first, 0, 1));
    at.getTime() < end;
    at.setUTCDate(at.getUTCDate() + 1)
  ) {
    dates.push({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() });
  }
  return dates;
}

export interface DateSplit {
  readonly train: readonly CalendarDate[];
  readonly validation: readonly CalendarDate[];
  readonly test: readonly CalendarDate[];
}

/** All dates in three parts, 8 : 1 : 1, so that no date of one part is written in another in whatever format. */
export function splitDates(seed: number): DateSplit {
  const dates = new Random(seed).shuffle(allDates());
  const tenth = Math.floor(dates.length / 10);
  return {
    test: dates.slice(0, tenth),
    validation: dates.slice(tenth, 2 * tenth),
    train: dates.slice(2 * tenth),
  };
}

/** `count` dates of a part, drawn with repetition, each in a format of its own. */
export function sampleDates(dates: readonly CalendarDate[], count: number, seed: number): WrittenDate[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => writeDate(dates[random.integer(dates.length)]!, random));
}

/** The date in one of the formats in which it can be written. */
export function writeDate(date: CalendarDate, random: Random): WrittenDate {
  const shortYear = date.year >= SHORT_YEARS.first && date.year <= SHORT_YEARS.last;
  const format = pick(shortYear ? DATE_FORMATS : FULL_YEAR_FORMATS, random);
  return { ...writeDateAs(date, format, random), format };
}

/** @param format fields in braces as in DATE_FORMATS */
export function writeDateAs(
  { year, month, day }: CalendarDate,
  format: string,
  random: Random,
): { text: string; iso: string } {
  const two = (value: number) => String(value).padStart(2, '0');
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]!;
  const fields: Record<string, string> = {
    day: random.uniform() < 0.2 ? two(day) : String(day),
    nth: ordinal(day),
    month: writeMonth(MONTHS[month - 1]!, random),
    weekday: random.uniform() < 0.4 ? weekday.slice(0, 3) : weekday,
    year: String(year),
    yy: two(year % 100),
    d: String(day),
    dd: two(day),
    m: String(month),
    mm: two(month),
  };
  return {
    text: format.replace(/\{(\w+)\}/gu, (_, field: string) => fields[field]!),
    iso: `${year}-${two(month)}-${two(day)}`,
  };
}

/** In full six times in ten, otherwise short, of those every third with a full stop. */
function writeMonth(name: string, random: Random): string {
  const choice = random.uniform();
  const short = name === 'September' && random.uniform() < 0.5 ? 'Sept' : name.slice(0, 3);
  if (choice < 0.6 || short === name) return name;
  return choice < 0.87 ? short : `${short}.`;
}

function ordinal(day: number): string {
  const ending = day >= 11 && day <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.integer(items.length)]!;
}
