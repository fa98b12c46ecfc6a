// Hand-made folders in the layout of ../shared/data, and what becomes of them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportFormat } from '../../data/export-format.ts';
import { readAll } from '../../data/read-all.ts';
import { tableRows } from '../../data/table-format.ts';
import { formatInstant, HOUR, MINUTE, parisDay } from '../../data/time.ts';
import { csvLine } from '../../workers/gateway/csv.ts';
import { servedColumns } from '../../workers/gateway/served.ts';
import { chosen, importShared, simulate } from './import.ts';
import { IMPORTERS } from './importers.ts';
import { columnsOf, handMade, recordsOf } from './testing/hand-made.ts';

const home = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(home, { recursive: true }));
const imported = handMade(home);

const LOAD = 'at_utc,realised_mw,rte_day_ahead_mw';
const PRICE = '"MTU (CET/CEST)","Day-ahead Price [EUR/MWh]","Currency","BZN|FR"';

it('leaves nothing of another folder, and nothing half written', async () => {
  const folder = (name: string) => join(home, name);
  const hourly = (name: string, lines: readonly string[]) => {
    mkdirSync(join(folder(name), 'national'), { recursive: true });
    writeFileSync(join(folder(name), 'national/rte_load_and_day_ahead_hourly_2024.csv'), [LOAD, ...lines].join('\n'));
  };
  hourly('whole', ['2024-07-02T10:00Z,41000,40950']);
  hourly('backwards', ['2024-07-02T11:00Z,1,1', '2024-07-02T10:00Z,1,1']);
  mkdirSync(join(folder('prices'), 'prices'), { recursive: true });
  writeFileSync(
    join(folder('prices'), 'prices/Day-ahead_Prices_2024-2025.csv'),
    [PRICE, '"01.01.2024 00:00 - 01.01.2024 01:00","89.06","EUR"'].join('\n'),
  );
  const importers = chosen('consumption,spot-price');
  const from = (name: string) => importShared({ from: folder(name), to: folder('to'), importers }, () => {});
  await from('whole');
  expect(readdirSync(folder('to'))).toEqual(['consumption.csv']);
  await expect(from('backwards')).rejects.toThrow('out of order');
  expect(readdirSync(folder('to'))).toEqual(['consumption.csv']);
  await from('prices');
  expect(readdirSync(folder('to'))).toEqual(['spot-price.csv']);
});

