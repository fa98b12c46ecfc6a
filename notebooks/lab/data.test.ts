import { describe, expect, it } from 'vitest';
import { calendar } from '../../data/calendar/dataset.ts';
import { city } from '../../data/city/dataset.ts';
import { consumption } from '../../data/consumption/dataset.ts';
import { formatInstant, HOUR } from '../../data/time.ts';
import { loadDayAhead } from '../../models/load-day-ahead/model.ts';
import { readCanonicalCsv, readRecords } from './canonical-csv.ts';
import { alongside, examplesOf, pick, together, withoutFeatures } from './examples.ts';
import { parisYears, split } from './splits/split.ts';

const text = new TextEncoder();
const HEADER = 'area,at,load_mw,load_quality,load_known_at,load_source,simulated';
const read = (...lines: string[]) => readCanonicalCsv(consumption, text.encode([HEADER, ...lines, ''].join('\n')));

describe('canonical CSV', () => {
  it('gives each series of each place its facts, with the instants they were known at', async () => {
    const { facts, rows, simulated, sha256 } = await read(
      'FR,2023-01-01T00:00:00Z,50000,definitive,2023-01-01T00:30:00Z,odre,false',
      'FR-BRE,2023-01-01T00:00:00Z,3000,definitive,2023-01-01T00:30:00Z,odre,false',
      'FR,2023-01-01T00:15:00Z,,,,,false',
      'FR,2023-01-01T00:30:00Z,50200,consolidated,2023-01-01T01:00:00Z,odre,false',
    );
    expect(rows).toBe(4);
    expect(simulated).toBe(false);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Array.from(facts.keys())).toEqual(['consumption/load_mw|FR', 'consumption/load_mw|FR-BRE']);
    const france = facts.get('consumption/load_mw|FR')!;
    expect(Array.from(france.value)).toEqual([50_000, 50_200]);
    expect(Array.from(france.knownAt, formatInstant)).toEqual(['2023-01-01T00:30:00Z', '2023-01-01T01:00:00Z']);
  });

  it('reads yes and no as 1 and 0, leaves text alone, and keeps what has no place under no name', async () => {
    const days = await readCanonicalCsv(
      calendar,
      text.encode(
        'at,is_public_holiday,public_holiday_name,is_bridge_day,public_quality,public_known_at,public_source,simulated\r\n' +
          '2024-05-08T22:00:00Z,true,Ascension,,definitive,2022-12-31T23:00:00Z,file,false\r\n' +
          '2024-05-09T22:00:00Z,false,,true,definitive,2022-12-31T23:00:00Z,file,false\r\n',
      ),
    );
    expect(Array.from(days.facts, ([key, { value }]) => [key, ...value])).toEqual([
      ['calendar/is_public_holiday|', 1, 0],
      ['calendar/is_bridge_day|', 1],
    ]);
    expect(days.sources).toEqual(['file']);
  });

  it('of a dataset without time is a list of records', async () => {
    const csv = 'country,city,energy_cost_eur_per_mwh,co2_g_per_kwh,simulated\nFrance,Quimper,91.5,,true\n';
    expect(await readRecords(city, text.encode(csv))).toEqual([
      expect.objectContaining({
        country: 'France',
        city: 'Quimper',
        energy_cost_eur_per_mwh: 91.5,
        co2_g_per_kwh: null,
      }),
    ]);
    await expect(readRecords(city, text.encode(csv.replace('91.5', 'cheap')))).rejects.toThrow(
      'city line 2: energy_cost_eur_per_mwh: got "cheap", want a number',
    );
  });

  it('is simulated when one row is', async () => {
    const row = (minute: string, simulated: boolean) =>
      `FR,2023-01-01T00:${minute}:00Z,50000,definitive,2023-01-01T01:00:00Z,x,${simulated}`;
    expect((await read(row('00', false), row('15', true))).simulated).toBe(true);
  });

  it('refuses a value nobody could have known, time that runs back, and a file without the columns', async () => {
    await expect(read('FR,2023-01-01T00:00:00Z,50000,definitive,,odre,false')).rejects.toThrow(
      'line 2: consumption/load_mw without the instant it was known at',
    );
    const row = (at: string) => `FR,${at},50000,definitive,2023-01-02T00:00:00Z,odre,false`;
    await expect(read(row('2023-01-01T01:00:00Z'), row('2023-01-01T00:00:00Z'))).rejects.toThrow(
      'line 3: FR goes back in time',
    );
    await expect(readCanonicalCsv(consumption, text.encode('area,at,load_mw\n'))).rejects.toThrow(
      'no column load_known_at',
    );
    await expect(read('FR,2023-01-01T00:00:00Z,many,definitive,2023-01-02T00:00:00Z,odre,false')).rejects.toThrow(
      'line 2: consumption/load_mw: got many, want a finite number',
    );
    await expect(readCanonicalCsv(consumption, new Uint8Array())).rejects.toThrow('the file is empty');
    await expect(readCanonicalCsv(city, text.encode('country,city\n'))).rejects.toThrow('read it with readRecords');
  });
});

