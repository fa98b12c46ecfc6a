// Against what was really published, where this machine has it: every day from 1990 to 2026, and the holidays that models compute for themselves.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBridge, isHoliday } from '../../models/features/french-holidays.ts';
import { dataFolders } from '../../notebooks/lab/open-data.ts';
import { publicHolidays } from '../../tools/simulate/holidays.ts';
import { readAll } from '../read-all.ts';
import { tableRows } from '../table-format.ts';
import { HOUR } from '../time.ts';
import { dateAfter, datesFrom } from './day.ts';
import { everyDayFile } from './files.ts';
import { publicDays } from './public-holidays.ts';
import { calendrierApi } from './sources/calendrier-api.ts';
import { dataGouvPublic } from './sources/data-gouv-public.ts';
import { dataGouvSchool } from './sources/data-gouv-school.ts';
import { education } from './sources/education.ts';

const folder = dataFolders()
  .map((data) => join(data, 'calendar'))
  .find(existsSync);
if (!folder)
  console.warn('SKIPPED: no real calendar on this machine. Set WATTMESH_DATA to a folder that holds calendar/.');
const bytesOf = (file: string): Uint8Array => readFileSync(join(folder ?? '', file));
const bytes = (text: string) => new TextEncoder().encode(text);
const linesOf = (file: string): string[][] =>
  new TextDecoder()
    .decode(bytesOf(file))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
const years = Array.from({ length: 12 }, (_, i) => 2015 + i);

describe('the holidays that models compute', () => {
  it('are those of the dataset, bridges too, on every day from 2015 to 2026', async () => {
    const rows = publicDays(new Map([...years, 2027].flatMap(publicHolidays))).filter(
      ({ date }) => String(date) < '2027',
    );
    expect(rows).toHaveLength(12 * 365 + 3);
    for (const row of rows) {
      const noon = Number(row['at']) + 12 * HOUR;
      expect([row['date'], row['is_public_holiday'], row['is_bridge_day']]).toEqual([
        row['date'],
        isHoliday(noon),
        isBridge(noon),
      ]);
    }
  });
});

describe.skipIf(!folder)('the public holidays really published', () => {
  it('are read from a file by hand as they stand, 37 years of them', async () => {
    const want = linesOf('jours_feries.csv').filter(([date = '']) => date >= '1990' && date < '2027');
    const rows = [];
    for await (const row of tableRows(everyDayFile, chunk(bytesOf('jours_feries.csv'))))
      if ('at' in row) rows.push(row);
    const got = rows.filter(({ date }) => String(date) >= '1990' && String(date) < '2027');
    expect(
      got.map((row) => [row['date'], row['is_public_holiday'] ? 'True' : 'False', row['public_holiday_name'] ?? '']),
    ).toEqual(want);
    expect(want).toHaveLength(13_514);
  });

  it('are those that both sources make of the same dates', async () => {
    const holidays = linesOf('jours_feries.csv').filter(
      ([date = '', is]) => is === 'True' && date >= '1990' && date <= '2027-01-01',
    );
    const csv = holidays.map(([date = '', , name]) => `${date},${date.slice(0, 4)},Métropole,${name}\n`).join('');
    const { rows } = await readAll(dataGouvPublic, bytes(`date,annee,zone,nom_jour_ferie\n${csv}`));
    const json = Object.fromEntries(holidays.map(([date = '', , name]) => [date, name]));
    expect((await readAll(calendrierApi, bytes(JSON.stringify(json)))).rows).toEqual(rows);
    expect(rows.filter((row) => row['is_public_holiday']).map((row) => row['date'])).toEqual(
      holidays.map(([date]) => date).filter((date = '') => date < '2027'),
    );
    expect(rows).toHaveLength(13_514);
  });
});

describe.skipIf(!folder)('the school holidays really published', () => {
  const lines = () => linesOf('vacances_scolaires_zones.csv');
  /** The file begins in January 1990 without the summer of that year, and goes on with False to the end of 2026. */
  const published = () => lines().filter(([date = '']) => date >= '1991-09-01' && date <= '2026-08-31');

  it('are read as they stand, and nothing is said of the years it knows in part', async () => {
    const { rows, rejects } = await readAll(dataGouvSchool, bytesOf('vacances_scolaires_zones.csv'));
    expect(rejects).toEqual([]);
    const shown = (value: unknown) => (value ? 'True' : 'False');
    expect(
      rows.map((row) => [
        row['date'],
        shown(row['is_school_holiday_a']),
        shown(row['is_school_holiday_b']),
        shown(row['is_school_holiday_c']),
        row['school_holiday_name'] ?? '',
      ]),
    ).toEqual(published());
    expect(rows).toHaveLength(12_784);
  });

  it('never have an empty Christmas: 35 of them cross the year in every zone', async () => {
    const { rows } = await readAll(dataGouvSchool, bytesOf('vacances_scolaires_zones.csv'));
    const off = rows.filter(
      (row) => row['is_school_holiday_a'] && row['is_school_holiday_b'] && row['is_school_holiday_c'],
    );
    const dates = new Set(off.map((row) => row['date']));
    const crossings = Array.from({ length: 35 }, (_, i) => 1991 + i);
    expect(crossings.filter((year) => dates.has(`${year}-12-31`) && dates.has(`${year + 1}-01-01`))).toEqual(crossings);
  });

  it('are the same when they come as periods of the ministry', async () => {
    const zones = ['A', 'B', 'C'].flatMap((zone, i) => periodsOf(zone, i + 1, lines()));
    const { rows, rejects } = await readAll(education, bytes(JSON.stringify(zones)));
    expect(rejects).toEqual([]);
    const table = await readAll(dataGouvSchool, bytesOf('vacances_scolaires_zones.csv'));
    const plain = ({ date, is_school_holiday_a, is_school_holiday_b, is_school_holiday_c }: (typeof rows)[number]) =>
      [date, is_school_holiday_a, is_school_holiday_b, is_school_holiday_c].join(' ');
    expect(rows.map(plain)).toEqual(table.rows.map(plain));
    expect(rows).toHaveLength(12_784);
  });
});

/** As the ministry would write the file's days: midnights of Paris, with the offset of that day. */
function periodsOf(zone: string, column: number, lines: readonly string[][]) {
  const periods: { description: string; first: string; last: string }[] = [];
  for (const line of lines) {
    const [date = '', name = ''] = [line[0], line[4]];
    if (line[column] !== 'True') continue;
    const open = periods.at(-1);
    if (open?.description === name && dateAfter(open.last, 1) === date) open.last = date;
    else periods.push({ description: name, first: date, last: date });
  }
  return periods.map(({ description, first, last }) => ({
    description,
    population: '-',
    start_date: `${first}T00:00:00${offsetOn(first)}`,
    end_date: `${dateAfter(last, 1)}T00:00:00${offsetOn(dateAfter(last, 1))}`,
    location: 'Lyon',
    zones: `Zone ${zone}`,
    annee_scolaire: '',
  }));
}

/** The clocks move on the last Sunday of March and October. */
function offsetOn(date: string): string {
  const lastSunday = (month: string) =>
    datesFrom(`${date.slice(0, 4)}-${month}-25`, `${date.slice(0, 4)}-${month}-31`).find(
      (day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 0,
    ) ?? '';
  return date > lastSunday('03') && date <= lastSunday('10') ? '+02:00' : '+01:00';
}

async function* chunk(all: Uint8Array): AsyncGenerator<Uint8Array> {
  yield all;
}