describe('load', () => {
  it('of the half-hours before the hours is written apart, and ends where they begin', async () => {
    const [from, to] = [join(home, 'both'), join(home, 'both-to')];
    mkdirSync(join(from, 'national'), { recursive: true });
    writeFileSync(
      join(from, 'national/rte_load_and_day_ahead_hourly_2019_2023.csv'),
      [LOAD, '2018-12-31T23:00Z,55000,54950', '2019-01-01T00:00Z,54000,53950'].join('\n'),
    );
    writeFileSync(
      join(from, 'national/rte_consumption_30min_1996_2023.csv'),
      [
        'date_local,time_local,consumption_mw',
        '2018-12-31,23:30,56000',
        '2018-12-31,24:00,55500',
        '2019-01-01,00:30,55900',
        '',
      ].join('\n'),
    );
    const told: string[] = [];
    await importShared({ from, to, importers: chosen('consumption') }, (line) => told.push(line));
    expect(told).toEqual([
      'consumption.csv: 2 rows, 2019-01-01 to 2019-01-01, from rte_load_and_day_ahead_hourly_2019_2023.csv',
      'earlier/consumption.csv: 2 rows, 2018-12-31 to 2018-12-31, from rte_load_and_day_ahead_hourly_2019_2023.csv, rte_consumption_30min_1996_2023.csv',
      '  another series of the same quantity: models learn from it, and are never judged on it',
      `1 of 1 datasets are in ${to}; dates are days in Paris`,
    ]);
    const columns = (path: string) =>
      readFileSync(join(to, path), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(1, 5).join(' '));
    expect(columns('consumption.csv')).toEqual([
      '2018-12-31T23:00:00Z 55000 consolidated 2019-01-01T00:15:00Z',
      '2019-01-01T00:00:00Z 54000 consolidated 2019-01-01T01:15:00Z',
    ]);
    expect(columns('earlier/consumption.csv')).toEqual([
      '2018-12-31T22:00:00Z 56000 definitive 2018-12-31T22:45:00Z',
      '2018-12-31T22:30:00Z 55500 definitive 2018-12-31T23:15:00Z',
    ]);
  });

  it('is known 15 minutes after the end of its hour, and the forecast of it at 10:00 the day before', async () => {
    const { records } = await imported(
      {
        'national/rte_load_and_day_ahead_hourly_2024.csv': [
          LOAD,
          '2024-07-02T10:00Z,41000.4,40950.0',
          '2024-07-02T11:00Z,,40900.0',
        ],
      },
      'consumption',
    );
    expect(columnsOf(records, 'at', 'load_mw', 'load_known_at', 'rte_day_ahead_mw', 'day_ahead_known_at')).toEqual([
      '2024-07-02T10:00:00Z 41000 2024-07-02T11:15:00Z 40950 2024-07-01T08:00:00Z',
      '2024-07-02T11:00:00Z   40900 2024-07-01T08:00:00Z',
    ]);
    expect(records[0]).toMatchObject({ area: 'FR', load_quality: 'consolidated', simulated: 'false', wind_mw: '' });
  });

  it('of several files follows the years; where two have an hour the first one counts', async () => {
    const { records, told } = await imported(
      {
        'national/rte_load_and_day_ahead_hourly_2025.csv': [LOAD, '2024-12-31T22:00Z,9,9', '2024-12-31T23:00Z,3,3'],
        'national/rte_load_and_day_ahead_hourly_2024.csv': [LOAD, '2024-12-31T21:00Z,1,1', '2024-12-31T22:00Z,2,2'],
      },
      'consumption',
    );
    expect(columnsOf(records, 'load_mw')).toEqual(['1', '2', '3']);
    expect(told[0]).toMatch(/^consumption\.csv: 3 rows, 2024-12-31 to 2025-01-01 \(1 more left out/);
  });

  it('that goes back in time is refused, and what is out of order is counted apart from what is repeated', async () => {
    const file = 'national/rte_load_and_day_ahead_hourly_2024.csv';
    const lines = [3, 2, 1, 0].map((hour) => `2024-01-01T0${hour}:00Z,${hour + 1},5`);
    await expect(imported({ [file]: [LOAD, ...lines] }, 'consumption')).rejects.toThrow(
      'consumption: rows out of order: 3, first FR 2024-01-01T02:00:00Z after 2024-01-01T03:00:00Z; repeated: 0. Want rows that ascend in time',
    );
    const hours = [0, 1, 4, 1, 3, 4, 0, 5].map((hour) => `2024-01-01T0${hour}:00Z,${hour + 1},5`);
    await expect(imported({ [file]: [LOAD, ...hours] }, 'consumption')).rejects.toThrow(
      'rows out of order: 1, first FR 2024-01-01T03:00:00Z after 2024-01-01T04:00:00Z; repeated: 3',
    );
    const again = [0, 1, 4, 1, 4, 0, 5].map((hour) => `2024-01-01T0${hour}:00Z,${hour + 1},5`);
    const { records, told } = await imported({ [file]: [LOAD, ...again] }, 'consumption');
    expect(columnsOf(records, 'load_mw')).toEqual(['1', '2', '5', '6']);
    expect(told[0]).toMatch(/^consumption\.csv: 4 rows, .* \(3 more left out: their instants were there already\)/);
  });

  it('that stands off from its neighbours as it did not the day before is told, and kept', async () => {
    const day = (date: string, slip: number) =>
      Array.from({ length: 24 }, (_, hour) => {
        const peak = hour === 18 ? 3_000 : 0;
        return `${date}T${String(hour).padStart(2, '0')}:00Z,${50_000 + peak + (hour === 3 ? slip : 0)},50000`;
      });
    const { records, told } = await imported(
      {
        'national/rte_load_and_day_ahead_hourly_2024.csv': [
          LOAD,
          ...day('2024-01-01', 0),
          ...day('2024-01-02', -19_000),
        ],
      },
      'consumption',
    );
    expect(records).toHaveLength(48);
    expect(told.slice(1, -1)).toEqual([
      '  stray hour, kept: 2024-01-02T03:00:00Z is 19000 MW below what the hours around it say',
    ]);
  });
});

describe('prices', () => {
  it('live both 02:00s in October, none in March, and leave out what has no price', async () => {
    const step = (day: string, hour: number, price: string) =>
      `"${day} 0${hour}:00 - ${day} 0${hour + 1}:00","${price}","${price && 'EUR'}"`;
    const { records } = await imported(
      {
        'prices/Day-ahead_Prices_2024-2025.csv': [
          PRICE,
          step('31.03.2024', 1, '10'),
          step('31.03.2024', 2, ''),
          step('31.03.2024', 3, '-11.5'),
          step('27.10.2024', 1, '20'),
          step('27.10.2024', 2, '21'),
          step('27.10.2024', 2, '22'),
          step('27.10.2024', 3, '23'),
        ],
      },
      'spot-price',
    );
    expect(columnsOf(records, 'at', 'price_eur_per_mwh', 'auction_known_at')).toEqual([
      '2024-03-31T00:00:00Z 10 2024-03-30T12:00:00Z',
      '2024-03-31T01:00:00Z -11.5 2024-03-30T12:00:00Z',
      '2024-10-26T23:00:00Z 20 2024-10-26T11:00:00Z',
      '2024-10-27T00:00:00Z 21 2024-10-26T11:00:00Z',
      '2024-10-27T01:00:00Z 22 2024-10-26T11:00:00Z',
      '2024-10-27T02:00:00Z 23 2024-10-26T11:00:00Z',
    ]);
  });
});

describe('mistakes', () => {
  it('in the folder are told', async () => {
    const importers = chosen('consumption');
    const tell = () => {};
    await expect(importShared({ from: join(home, 'nowhere'), to: home, importers }, tell)).rejects.toThrow(
      'nowhere is no folder; want one laid out like ../shared/data',
    );
    mkdirSync(join(home, 'bare'));
    await expect(importShared({ from: join(home, 'bare'), to: home, importers }, tell)).rejects.toThrow(
      'bare holds nothing to import',
    );
    expect(() => chosen('consumption,moods')).toThrow('no dataset moods to import; there are consumption,');
  });

  it('in a file are told with its name and line, and the other lines are kept', async () => {
    const file = 'national/rte_load_and_day_ahead_hourly_2024.csv';
    const { told, records } = await imported(
      { [file]: [LOAD, '2024-01-01T00:00Z,1,1', '2024-01-01 01:00,2,2', '2024-01-01T02:00Z,-3,3'] },
      'consumption',
    );
    expect(records).toHaveLength(1);
    expect(told.slice(1, -1)).toEqual([
      '  line left out: rte_load_and_day_ahead_hourly_2024.csv line 3: at_utc: got 2024-01-01 01:00, want an instant as 2023-12-31T22:00Z',
      '  row left out: FR 2024-01-01T02:00:00Z: load_mw: got -3, want an integer from 0 to 130000',
    ]);
    await expect(imported({ [file]: ['at,load', '1,2'] }, 'consumption')).rejects.toThrow(
      /hourly_2024\.csv: rte-hourly: want the columns at_utc, realised_mw, rte_day_ahead_mw/,
    );
    await expect(imported({ [file]: [LOAD, 'yesterday,1,1'] }, 'consumption')).rejects.toThrow(
      /hourly_2024\.csv gives no row: .* line 2: at_utc: got yesterday/,
    );
  });
});

describe('the simulator', () => {
  it('makes files of every dataset that a notebook needs, marked on every row, in the very shape of the API', async () => {
    const to = join(home, 'simulated');
    const from = parisDay(Date.parse('2023-05-01T12:00:00Z')).from;
    const importers = IMPORTERS.filter(({ simulated }) => simulated !== undefined);
    await simulate({ window: { from, to: from + 72 * HOUR }, to, importers }, () => {});
    expect(readdirSync(to).sort()).toEqual(importers.map(({ definition }) => `${definition.id}.csv`).sort());
    for (const { definition } of importers) {
      const text = readFileSync(join(to, `${definition.id}.csv`));
      const [header = '', ...lines] = text.toString().trimEnd().split('\r\n');
      expect(`${header}\r\n`).toBe(csvLine(servedColumns(definition)));
      expect(
        lines.every((line) => line.endsWith(',true')),
        definition.id,
      ).toBe(true);
      const source = {
        id: 'file',
        secrets: [],
        *fetch() {},
        parse: (bytes: AsyncIterable<Uint8Array>) => tableRows(exportFormat(definition), bytes),
      };
      const { rows, rejects, warnings } = await readAll(source, text);
      expect([rows.length, rejects, warnings]).toEqual([lines.length, [], []]);
    }
    const [first] = recordsOf(readFileSync(join(to, 'consumption.csv'), 'utf8'));
    expect(first?.['load_known_at']).toBe(formatInstant(from + HOUR + 15 * MINUTE));
  });
});
