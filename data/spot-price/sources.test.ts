// What exactly comes out of each fixture of prices.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import type { Row, Source } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { formatInstant, HOUR } from '../time.ts';
import { spotPrice } from './dataset.ts';
import { energyCharts } from './sources/energy-charts.ts';
import { rteMarketPage } from './sources/rte-market-page.ts';

const read = (source: Source, file: string) =>
  readAll(source, readFileSync(new URL(`fixtures/${source.id}/${file}`, import.meta.url)));
const shown = (rows: readonly Row[]) =>
  rows.map((row) => `${formatInstant(Number(row['at']))} ${row['resolution']} ${row['price_eur_per_mwh']}`);

describe('energy-charts', () => {
  it('is asked for the zone and the window in UTC', () => {
    const window = { from: Date.parse('2026-11-20T00:00:00Z'), to: Date.parse('2026-11-22T00:00:00Z') };
    const [question] = httpQuestionsOf(energyCharts, window, () => '', []);
    expect(question?.url).toBe(
      'https://api.energy-charts.info/price?bzn=FR&start=2026-11-20T00%3A00%3A00Z&end=2026-11-22T00%3A00%3A00Z',
    );
  });

  it('gives quarters of an hour, below zero, at zero, and nothing where it says nothing', async () => {
    expect(shown((await read(energyCharts, 'good.json')).rows)).toEqual([
      '2026-11-20T10:00:00Z PT15M 71.2',
      '2026-11-20T10:15:00Z PT15M 70.05',
      '2026-11-20T10:30:00Z PT15M -0.01',
      '2026-11-20T11:00:00Z PT15M 0',
      '2026-11-20T11:15:00Z PT15M 3999.99',
    ]);
  });

  it('gives hours of the last hourly day', async () => {
    const { rows } = await read(energyCharts, 'good-hours.json');
    expect(rows).toHaveLength(24);
    expect(new Set(rows.map((row) => row['resolution']))).toEqual(new Set(['PT60M']));
  });

  it('warns of a list that is new, and rejects the points that are none', async () => {
    expect((await read(energyCharts, 'good-new-list.json')).warnings).toEqual([
      'energy-charts: new to us and left out: the list "volume"',
    ]);
    const { rows, rejects } = await read(energyCharts, 'broken-point.json');
    expect(rows).toHaveLength(1);
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'point 2: want whole seconds and a price or null, got "soon" and 51',
      'point 3: want whole seconds and a price or null, got 1795170600 and "52"',
    ]);
  });

  it.each([
    ['broken-unit.json', 'want prices in EUR/MWh, got "EUR / kWh"'],
    ['broken-lengths.json', '2 instants for 1 prices'],
    ['broken-missing-list.json', 'want { unix_seconds, price, unit }'],
    ['broken-html.json', '502 Bad Gateway'],
    ['broken-truncated.json', 'want { unix_seconds, price, unit }'],
  ])('fails on %s', async (file, why) => {
    await expect(read(energyCharts, file)).rejects.toThrow(why);
  });
});

describe('the market page', () => {
  it('is not asked for days that it no longer shows: a window left open by an outage fails, and is asked for again', () => {
    const asked = (from: string, to: string) =>
      httpQuestionsOf(
        rteMarketPage,
        { from: Date.parse(from), to: Date.parse(to) },
        () => '',
        [],
        Date.parse('2026-11-20T15:00:00Z'),
      );
    expect(asked('2026-11-18T23:00:00Z', '2026-11-22T15:00:00Z')).toHaveLength(1);
    expect(() => asked('2026-11-18T22:00:00Z', '2026-11-22T15:00:00Z')).toThrow(
      'the market page cannot fill a window from 2026-11-18T22:00:00Z, want one from 2026-11-18T23:00:00Z on: the page shows yesterday, today and tomorrow',
    );
    // Asked for by hand, weeks later: the table of today says nothing of it.
    expect(() => asked('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z')).toThrow(
      'the market page cannot fill a window from 2026-10-01T00:00:00Z',
    );
  });

  it.each(['2026-11-20T23:00:00Z', '2026-03-29T22:00:00Z', '2026-10-25T23:00:00Z'])(
    'can stand in for a run of an hour ago at midnight in Paris, %s',
    (midnight) => {
      const { window, ahead } = spotPrice.feeds[0];
      const slot = Date.parse(midnight);
      const asked = { from: slot - HOUR - window, to: slot + ahead };
      expect(httpQuestionsOf(rteMarketPage, asked, () => '', [], slot)).toHaveLength(1);
    },
  );

  it('gives the prices of its one table, in UTC, past midnight, through markup and entities', async () => {
    expect(shown((await read(rteMarketPage, 'good.html')).rows)).toEqual([
      '2026-11-20T22:30:00Z PT15M 84.1',
      '2026-11-20T22:45:00Z PT15M 79.55',
      '2026-11-20T23:00:00Z PT15M -3.07',
      '2026-11-20T23:30:00Z PT15M 0',
      '2026-11-20T23:45:00Z PT15M 1203.5',
    ]);
  });

  it('rejects a label that never was, and reads on', async () => {
    const { rows, rejects } = await read(rteMarketPage, 'dst-spring.html');
    expect(shown(rows).map((text) => text.slice(0, 20))).toEqual([
      '2026-03-29T00:30:00Z',
      '2026-03-29T00:45:00Z',
      '2026-03-29T01:00:00Z',
      '2026-03-29T01:15:00Z',
    ]);
    expect(rejects).toEqual([
      { where: 'row 3', reason: 'a clock in Paris skips this hour', fragment: '29/03/2026 | 02:00 | 11,00' },
    ]);
  });

  it('tells the two passes of the doubled hour apart', async () => {
    const { rows } = await read(rteMarketPage, 'dst-autumn.html');
    expect(rows.map((row) => row['at'])).toEqual(
      Array.from({ length: 10 }, (_, i) => Date.parse('2026-10-25T00:00:00Z') + i * 900_000),
    );
  });

  it('rejects what it cannot read, and warns of a column that is new', async () => {
    const { rows, rejects } = await read(rteMarketPage, 'broken-rows.html');
    expect(rows).toHaveLength(1);
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'row 2: want a day as 31/12/2026 and a time as 23:45',
      'row 3: want a price as 1 234,56, or a dash',
      'row 4: want a day as 31/12/2026 and a time as 23:45',
    ]);
    expect((await read(rteMarketPage, 'good-new-column.html')).warnings).toEqual([
      'market page: new to us and left out: the column "Volume (MWh)"',
    ]);
  });

  it.each([
    ['broken-other-class.html', 'no table.market-data any more'],
    ['broken-maintenance.html', 'no table.market-data any more'],
    ['broken-no-price.html', 'the market table has changed: want Date, Heure and Prix (€/MWh), got Date, Heure'],
    ['broken-cut.html', 'does not end: truncated'],
  ])('says in one sentence why it fails on %s', async (file, why) => {
    await expect(read(rteMarketPage, file)).rejects.toThrow(why);
  });
});

it('is known at one o’clock in Paris the day before, across a change of clocks too', () => {
  const known = (at: string) =>
    formatInstant(spotPrice.parts.auction.knownAt({ at: Date.parse(at), quality: 'definitive' }));
  expect(known('2026-11-21T10:00:00Z')).toBe('2026-11-20T12:00:00Z');
  expect(known('2026-03-29T20:00:00Z')).toBe('2026-03-28T12:00:00Z');
  expect(known('2026-03-30T20:00:00Z')).toBe('2026-03-29T11:00:00Z');
});
