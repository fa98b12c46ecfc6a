// The file of gas curves: lines of ours for old regions and slipped digits; the real one, where this machine has it, for what the labels mean.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../dataset.ts';
import { type Reading, readAll } from '../read-all.ts';
import { tableRows } from '../table-format.ts';
import { formatInstant, parisClock } from '../time.ts';
import { checkRow } from '../validate.ts';
import { curvesFile } from './curves-file.ts';
import { gas } from './dataset.ts';
import { placeOf, REGIONS } from './regions.ts';

const file = { parse: (bytes: AsyncIterable<Uint8Array>) => tableRows(curvesFile, bytes) };
const header = [...curvesFile.required, 'movement_social', 'motif'];
const line = (region: string, mwh: number, total = 24 * mwh, status = 'Définitif') =>
  [
    '2018-06-01',
    'GRTgaz',
    'GRD/ELD',
    region,
    ...Array.from({ length: 24 }, () => mwh),
    total,
    status,
    'False',
    '',
  ].join(',');
const read = (...lines: string[]) =>
  readAll(file, new TextEncoder().encode([header.join(','), ...lines, ''].join('\n')));

describe('regions', () => {
  it('of before 2016 are those of today, 21 of them in 12, whatever their accents and dashes', () => {
    const old =
      'Alsace,Aquitaine,Auvergne,Basse-Normandie,Bourgogne,Bretagne,Centre,Champagne-Ardenne,Franche-Comté,Haute-Normandie,Île-de-France,Languedoc-Roussillon,Limousin,Lorraine,Midi-Pyrénées,Nord-Pas-de-Calais,Pays de la Loire,Picardie,Poitou-Charentes,Provence-Alpes-Côte d’Azur,Rhône-Alpes';
    const found = old.split(',').map((name) => placeOf(name)?.region);
    expect(found).toHaveLength(21);
    expect(new Set(found)).toEqual(new Set(REGIONS.filter((region) => region !== 'FR-20R')));
    expect([placeOf('alsace'), placeOf('PICARDIE'), placeOf('grand-est'), placeOf('Corse')]).toEqual([
      { region: 'FR-GES', parts: 3 },
      { region: 'FR-HDF', parts: 2 },
      { region: 'FR-GES', parts: 1 },
      { region: 'FR-20R', parts: 1 },
    ]);
    expect(placeOf('Atlantide')).toBeUndefined();
  });

  it('that were put together are added up, once all their parts are there', async () => {
    const { rows, warnings } = await read(
      line('Alsace', 10),
      line('Lorraine', 20),
      line('Alsace', 10),
      line('Champagne-Ardenne', 3),
    );
    expect(rows).toHaveLength(24);
    expect(new Set(rows.map((row) => `${row['region']} ${row['consumption_mwh']}`))).toEqual(new Set(['FR-GES 33']));
    expect(warnings).toEqual([
      'Alsace is one of 3 parts of FR-GES: loaded when all of them are there',
      'Lorraine is one of 3 parts of FR-GES: loaded when all of them are there',
      'Alsace of 2018-06-01 comes again: its first line counts, this one was left out',
    ]);
  });

  it('that were put together are as good as the least of them, whichever comes last', async () => {
    const { rows } = await read(
      line('Nord-Pas-de-Calais', 10, 240, 'Provisoire'),
      line('Picardie', 20),
      line('Basse-Normandie', 10),
      line('Haute-Normandie', 20, 480, 'Provisoire'),
      line('Bourgogne', 10),
      line('Franche-Comté', 20),
    );
    expect(new Set(rows.map((row) => `${row['region']} ${row['consumption_mwh']} ${row.quality}`))).toEqual(
      new Set(['FR-HDF 30 real time', 'FR-NOR 30 real time', 'FR-BFC 30 definitive']),
    );
  });
});

it('warns where the hours of a day do not make its total', async () => {
  const { rows, warnings } = await read(line('bretagne', 10, 240.2), line('normandie', 10, 999));
  expect(rows).toHaveLength(48);
  expect(warnings).toEqual(['GRTgaz normandie 2018-06-01: the hours make 240 MWh, the day says 999']);
});

const path = [process.env['WATTMESH_DATA'], join(import.meta.dirname, '../../../shared/data')]
  .flatMap((data) => (data ? [join(data, 'gas/regional_gas_hourly_2018_2022.csv')] : []))
  .find((candidate) => existsSync(candidate));

