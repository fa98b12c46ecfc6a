// Every mistake gets a sentence that says what to do.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDayAhead } from '../../models/load-day-ahead/model.ts';
import { openCanonical } from './canonical-folder.ts';
import { daysAsked, inDays, monthsIn, refuseSeen } from './days.ts';
import { fitOf, releasedOf, seriesModel } from './released.ts';

const home = mkdtempSync(join(tmpdir(), 'backtest-'));
afterAll(() => rmSync(home, { recursive: true }));
const folder = (name: string, files: Readonly<Record<string, string>>): string => {
  mkdirSync(join(home, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, name, file), text);
  return join(home, name);
};

describe('the window', () => {
  it('is days of Paris, both ends included, cut where months begin', () => {
    const window = daysAsked('2024-03-30', '2024-04-01');
    expect([window.to - window.from, inDays(window)]).toEqual([71 * 3_600_000, '2024-03-30 to 2024-04-01']);
    expect(monthsIn(window).map(inDays)).toEqual(['2024-03-30 to 2024-03-31', '2024-04-01 to 2024-04-01']);
  });

  it('is refused when it is none', () => {
    expect(() => daysAsked(undefined, '2024-04-01')).toThrow('--from is missing; want a day as 2024-01-31');
    expect(() => daysAsked('2024-02-30', '2024-04-01')).toThrow('--from: got 2024-02-30, want a day that is');
    expect(() => daysAsked('2024-02-01', '01/04/2024')).toThrow('--to: got 01/04/2024, want a day that is');
    expect(() => daysAsked('2024-02-02', '2024-02-01')).toThrow('--to 2024-02-01 is before --from 2024-02-02');
  });

  it('begins where what a release has learnt from ends, or later: never within it, and never before', () => {
    const seen = { id: '2024-05-01-abcdef01', from: '2018-12-31T23:00:00Z', to: '2023-12-31T23:00:00Z' };
    expect(() => refuseSeen(daysAsked('2024-01-01', '2024-01-02'), seen)).not.toThrow();
    expect(() => refuseSeen(daysAsked('2023-12-31', '2024-01-02'), seen)).toThrow(
      'release 2024-05-01-abcdef01 has learnt from 2018-12-31T23:00:00Z to 2023-12-31T23:00:00Z, and the window begins before that ends, on 2023-12-31: what has seen the future must not judge the past. Want days after it, or --refit monthly',
    );
    for (const [first, last] of [
      ['2014-01-01', '2014-12-31'],
      ['2018-12-30', '2018-12-31'],
      ['2018-12-30', '2024-01-02'],
    ])
      expect(() => refuseSeen(daysAsked(first, last), seen)).toThrow('must not judge the past');
  });
});

describe('the model', () => {
  it('must be one that forecasts', () => {
    expect(seriesModel('load-day-ahead')).toBe(loadDayAhead);
    expect(() => seriesModel(undefined)).toThrow('which model? Want one of load-day-ahead');
    expect(() => seriesModel('moods')).toThrow('there is no model moods; want one of load-day-ahead');
  });

  it('must have a release that belongs to its features, or a function that fits it', async () => {
    const unreleased = { ...loadDayAhead, id: 'unreleased' };
    expect(() => releasedOf(unreleased)).toThrow(
      /release\.json is missing: run npm run notebooks -- unreleased, which makes it$/,
    );
    expect(() => releasedOf(loadDayAhead, join(home, 'nowhere'))).toThrow(
      /release\.json is missing: --release wants a folder with release\.json and model\.onnx$/,
    );
    await expect(fitOf(unreleased)).rejects.toThrow(
      'unreleased cannot be fitted outside its notebook: there is no notebooks/lab/fits/unreleased.ts. Want --refit never',
    );
    const sha256 = 'a'.repeat(64);
    const release = {
      id: '2024-05-01-abcdef01',
      data: {
        description: 'd',
        simulated: true,
        from: '2020-01-01T00:00:00Z',
        to: '2021-01-01T00:00:00Z',
        rows: 1,
        sha256,
      },
      onnx_sha256: sha256,
      feature_sha256: 'b'.repeat(64),
    };
    const old = folder('old', { 'release.json': JSON.stringify(release), 'model.onnx': 'graph' });
    expect(() => releasedOf(loadDayAhead, old)).toThrow(
      /^release 2024-05-01-abcdef01 was trained with features bbbbbbbb, the code has [0-9a-f]{8}\. Run/,
    );
    const broken = folder('broken', { 'release.json': '{}', 'model.onnx': 'graph' });
    expect(() => releasedOf(loadDayAhead, broken)).toThrow(/release\.json is not readable:/);
  });
});

