// Hand-made folders in the layout of ../shared/data, and what becomes of them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportFormat } from '../../data/export-format.ts';
import { readAll } from '../../data/read-all.ts';
import { tableRows } from '../../data/table-format.ts';
import { formatInstant, HOUR, instantsIn, MINUTE, parisDay } from '../../data/time.ts';
import { csvLine } from '../../workers/gateway/csv.ts';
import { servedColumns } from '../../workers/gateway/served.ts';
import { chosen, importShared, simulate } from './import.ts';
import { IMPORTERS } from './importers.ts';

const home = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(home, { recursive: true }));
let folders = 0;

/** By path within the folder. Gives what was said, and the records of each file by name of column. */
async function imported(files: Readonly<Record<string, string | readonly string[]>>, only: string) {
  folders += 1;
  const [from, to] = [join(home, `from-${folders}`), join(home, `to-${folders}`)];
  mkdirSync(from, { recursive: true });
  for (const [path, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(from, path)), { recursive: true });
    writeFileSync(join(from, path), typeof lines === 'string' ? lines : `${lines.join('\n')}\n`);
  }
  const told: string[] = [];
  await importShared({ from, to, importers: chosen(only) }, (line) => told.push(line));
  return { told, records: recordsOf(readFileSync(join(to, `${only}.csv`), 'utf8')) };
}
function recordsOf(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])));
}
const columns = (records: readonly Record<string, string>[], ...names: string[]) =>
  records.map((record) => names.map((name) => record[name]).join(' '));

const LOAD = 'at_utc,realised_mw,rte_day_ahead_mw';
const PRICE = '"MTU (CET/CEST)","Day-ahead Price [EUR/MWh]","Currency","BZN|FR"';

