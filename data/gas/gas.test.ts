// What the 24 columns of a gas day become, by operator and by year, and on the nights the clocks change.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import type { Row } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { formatInstant } from '../time.ts';
import { checkRow } from '../validate.ts';
import { gas } from './dataset.ts';
import { odreGas } from './sources/odre-gas.ts';
import { opendatasoftGas } from './sources/opendatasoft-gas.ts';

const read = (file: string) => readAll(odreGas, readFileSync(new URL(`fixtures/odre-gas/${file}`, import.meta.url)));
const of = (rows: readonly Row[], operator: string, region: string) =>
  rows
    .filter((row) => row['operator'] === operator && row['region'] === region)
    .toSorted((a, b) => Number(a['at']) - Number(b['at']))
    .map((row) => `${formatInstant(Number(row['at']))} ${row['consumption_mwh']}`);
const total = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + Number(row['consumption_mwh']), 0);

describe('a gas day', () => {
  it('lasts from six in the morning to six in the morning, and its quality is the status of the day', async () => {
    const { rows, rejects, warnings } = await read('good.csv');
    expect([rejects, warnings]).toEqual([[], []]);
    expect(rows).toHaveLength(72);
    const paris = of(rows, 'natran', 'FR-IDF');
    expect([paris[0], paris[18], paris[23]]).toEqual([
      '2026-01-14T05:00:00Z 13000',
      '2026-01-14T23:00:00Z 8000',
      '2026-01-15T04:00:00Z 10100',
    ]);
    expect(rows[0]?.quality).toBe('real time');
    expect(rows.at(-1)?.quality).toBe('definitive');
  });

  it('has a region twice where two operators serve it', async () => {
    const { rows } = await read('good.csv');
    expect(of(rows, 'natran', 'FR-OCC')[0]).toBe('2026-01-14T05:00:00Z 650');
    expect(of(rows, 'terega', 'FR-OCC')[0]).toBe('2026-01-14T05:00:00Z 1170');
  });

  it('began at label 12:00 at GRTgaz until May 2023, and at 06:00 at Teréga all along', async () => {
    const { rows } = await read('good-old-labels.csv');
    for (const [operator, region, first] of [
      ['natran', 'FR-IDF', 13_000],
      ['terega', 'FR-OCC', 1_170],
    ] as const) {
      expect(of(rows, operator, region)[0]).toBe(`2022-01-14T05:00:00Z ${first}`);
      expect(of(rows, operator, region)).toHaveLength(24);
    }
    const inParis = rows.filter((row) => row['region'] === 'FR-IDF').map((row) => Number(row['at']));
    expect(inParis).toEqual(inParis.toSorted((a, b) => a - b));
  });

  it.each([
    ['2022-04-30', 12],
    ['2022-05-01', 6],
    ['2022-05-31', 6],
    ['2022-06-01', 12],
  ])(
    'of GRTgaz on %s began at label %i: the lines of May 2022 alone carry the labels of the clock',
    async (date, label) => {
      const [header = '', line = ''] = readFileSync(
        new URL('fixtures/odre-gas/good-old-labels.csv', import.meta.url),
        'utf8',
      ).split('\n');
      const climbing = line
        .split(';')
        .map((cell, i) => (i === 0 ? date : (/^(\d\d)_00/.exec(header.split(';')[i]!)?.[1] ?? cell)));
      const { rows } = await readAll(odreGas, new TextEncoder().encode(`${header}\n${climbing.join(';')}\n`));
      expect(of(rows, 'natran', 'FR-IDF')[0]).toBe(`${date}T04:00:00Z ${label}`);
      expect(of(rows, 'natran', 'FR-IDF').at(-1)?.split(' ')[1]).toBe(String(label - 1));
    },
  );

  it('of 23 hours loses the column of the hour that never was, and says so', async () => {
    const { rows, rejects } = await read('dst-spring.csv');
    expect(of(rows, 'natran', 'FR-BRE').slice(18, 22)).toEqual([
      '2026-03-28T23:00:00Z 800',
      '2026-03-29T00:00:00Z 790',
      '2026-03-29T01:00:00Z 820',
      '2026-03-29T02:00:00Z 880',
    ]);
    expect(of(rows, 'natran', 'FR-BRE')).toHaveLength(23);
    expect(of(rows, 'terega', 'FR-OCC')).toHaveLength(23);
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'line 2: label 2 stands for an hour that the clocks skipped',
    ]);
  });

  it('of 25 hours shares the column of the doubled hour where it holds both, and keeps it whole where it holds one', async () => {
    const { rows, rejects, warnings } = await read('dst-autumn.csv');
    expect([rejects, warnings]).toEqual([[], []]);
    expect(of(rows, 'natran', 'FR-BRE').slice(19, 23)).toEqual([
      '2026-10-24T23:00:00Z 790',
      '2026-10-25T00:00:00Z 820',
      '2026-10-25T01:00:00Z 820',
      '2026-10-25T02:00:00Z 820',
    ]);
    expect(of(rows, 'natran', 'FR-BRE')).toHaveLength(25);
    expect(of(rows, 'terega', 'FR-OCC').slice(19, 22)).toEqual([
      '2026-10-24T23:00:00Z 711',
      '2026-10-25T00:00:00Z 720',
      '2026-10-25T02:00:00Z 738',
    ]);
  });

  it('keeps its total, on a day of 25 hours too', async () => {
    const { rows } = await read('dst-autumn.csv');
    const brittany = rows.filter((row) => row['region'] === 'FR-BRE');
    expect(total(brittany)).toBeCloseTo(24_570 - 800 + 1_640, 6);
  });

  it('is refused where a word is new to us', async () => {
    const { rows, rejects } = await read('broken-rows.csv');
    expect(rows).toHaveLength(24);
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'line 3: operator Engie is new to us',
      'line 4: region Atlantide is new to us',
      'line 5: status Estimé is new to us',
      'line 6: sector Industriel is new to us',
      'line 7: want a day as 2026-01-31, got 14/01/2026',
      'line 8: 0:00: got "n/a", want MWh or nothing',
      'line 9: want a day as 2026-01-31, got 2026-02-31',
    ]);
  });

  it('is read beside a column that is new, and not without one of its hours', async () => {
    expect(await read('good-new-column.csv')).toMatchObject({
      rows: { length: 72 },
      warnings: ['gas curves: new to us and left out: the column "hydrogene"'],
    });
    await expect(read('broken-missing-hour.csv')).rejects.toThrow('gas curves: missing 07_00');
    await expect(read('broken-hour-twice.csv')).rejects.toThrow('gas curves: 25 columns for the 24 hours of a day');
  });
});

describe('the question', () => {
  it('asks for every gas day that the window touches, of both hosts', () => {
    const window = { from: Date.parse('2026-11-20T00:00:00Z'), to: Date.parse('2026-11-22T00:00:00Z') };
    const [first, second] = [odreGas, opendatasoftGas].map((source) => {
      const [question] = httpQuestionsOf(source, window, () => '', []);
      return new URL(question?.url ?? '');
    });
    expect(first?.searchParams.get('where')).toBe("date >= date'2026-11-19' AND date <= date'2026-11-22'");
    expect(first?.host).toBe('odre.opendatasoft.com');
    expect(second?.pathname).toBe(
      '/api/explore/v2.1/catalog/datasets/courbe-de-charge-eldgrd-regional-grtgaz-terega@reseaux-energies-rte/exports/csv',
    );
  });
});

it('holds no hour beyond what a region can take', () => {
  const row = { operator: 'natran', sector: 'distribution', region: 'FR-PDL', at: 0, quality: 'definitive' } as const;
  const check = checkRow(gas);
  expect(check({ ...row, consumption_mwh: 1_045_440.182 })).toContain('consumption_mwh: got 1045440.182');
  expect(check({ ...row, consumption_mwh: 17_000 })).toBeNull();
});