describe('the data', () => {
  const wants = {
    ...loadDayAhead,
    inputs: ['consumption/load_mw', 'weather-day-ahead/temperature_mean_celsius'],
  } as const;
  const header = 'area,at,load_mw,load_quality,load_known_at,load_source,simulated\r\n';
  const row = 'FR,2024-01-01T00:00:00Z,50000,definitive,2024-01-01T01:15:00Z,odre,false\r\n';

  it('must be a folder with a file of every dataset that the model looks at', async () => {
    await expect(openCanonical(join(home, 'nowhere'), loadDayAhead)).rejects.toThrow(
      'nowhere is no folder; want one with files named after datasets',
    );
    await expect(openCanonical(folder('bare', {}), loadDayAhead)).rejects.toThrow(
      /consumption\.csv is missing: load-day-ahead looks at consumption\. Get it with GET \/v1\/datasets\/consumption\/rows\?format=csv/,
    );
    const half = folder('half', { 'consumption.csv': header + row });
    await expect(openCanonical(half, wants)).rejects.toThrow(/weather-day-ahead\.csv is missing/);
  });

  it('says itself that its weather was observed and stands there as if it had been forecast', async () => {
    const weather = (source: string, knownAt: string) =>
      'area,at,temperature_mean_celsius,day_quality,day_known_at,day_source,simulated\r\n' +
      `FR,2024-01-01T23:00:00Z,5,consolidated,${knownAt},${source},false\r\n`;
    const foreseenIn = async (name: string, text: string) => {
      const data = folder(name, { 'consumption.csv': header + row, 'weather-day-ahead.csv': text });
      return (await openCanonical(data, wants)).foreseen;
    };
    const dayBefore = '2024-01-01T08:30:00Z';
    expect(await foreseenIn('observed', weather('era5-observed', dayBefore))).toEqual(['weather-day-ahead']);
    expect(await foreseenIn('forecast', weather('forecast-runs', dayBefore))).toEqual([]);
    expect(await foreseenIn('afterwards', weather('era5-observed', '2024-01-08T23:00:00Z'))).toEqual([]);
  });

  it('must have the columns and values that the model looks at', async () => {
    const none = folder('none', { 'consumption.csv': 'area,at,simulated\r\nFR,2024-01-01T00:00:00Z,false\r\n' });
    await expect(openCanonical(none, { ...loadDayAhead, inputs: [] })).rejects.toThrow(
      /consumption\.csv has no value in a column load_mw, which load-day-ahead looks at/,
    );
    const late = folder('late', { 'consumption.csv': header + row + row });
    await expect(openCanonical(late, { ...loadDayAhead, inputs: [] })).rejects.toThrow(
      /consumption\.csv: line 3: FR goes back in time/,
    );
  });

  it.each(['Infinity', '1e999', 'NaN', ' ', '50 000'])(
    'must be finite numbers: %j is refused where it stands',
    async (text) => {
      const odd = folder(`odd ${text}`, { 'consumption.csv': header + row.replace('50000', text) });
      await expect(openCanonical(odd, { ...loadDayAhead, inputs: [] })).rejects.toThrow(
        `consumption.csv: line 2: consumption/load_mw: got ${text}, want a finite number`,
      );
    },
  );

  it('may be absurd: what a forecast makes of it is for the leak test to see', async () => {
    const absurd = folder('absurd', { 'consumption.csv': header + row.replace('50000', '-9e9') });
    const { facts } = await openCanonical(absurd, { ...loadDayAhead, inputs: [] });
    expect(facts.get('consumption/load_mw|FR')?.value[0]).toBe(-9e9);
  });
});
