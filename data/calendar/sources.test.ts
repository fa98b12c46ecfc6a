// What exactly comes out of answers of the calendar's sources.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import type { Row, Source } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { formatInstant } from '../time.ts';
import { calendar } from './dataset.ts';
import { keyOf } from './day.ts';
import { everyDayFile, holidaysFile } from './files.ts';
import { publicDays } from './public-holidays.ts';
import { calendrierApi } from './sources/calendrier-api.ts';
import { dataGouvPublic } from './sources/data-gouv-public.ts';
import { dataGouvSchool } from './sources/data-gouv-school.ts';
import { education } from './sources/education.ts';

const read = (source: Source, file: string) =>
  readAll(source, readFileSync(new URL(`fixtures/${source.id}/${file}`, import.meta.url)));
const asked = (source: Source) =>
  httpQuestionsOf(
    source,
    { from: Date.parse('2025-12-30T00:00:00Z'), to: Date.parse('2026-11-20T00:00:00Z') },
    () => '',
  ).map(({ url }) => decodeURIComponent(url.replaceAll('+', ' ')));
const on = (rows: readonly Row[], date: string) => rows.find((row) => row['date'] === date);
const zones = (row: Row | undefined) =>
  row && ['a', 'b', 'c'].filter((zone) => row[`is_school_holiday_${zone}`]).join('');
const knownAt = (part: 'public' | 'school', date: string) =>
  formatInstant(calendar.parts[part].knownAt({ ...keyOf(date), quality: 'definitive' }));

describe('questions', () => {
  it('name whole years, and whole school years with the summer before', () => {
    expect(asked(calendrierApi)).toEqual([
      'https://calendrier.api.gouv.fr/jours-feries/metropole/2025.json',
      'https://calendrier.api.gouv.fr/jours-feries/metropole/2026.json',
    ]);
    expect(asked(dataGouvPublic)[0]).toMatch(/date__greater=2025-01-01&date__less=2027-01-01$/);
    expect(asked(dataGouvSchool)[0]).toMatch(/date__greater=2025-06-15&date__less=2027-08-31$/);
    expect(asked(education)[0]).toContain(
      "where=start_date >= date'2025-06-14T22:00:00Z' AND start_date < date'2027-08-30T22:00:00Z'",
    );
  });
});

describe('days', () => {
  it('begin at midnight in Paris, also when the clocks change', () => {
    expect(
      ['2026-03-29', '2026-03-30', '2026-10-25', '2026-10-26'].map((date) => formatInstant(keyOf(date).at)),
    ).toEqual(['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z']);
  });
});

describe('public holidays', () => {
  it('say yes or no of every day of a year that is there, and nothing of the next', async () => {
    const { rows } = await read(calendrierApi, 'good.json');
    expect(rows).toHaveLength(365);
    expect(on(rows, '2026-05-14')).toEqual({
      at: Date.parse('2026-05-13T22:00:00Z'),
      date: '2026-05-14',
      is_public_holiday: true,
      public_holiday_name: 'Ascension',
      is_bridge_day: false,
      quality: 'definitive',
    });
    expect(on(rows, '2026-05-15')).toMatchObject({
      is_public_holiday: false,
      public_holiday_name: null,
      is_bridge_day: true,
    });
    expect(on(rows, '2026-12-26')).toMatchObject({ is_public_holiday: false });
    expect((await read(dataGouvPublic, 'good.csv')).rows).toEqual(rows);
  });

  it('leave the bridge of Monday 31 December unknown without the year after', () => {
    const names = (year: number) =>
      ['01-01', '04-02', '05-01', '05-08', '05-10', '05-21', '07-14', '08-15', '11-01', '11-11', '12-25'].map(
        (day) => [`${year}-${day}`, 'férié'] as const,
      );
    const lastOf = (rows: readonly Row[]) => on(rows, '2029-12-31')?.['is_bridge_day'];
    expect(lastOf(publicDays(new Map(names(2029))))).toBeNull();
    expect(lastOf(publicDays(new Map([...names(2029), ['2030-01-01', '1er janvier']])))).toBe(true);
    expect(on(publicDays(new Map(names(2026))), '2026-12-31')?.['is_bridge_day']).toBe(false);
  });

  it.each([
    ['broken-few.json', '2026: got 3 public holidays, want 10 or 11'],
    ['broken-error.json', 'got "{\\"error\\": \\"Not found\\"}'],
    ['broken-html.json', 'got "<!doctype html>'],
  ])('fail on %s', async (file, why) => {
    await expect(read(calendrierApi, file)).rejects.toThrow(why);
  });

  it('reject another territory and days that no calendar has', async () => {
    const { rejects } = await read(dataGouvPublic, 'broken-rows.csv');
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'line 13: date: want YYYY-MM-DD, a day that is',
      'line 14: zone: got "Alsace-Moselle", want Métropole',
    ]);
  });

  it('are known when the year before begins', () => {
    expect(knownAt('public', '2026-05-14')).toBe('2024-12-31T23:00:00Z');
  });
});