describe('examples', () => {
  const from = Date.UTC(2023, 0, 1);
  const hours = Array.from({ length: 40 * 24 }, (_, i) => from + i * HOUR);
  const facts = new Map([
    [
      'consumption/load_mw|FR',
      {
        at: Float64Array.from(hours),
        knownAt: Float64Array.from(hours, (at) => at + 75 * 60_000),
        value: Float64Array.from(hours, (_, i) => (i === 900 ? Number.NaN : 50_000 + i)),
      },
    ],
  ]);
  const window = { from: Date.UTC(2023, 1, 5, 23), to: Date.UTC(2023, 1, 8, 23) };

  it('are one per hour forecast, issued at 10:00 the day before, without the hours nobody measured', () => {
    const { target, validAt, issuedAt } = examplesOf(loadDayAhead, facts, window);
    expect(target.length).toBe(3 * 24 - 1);
    expect(new Set(Array.from(issuedAt, formatInstant))).toEqual(
      new Set(['2023-02-05T09:00:00Z', '2023-02-06T09:00:00Z', '2023-02-07T09:00:00Z']),
    );
    expect(validAt).not.toContain(hours[900]);
    expect(target[0]).toBe(50_000 + (validAt[0]! - from) / HOUR);
  });

  it('see less when the source is late', () => {
    const column = loadDayAhead.features.indexOf('load_1d');
    const known = (lag: number) => {
      const { x, target } = examplesOf(loadDayAhead, facts, window, { lag });
      return Array.from(target.keys()).filter((i) => !Number.isNaN(x[i * loadDayAhead.features.length + column]!))
        .length;
    };
    expect([known(0), known(6 * HOUR), known(12 * HOUR)]).toEqual([27, 9, 0]);
  });

  it('can be picked and put together again', () => {
    const all = examplesOf(loadDayAhead, facts, window);
    const [some, others] = [pick(all, (i) => i < 10), pick(all, (i) => i >= 10)];
    expect([some.target.length, some.x.length]).toEqual([10, 10 * loadDayAhead.features.length]);
    expect(together(some, others)).toEqual(all);
    const load = alongside(some, facts, 'consumption/load_mw', { entity: 'FR', step: HOUR });
    expect(load).toEqual(some.target);
  });

  it('can be asked again as if a feature had never been known', () => {
    const column = new Float64Array(2);
    const examples = { target: column, baseline: column, validAt: column, issuedAt: column };
    const known = { ...examples, features: ['a', 'b'], x: Float32Array.of(1, 2, 3, 4) };
    expect(withoutFeatures(known, ['b']).x).toEqual(Float32Array.of(1, Number.NaN, 3, Number.NaN));
    expect(() => withoutFeatures(known, ['c'])).toThrow('no feature c among a, b');
  });
});

describe('splits', () => {
  it('cut at midnight in Paris', () => {
    const { from, to } = parisYears(2019, 2021);
    expect([from, to].map(formatInstant)).toEqual(['2018-12-31T23:00:00Z', '2021-12-31T23:00:00Z']);
  });

  it('refuse to look into what they will be judged on', () => {
    expect(() =>
      split({ train: parisYears(2019, 2022), calibrate: parisYears(2022), judge: parisYears(2023) }),
    ).toThrow('must follow each other in time without overlapping');
  });
});
