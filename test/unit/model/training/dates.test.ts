import assert from 'node:assert/strict';
import { isIsoDate } from '../../../../src/model/alignment/isoDate';
import { Random } from '../../../../src/model/random';
import {
  allDates,
  DATE_FORMATS,
  sampleDates,
  splitDates,
  writeDateAs,
} from '../../../../src/model/training/alignment/dates';

const DAY = { year: 2017, month: 5, day: 3 };
const written = (format: string, date = DAY) => writeDateAs(date, format, new Random(5)).text;

describe('written dates', () => {
  it('hold every day of two hundred years once', () => {
    const dates = allDates();
    assert.equal(dates.length, 200 * 365 + 49, '49 leap days: 1900 has none');
    assert.deepEqual(dates[0], { year: 1900, month: 1, day: 1 });
    assert.deepEqual(dates.at(-1), { year: 2099, month: 12, day: 31 });
  });

  it('are split 8 : 1 : 1 without a date in two parts, alike for the same seed', () => {
    const parts = splitDates(1);
    const key = ({ year, month, day }: typeof DAY) => `${year}-${month}-${day}`;
    const keys = [parts.train, parts.validation, parts.test].map((part) => new Set(part.map(key)));
    assert.equal(new Set(keys.flatMap((set) => [...set])).size, 73_049);
    assert.deepEqual(
      keys.map((set) => set.size),
      [58_441, 7304, 7304],
    );
    assert.deepEqual(splitDates(1), parts);
    assert.notDeepEqual(splitDates(2).test, parts.test);
  });

  it('are the same again for the same seed, and of all formats', () => {
    const { train } = splitDates(1);
    const first = sampleDates(train, 2000, 4);
    assert.deepEqual(sampleDates(train, 2000, 4), first);
    assert.notDeepEqual(sampleDates(train, 2000, 5), first);
    assert.deepEqual(new Set(first.map(({ format }) => format)), new Set(DATE_FORMATS));
    for (const { text, iso } of first) assert.ok(isIsoDate(iso) && text.length > 0, iso);
  });

  it('are what the format says', () => {
    assert.equal(written('the {nth} of {yy}'), 'the 3rd of 17');
    assert.equal(written('{d}.{m}.{year}'), '3.5.2017');
    assert.equal(written('{dd}.{mm}.{year}'), '03.05.2017');
    assert.match(written('{weekday}'), /^Wed(nesday)?$/u);
    assert.equal(written('{year}{mm}{dd}'), '20170503');
    const nth = (day: number) => written('{nth}', { ...DAY, day });
    assert.equal(
      [1, 2, 4, 11, 12, 13, 21, 22, 23, 30, 31].map(nth).join(),
      '1st,2nd,4th,11th,12th,13th,21st,22nd,23rd,30th,31st',
    );
  });

  it('have two digits of the year only where these are unambiguous', () => {
    const years = sampleDates(splitDates(1).train, 4000, 6)
      .filter(({ format }) => format.includes('{yy}'))
      .map(({ iso }) => Number(iso.slice(0, 4)));
    assert.ok(years.length > 50);
    assert.ok(Math.min(...years) >= 1969 && Math.max(...years) <= 2068);
  });
});

describe('ISO dates', () => {
  it('are days of the calendar', () => {
    for (const good of ['2017-05-03', '2000-02-29', '1900-01-01']) assert.ok(isIsoDate(good), good);
    for (const bad of ['2017-02-31', '1900-02-29', '2017-13-01', '2017-5-3', '', '2017-05-033']) {
      assert.ok(!isIsoDate(bad), bad);
    }
  });
});