describe('school holidays', () => {
  it('go from the Saturday to the day before the morning of return, in each zone, across the year', async () => {
    const { rows } = await read(education, 'good.json');
    const days = ['2025-10-17', '2025-10-18', '2025-11-02', '2025-11-03', '2025-12-31', '2026-01-04', '2026-01-05'];
    expect(days.map((date) => zones(on(rows, date)))).toEqual(['', 'abc', 'abc', '', 'abc', 'abc', '']);
    const winter = ['2026-02-07', '2026-02-14', '2026-02-21', '2026-02-23', '2026-03-02', '2026-03-09'];
    expect(winter.map((date) => zones(on(rows, date)))).toEqual(['a', 'ab', 'abc', 'bc', 'c', '']);
    expect(on(rows, '2026-03-01')).toMatchObject({
      school_holiday_name: "Vacances d'hiver",
      is_school_holiday_a: false,
    });
  });

  it('last a day where they start and end at the same instant', async () => {
    const { rows } = await read(education, 'good.json');
    expect(['2026-05-14', '2026-05-15', '2026-05-16'].map((date) => zones(on(rows, date)))).toEqual(['', 'abc', '']);
  });

  it('end with the first day of a summer whose end is not published', async () => {
    const { rows } = await read(education, 'good.json');
    expect([rows[0]?.['date'], rows.at(-1)?.['date'], zones(rows.at(-1))]).toEqual(['2025-09-01', '2026-07-04', 'abc']);
    expect(rows).toHaveLength(307);
  });

  it('say nothing of a school year without its Christmas, its summer and the summer before', async () => {
    const { rows } = await read(dataGouvSchool, 'good.csv');
    expect(rows.map((row) => row['date'])).toEqual([
      '2025-12-19',
      '2025-12-20',
      '2026-01-04',
      '2026-01-05',
      '2026-02-14',
      '2026-07-04',
      '2026-08-31',
    ]);
  });

  it('reject what is new to us', async () => {
    const { rejects } = await read(education, 'broken-rows.json');
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'record 3: zones: "Zone D" is new to us',
      'record 4: description: "Vacances de neige" is new to us',
      'record 5: want start_date and end_date as instants, in order',
      'record 6: want start_date and end_date as instants, in order',
    ]);
    expect((await read(dataGouvSchool, 'broken-rows.csv')).rejects.map(({ reason }) => reason)).toEqual([
      'date: want YYYY-MM-DD, a day that is',
      'vacances_zone_*: want True or False',
      'nom_vacances: "Vacances de neige" is new to us',
    ]);
  });

  it('are known half a year before the school year', () => {
    expect(['2025-08-31', '2025-09-01', '2026-07-04'].map((date) => knownAt('school', date))).toEqual([
      '2024-02-29T23:00:00Z',
      '2025-02-28T23:00:00Z',
      '2025-02-28T23:00:00Z',
    ]);
  });
});

describe('files by hand', () => {
  it('give days with a yes or no, or holidays alone, and never a bridge', () => {
    expect(everyDayFile.read({ date: '2026-07-14', est_jour_ferie: 'True', nom_jour_ferie: 'Fête Nationale' })).toEqual(
      {
        at: Date.parse('2026-07-13T22:00:00Z'),
        date: '2026-07-14',
        is_public_holiday: true,
        public_holiday_name: 'Fête Nationale',
        quality: 'definitive',
      },
    );
    expect(everyDayFile.read({ date: '2026-07-15', est_jour_ferie: 'False', nom_jour_ferie: '' })).toMatchObject({
      is_public_holiday: false,
      public_holiday_name: null,
    });
    expect(holidaysFile.read({ date: '2026-04-06', nom_ferie: 'Lundi de Pâques', type: 'mobile' })).toMatchObject({
      is_public_holiday: true,
    });
    expect(holidaysFile.read({ date: '2026-04-06', nom_ferie: 'Lundi de Pâques', type: 'autre' })).toBe(
      'type: got autre, want fixe or mobile',
    );
  });
});