describe('load', () => {
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
    expect(columns(records, 'at', 'load_mw', 'load_known_at', 'rte_day_ahead_mw', 'day_ahead_known_at')).toEqual([
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
    expect(columns(records, 'load_mw')).toEqual(['1', '2', '3']);
    expect(told[0]).toMatch(/^consumption\.csv: 3 rows, 2024-12-31 to 2025-01-01 \(1 more left out/);
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
    expect(told.slice(1)).toEqual(['  stray hour: 2024-01-02T03:00:00Z is -19000 MW off what the hours around it say']);
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
    expect(columns(records, 'at', 'price_eur_per_mwh', 'auction_known_at')).toEqual([
      '2024-03-31T00:00:00Z 10 2024-03-30T12:00:00Z',
      '2024-03-31T01:00:00Z -11.5 2024-03-30T12:00:00Z',
      '2024-10-26T23:00:00Z 20 2024-10-26T11:00:00Z',
      '2024-10-27T00:00:00Z 21 2024-10-26T11:00:00Z',
      '2024-10-27T01:00:00Z 22 2024-10-26T11:00:00Z',
      '2024-10-27T02:00:00Z 23 2024-10-26T11:00:00Z',
    ]);
  });
});

describe('observed weather', () => {
  const REGIONS: Readonly<Record<string, string>> = {
    'Île-de-France': '11',
    'Centre-Val de Loire': '24',
    'Bourgogne-Franche-Comté': '27',
    Normandie: '28',
    'Hauts-de-France': '32',
    'Grand Est': '44',
    'Pays de la Loire': '52',
    Bretagne: '53',
    'Nouvelle-Aquitaine': '75',
    Occitanie: '76',
    'Auvergne-Rhône-Alpes': '84',
    "Provence-Alpes-Côte d'Azur": '93',
    Corse: '94',
  };
  const regional = (date: string) =>
    Object.entries(REGIONS).map(([name, code]) => `${date}T00:00:00-${code};${date};${code};${name};5;16;10.5`);
  const halfHours = (date: string, celsius: number) =>
    instantsIn(parisDay(Date.parse(`${date}T12:00:00Z`)), HOUR / 2).map(
      (at) => `${formatInstant(at).replace(':00Z', 'Z')},${celsius},10,50`,
    );
  const files = {
    'weather/era5_national_daily_2024.csv': ['ds,temp,temp_min,temp_max', '2024-01-03,7.123,3.5,11'],
    'weather/temperature_daily_regional_2024.csv': [
      'id;date;code_insee_region;region;tmin;tmax;tmoy',
      ...regional('2024-01-02'),
      ...regional('2024-01-03'),
    ],
    'weather/enedis_national_30min_2024.csv': [
      'at_utc,temperature_smoothed_c,temperature_normal_c,pseudo_radiation_pct',
      ...halfHours('2024-01-03', 8),
      ...halfHours('2024-01-04', 8),
      ...halfHours('2024-01-05', 8).slice(1),
    ],
  };

  it('comes from ERA5, else from the regions, else from Enedis, on one scale; and says which', async () => {
    const { records, told } = await imported(files, 'weather-day-ahead');
    const france = records.filter(({ area }) => area === 'FR');
    expect(
      columns(
        france,
        'at',
        'temperature_mean_celsius',
        'temperature_min_celsius',
        'temperature_max_celsius',
        'day_source',
      ),
    ).toEqual([
      // -1.354 + 0.4658 × 5 + 0.548 × 16, and so on.
      '2024-01-01T23:00:00Z 9.74 5.22 14.75 meteo-france-observed',
      '2024-01-02T23:00:00Z 7.12 3.5 11 era5-observed',
      '2024-01-03T23:00:00Z 7.17 6.14 8.4 enedis-observed',
    ]);
    // The fifth of January lacks half an hour, the third has no day before at Enedis.
    expect(told.slice(1)).toEqual([
      '  France: 1 days from era5-observed, 2024-01-03 to 2024-01-03',
      '  France: 1 days from meteo-france-observed, 2024-01-02 to 2024-01-02',
      '  France: 1 days from enedis-observed, 2024-01-04 to 2024-01-04',
    ]);
    const brittany = records.filter(({ area }) => area === 'FR-BRE');
    expect(columns(brittany, 'at', 'temperature_mean_celsius', 'day_known_at')).toEqual([
      '2024-01-01T23:00:00Z 10.5 2024-01-01T08:30:00Z',
      '2024-01-02T23:00:00Z 10.5 2024-01-02T08:30:00Z',
    ]);
    expect(new Set(records.map(({ area }) => area)).size).toBe(13);
  });

  it('is known days later as the weather of the day itself', async () => {
    const { records } = await imported(files, 'weather-daily');
    expect(columns(records, 'date', 'day_known_at')[0]).toBe('2024-01-02 2024-01-08T23:00:00Z');
  });
});

describe('days', () => {
  it('of the calendar have their bridges by the rule of the dataset, and school holidays beside them', async () => {
    const holidays = [
      '01-01',
      '04-01',
      '05-01',
      '05-08',
      '05-09',
      '05-20',
      '07-14',
      '08-15',
      '11-01',
      '11-11',
      '12-25',
    ];
    const { records } = await imported(
      {
        'calendar/jours_feries.csv': [
          'date,est_jour_ferie,nom_jour_ferie',
          ...holidays.map((day) => `2024-${day},True,férié`),
        ],
        'calendar/vacances_scolaires_zones.csv': [
          'date,vacances_zone_a,vacances_zone_b,vacances_zone_c,nom_vacances',
          "2023-07-20,True,True,True,Vacances d'été",
          '2023-12-25,True,True,True,Vacances de Noël',
          "2024-02-20,True,False,False,Vacances d'hiver",
          "2024-07-20,True,True,True,Vacances d'été",
        ],
      },
      'calendar',
    );
    const day = (date: string) => records.find((record) => record['date'] === date);
    expect(day('2024-05-10')).toMatchObject({ is_public_holiday: 'false', is_bridge_day: 'true' });
    expect(day('2024-02-20')).toMatchObject({
      is_public_holiday: 'false',
      is_school_holiday_a: 'true',
      is_school_holiday_b: 'false',
      school_known_at: '2023-02-28T23:00:00Z',
    });
    expect(day('2023-12-25')).toMatchObject({ is_public_holiday: '', is_school_holiday_a: 'true' });
  });

  it('of strikes are counted once for the same days and reason; an end nobody told is one day', async () => {
    const { records } = await imported(
      {
        'calendar/mouvements-sociaux-depuis-2002.csv': [
          'date_de_debut;date_de_fin;motif;organisations_syndicales;metiers_cibles;population;nombre_grevistes;taux_grevistes',
          '2024-03-01;2024-03-02;Salaires;CGT;;;;12.5',
          '2024-03-01;2024-03-02;SALAIRES !;SUD;;;;20',
          '2024-03-02;;Retraites;CGT;;;;3',
        ],
      },
      'strike-day',
    );
    expect(columns(records, 'date', 'movements_count', 'highest_rate_pct', 'reasons', 'day_known_at')).toEqual([
      '2024-03-01 1 20 SALAIRES ! 2024-03-01T23:00:00Z',
      '2024-03-02 2 20 Retraites · SALAIRES ! 2024-03-02T23:00:00Z',
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
    expect(told.slice(1)).toEqual([
      '  line left out: rte_load_and_day_ahead_hourly_2024.csv line 3: at_utc: got 2024-01-01 01:00, want an instant as 2023-12-31T22:00Z',
      expect.stringMatching(/^ {2}row left out: .*load_mw: got -3, want an integer from 0 to 130000$/),
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