describe.skipIf(!path)('the real file (where WATTMESH_DATA or ../shared/data has gas)', () => {
  let days: { date: string; operator: string; region: string; mwh: number[] }[];
  let reading: Reading;
  beforeAll(async () => {
    const text = readFileSync(path!, 'utf8');
    days = text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((each) => each.split(','))
      .map((f) => ({ date: f[0]!, operator: f[1]!, region: f[3]!, mwh: f.slice(4, 28).map(Number) }));
    reading = await readAll(file, new TextEncoder().encode(text), 65_536);
  });

  it('has region-days twice unless the operator is part of the key', () => {
    expect(days).toHaveLength(25_035);
    const regionDays = new Set(days.map(({ date, region }) => `${date} ${region}`));
    expect(days.length - regionDays.size).toBe(4_935);
    expect(new Set(days.map(({ date, operator, region }) => `${date} ${operator} ${region}`)).size).toBe(25_035);
  });

  /** Standard deviation of the step from one column to the next, in shares of the day's mean: the seam between two mornings stands out. */
  function seams(operator: string): number[] {
    const steps: number[][] = Array.from({ length: 23 }, () => []);
    for (const { mwh } of days.filter((day) => day.operator === operator)) {
      const mean = mwh.reduce((sum, value) => sum + value, 0) / 24;
      for (const [i, each] of steps.entries()) {
        const step = (mwh[i + 1]! - mwh[i]!) / mean;
        if (Math.abs(step) < 2) each.push(step);
      }
    }
    return steps.map((each) => {
      const mean = each.reduce((sum, step) => sum + step, 0) / each.length;
      return Math.sqrt(each.reduce((sum, step) => sum + (step - mean) ** 2, 0) / each.length);
    });
  }

  it.each([
    ['GRTgaz', 11, 0.2],
    ['Teréga', 5, 0.25],
  ])('has the seam of the gas day of %s after label %i', (operator, label, least) => {
    const found = seams(operator);
    const widest = Math.max(...found);
    expect(found.indexOf(widest)).toBe(label);
    expect(widest).toBeGreaterThan(least);
    expect(widest / found.toSorted((a, b) => b - a)[1]!).toBeGreaterThan(1.5);
  });

  it('has the hole of the March nights in the column that we take for 02:00', () => {
    const nights = ['2019-03-30', '2020-03-28', '2021-03-27', '2022-03-26'];
    const holes = days.filter(({ date, operator }) => operator === 'GRTgaz' && nights.includes(date));
    expect(holes).toHaveLength(48);
    for (const { mwh } of holes) expect(mwh[8]! / ((mwh[6]! + mwh[10]!) / 2)).toBeLessThan(0.25);
  });

  it('has more gas by night than in the morning on nine days of ten when read as clock hours, on one of 150 as we read it', () => {
    const sum = (mwh: readonly number[]) => mwh.reduce((all, value) => all + value, 0);
    const grtgaz = days.filter(({ operator }) => operator === 'GRTgaz');
    const strange = (nightOf: (date: string) => number) =>
      grtgaz.filter(({ date, mwh }) => {
        const night = nightOf(date);
        return sum(mwh.slice(night + 6, night + 12)) <= sum(mwh.slice(night, night + 6));
      }).length;
    const asRead = (date: string) => (date.startsWith('2022-05') ? 0 : 6);
    expect([grtgaz.length, strange(() => 0), strange(asRead)]).toEqual([20_100, 18_156, 136]);
  });

  it('carries the labels of the clock at GRTgaz in the lines of May 2022, and in no other month', () => {
    const mornings = new Map<string, number[]>();
    for (const { date, operator, mwh } of days) {
      const climbs = mwh.slice(1).map((value, i) => value - mwh[i]!);
      const label = climbs.indexOf(Math.max(...climbs)) + 1;
      const month = date.slice(0, 7);
      if (operator === 'GRTgaz') mornings.set(month, [...(mornings.get(month) ?? []), label]);
    }
    const share = (labels: readonly number[]) =>
      labels.filter((label) => label >= 5 && label <= 7).length / labels.length;
    const early = [...mornings].filter(([, labels]) => share(labels) > 0.5).map(([month]) => month);
    expect([mornings.size, early]).toEqual([55, ['2022-05']]);
  });

  it('becomes hours with their morning in the morning', () => {
    for (const operator of ['natran', 'terega']) {
      const byHour = Array.from({ length: 24 }, () => 0);
      for (const row of reading.rows) {
        const clock = parisClock(Number(row['at']));
        if (row['operator'] === operator && [12, 1, 2].includes(clock.month))
          byHour[clock.hour] = byHour[clock.hour]! + Number(row['consumption_mwh']);
      }
      const climbs = byHour.map((sum, hour) => sum - byHour[(hour + 23) % 24]!);
      expect([5, 6, 7]).toContain(climbs.indexOf(Math.max(...climbs)));
      expect([0, 1, 2, 3]).toContain(byHour.indexOf(Math.min(...byHour)));
    }
  });

  it('gives every hour once, and refuses the sixty of the nights that skip one', () => {
    const key = (row: Row) => `${row['operator']}/${row['region']}@${row['at']}`;
    expect(reading.rejects).toHaveLength(60);
    expect(new Set(reading.rejects.map(({ reason }) => reason))).toEqual(
      new Set([
        'label 8 stands for an hour that the clocks skipped',
        'label 2 stands for an hour that the clocks skipped',
      ]),
    );
    expect(reading.rows).toHaveLength(25_035 * 24 - 60 + 60);
    expect(new Set(reading.rows.map(key)).size).toBe(reading.rows.length);
    const first = reading.rows.reduce((least, row) => Math.min(least, Number(row['at'])), Number.POSITIVE_INFINITY);
    expect(formatInstant(first)).toBe('2018-06-01T04:00:00Z');
  });

  it('has one slipped digit, which is impossible and does not make the total of its day', () => {
    expect(reading.warnings).toEqual([
      'GRTgaz pays de la loire 2021-06-29: the hours make 1066058 MWh, the day says 21664',
    ]);
    const check = checkRow(gas);
    expect(reading.rows.map(check).filter((fault) => fault !== null)).toEqual([
      'consumption_mwh: got 1045440.182, want a number from 0 to 100000',
    ]);
  });
});
