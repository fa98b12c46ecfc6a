// What the sources of prices and gas read of the simulated world over HTTP, at its best and out of order.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Row, ShapeError, type Source } from '../../data/dataset.ts';
import { fuelPrice } from '../../data/fuel-price/dataset.ts';
import { akajoule } from '../../data/fuel-price/sources/akajoule.ts';
import { gas } from '../../data/gas/dataset.ts';
import { odreGas } from '../../data/gas/sources/odre-gas.ts';
import { opendatasoftGas } from '../../data/gas/sources/opendatasoft-gas.ts';
import { spotPrice } from '../../data/spot-price/dataset.ts';
import { energyCharts } from '../../data/spot-price/sources/energy-charts.ts';
import { rteMarketPage } from '../../data/spot-price/sources/rte-market-page.ts';
import { DAY, formatInstant, HOUR, type Instant, instantsIn, MINUTE, parisClock, parisDay } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { askAll } from './asking.ts';
import { auctionOf } from './auction.ts';
import type { Misbehaviour } from './misbehave.ts';
import { type Simulator, startSimulator } from './server.ts';
import { simulateWeather } from './weather.ts';
import { simulateWorld } from './world.ts';

const utc = (text: string): Instant => Date.parse(text);
/** A Friday, 13:07 in Paris. */
const NOW = utc('2026-11-20T12:07:00Z');
let now = NOW;
let simulator: Simulator;
const world = simulateWorld({ seed: 7 });

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: () => now });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  now = NOW;
  await fetch(`${simulator.url}/misbehave`, { method: 'DELETE' });
});

const ingest = (source: Source, from: Instant, to: Instant) => askAll(simulator.url, source, from, to);
const instants = (rows: readonly Row[]): string[] => rows.map((row) => formatInstant(Number(row['at'])));
async function misbehave(order: Partial<Misbehaviour>): Promise<void> {
  const answer = await fetch(`${simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify(order) });
  expect(answer.status).toBe(200);
}

describe('day-ahead prices', () => {
  const check = checkRow(spotPrice);
  const day = (date: string) => parisDay(utc(`${date}T12:00:00Z`));

  it('are those of tomorrow from one o’clock on, and not before', async () => {
    const window = { from: utc('2026-11-19T23:00:00Z'), to: utc('2026-11-22T12:00:00Z') };
    const { rows, rejects } = await ingest(energyCharts, window.from, window.to);
    expect(rejects).toEqual([]);
    expect(rows.map(check).filter((fault) => fault !== null)).toEqual([]);
    expect([rows.length, instants(rows).at(-1)]).toEqual([192, '2026-11-21T22:45:00Z']);
    now = utc('2026-11-20T11:30:00Z');
    expect(instants((await ingest(energyCharts, window.from, window.to)).rows).at(-1)).toBe('2026-11-20T22:45:00Z');
  });

  it('are the same from the API and off the page, but for their rank', async () => {
    const page = await ingest(rteMarketPage, NOW, NOW);
    expect([page.rows.length, page.rejects, page.warnings]).toEqual([3 * 96, [], []]);
    const api = await ingest(energyCharts, day('2026-11-19').from, day('2026-11-21').to);
    expect(page.rows.map((row) => ({ ...row, quality: 'definitive' }))).toEqual(api.rows);
  });

  it('come by the hour until the end of September 2025, by the quarter since', async () => {
    const { rows } = await ingest(energyCharts, utc('2025-09-29T22:00:00Z'), utc('2025-10-01T22:00:00Z'));
    expect(rows.filter((row) => row['resolution'] === 'PT60M')).toHaveLength(24);
    expect(rows.filter((row) => row['resolution'] === 'PT15M')).toHaveLength(96);
  });

  it.each([
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ])('have every quarter of %s, %i of them, from both', async (date, quarters) => {
    const night = day(date);
    now = night.to - HOUR;
    const whole = instantsIn(night, 15 * MINUTE).map(formatInstant);
    expect(whole).toHaveLength(quarters);
    for (const source of [energyCharts, rteMarketPage]) {
      const { rows, rejects } = await ingest(source, night.from, night.to);
      expect(rejects).toEqual([]);
      expect(
        instants(rows).filter((at) => whole.includes(at)),
        source.id,
      ).toEqual(whole);
    }
  });

  it('are below zero on sunny Sundays of spring, and dearest on winter evenings', () => {
    const auction = auctionOf(world);
    const year = instantsIn({ from: utc('2026-01-01T00:00:00Z'), to: utc('2027-01-01T00:00:00Z') }, HOUR);
    const where = (keep: (clock: ReturnType<typeof parisClock>) => boolean) =>
      year.filter((at) => keep(parisClock(at))).map(auction.priceAt);
    const mean = (prices: readonly number[]) => prices.reduce((sum, price) => sum + price, 0) / prices.length;
    const sundays = where(({ month, weekday, hour }) => [4, 5, 6].includes(month) && weekday === 6 && hour === 14);
    expect(sundays.filter((price) => price < 0).length).toBeGreaterThanOrEqual(3);
    const evenings = where(({ month, weekday, hour }) => [1, 12].includes(month) && weekday < 5 && hour === 19);
    expect(mean(evenings)).toBeGreaterThan(2.5 * mean(where(({ month, hour }) => month === 5 && hour === 14)));
    const all = where(() => true);
    expect(all.filter((price) => price < 0).length / all.length).toBeGreaterThan(0.005);
    expect(mean(all)).toBeGreaterThan(40);
    expect(mean(all)).toBeLessThan(100);
  });

  it.each(['html', 'json-error', 'truncated', 'missing-column'] as const)(
    '%s: a ShapeError from both',
    async (kind) => {
      await misbehave({ match: 'price', kind });
      await misbehave({ match: 'les-donnees-de-marche', kind });
      await expect(ingest(energyCharts, NOW - DAY, NOW)).rejects.toThrow(ShapeError);
      await expect(ingest(rteMarketPage, NOW, NOW)).rejects.toThrow(ShapeError);
    },
  );

  it('extra column: a warning, from both; unknown word: the unit is refused, and every row of the page', async () => {
    await misbehave({ match: 'price', kind: 'extra-column' });
    await misbehave({ match: 'les-donnees-de-marche', kind: 'extra-column' });
    expect((await ingest(energyCharts, NOW - DAY, NOW)).warnings).toHaveLength(1);
    expect((await ingest(rteMarketPage, NOW, NOW)).warnings).toHaveLength(1);
    await misbehave({ match: 'price', kind: 'unknown-word' });
    await expect(ingest(energyCharts, NOW - DAY, NOW)).rejects.toThrow('want prices in EUR/MWh');
    await misbehave({ match: 'les-donnees-de-marche', kind: 'unknown-word' });
    expect(await ingest(rteMarketPage, NOW, NOW)).toMatchObject({ rows: [], rejects: { length: 288 } });
  });

  it('duplicates, gaps and revisions come as they are', async () => {
    const window = day('2026-11-20');
    const honest = await ingest(energyCharts, window.from, window.to);
    await misbehave({ match: 'price', kind: 'duplicates' });
    const twice = await ingest(energyCharts, window.from, window.to);
    expect([twice.rows.length, new Set(instants(twice.rows)).size]).toEqual([192, 96]);
    expect(new Set(twice.rows.map((row) => row['resolution']))).toEqual(new Set(['PT15M']));
    await misbehave({ match: 'price', kind: 'gap' });
    expect((await ingest(energyCharts, window.from, window.to)).rows).toHaveLength(88);
    await misbehave({ match: 'price', kind: 'revised' });
    const revised = await ingest(energyCharts, window.from, window.to);
    expect(Number(revised.rows[0]?.['price_eur_per_mwh'])).toBeCloseTo(
      Number(honest.rows[0]?.['price_eur_per_mwh']) + 1,
      6,
    );
  });
});

describe('gas', () => {
  const check = checkRow(gas);

  it('has fifteen gas days a day, whole, up to two weeks ago', async () => {
    const { rows, rejects, warnings } = await ingest(odreGas, utc('2026-10-27T05:00:00Z'), NOW);
    expect([rejects, warnings]).toEqual([[], []]);
    expect(rows.map(check).filter((fault) => fault !== null)).toEqual([]);
    // Gas days from 27 October to 4 November.
    expect(rows).toHaveLength(9 * 15 * 24);
    expect(new Set(rows.map((row) => row.quality))).toEqual(new Set(['real time']));
  });

  it('is the same from the mirror, which takes over when ODRÉ gives a page', async () => {
    const window = [utc('2026-10-27T05:00:00Z'), utc('2026-10-28T05:00:00Z')] as const;
    const honest = await ingest(odreGas, ...window);
    await misbehave({ match: 'odre.opendatasoft.com', kind: 'html' });
    await expect(ingest(odreGas, ...window)).rejects.toThrow(ShapeError);
    expect((await ingest(opendatasoftGas, ...window)).rows).toEqual(honest.rows);
  });

  it('has the same morning before and after the labels were mended', async () => {
    for (const date of ['2022-01-12', '2026-01-14']) {
      const { rows } = await ingest(odreGas, utc(`${date}T05:00:00Z`), utc(`${date}T06:00:00Z`));
      const hours = rows
        .filter((row) => row['region'] === 'FR-IDF' && Number(row['at']) >= utc(`${date}T05:00:00Z`))
        .toSorted((a, b) => Number(a['at']) - Number(b['at']));
      expect(hours).toHaveLength(24);
      const [six = Number.NaN, three = Number.NaN] = [0, 21].map((k) => Number(hours[k]?.['consumption_mwh']));
      expect(six / three).toBeGreaterThan(1.3);
    }
  });

  it('follows the cold', async () => {
    const weatherAt = simulateWeather(7);
    const { rows } = await ingest(odreGas, utc('2026-01-05T05:00:00Z'), utc('2026-07-01T05:00:00Z'));
    const national = (at: Instant) =>
      rows.filter((row) => row['at'] === at).reduce((sum, row) => sum + Number(row['consumption_mwh']), 0);
    const [winter, summer] = [utc('2026-01-20T11:00:00Z'), utc('2026-06-20T11:00:00Z')];
    expect(weatherAt(winter).feltCelsius).toBeLessThan(weatherAt(summer).feltCelsius);
    expect(national(winter) / national(summer)).toBeGreaterThan(2);
  });

  it('loses the skipped hour of March, and has both passes of October from NaTran', async () => {
    const march = await ingest(odreGas, utc('2026-03-28T05:00:00Z'), utc('2026-03-29T03:00:00Z'));
    expect(march.rejects).toHaveLength(15);
    const october = await ingest(odreGas, utc('2025-10-25T04:00:00Z'), utc('2025-10-26T04:00:00Z'));
    const passes = october.rows.filter((row) => row['at'] === utc('2025-10-26T01:00:00Z'));
    expect(new Set(passes.map((row) => row['operator']))).toEqual(new Set(['natran']));
    expect(passes).toHaveLength(12);
  });

  it.each(['truncated', 'json-error', 'missing-column'] as const)('%s: a ShapeError', async (kind) => {
    await misbehave({ match: 'courbe-de-charge', kind });
    await expect(ingest(odreGas, NOW - 30 * DAY, NOW)).rejects.toThrow(ShapeError);
  });

  it('extra column: a warning; unknown word: rejects; revised: a day that does not make its total; gap: no Sundays', async () => {
    const window = [utc('2026-10-19T04:00:00Z'), utc('2026-10-26T05:00:00Z')] as const;
    const ask = async (kind: Misbehaviour['kind']) => {
      await misbehave({ match: 'courbe-de-charge', kind });
      return ingest(odreGas, ...window);
    };
    expect((await ask('extra-column')).warnings).toEqual([
      'gas curves: new to us and left out: the column "hydrogene"',
    ]);
    expect(await ask('unknown-word')).toMatchObject({ rows: [], rejects: { length: 8 * 15 } });
    expect((await ask('revised')).warnings.length).toBeGreaterThan(50);
    expect((await ask('gap')).rows.some((row) => row['at'] === utc('2026-10-25T12:00:00Z'))).toBe(false);
    const twice = await ask('duplicates');
    expect(twice.rows.length).toBe(
      2 * new Set(twice.rows.map((row) => `${row['operator']}${row['region']}${row['at']}`)).size,
    );
  });
});

describe('monthly prices', () => {
  it('come in the middle of the next month', async () => {
    const { rows, rejects, warnings } = await ingest(akajoule, utc('2026-01-15T00:00:00Z'), NOW);
    expect([rejects, warnings]).toEqual([[], []]);
    expect(rows.map(checkRow(fuelPrice)).filter((fault) => fault !== null)).toEqual([]);
    expect([rows.length, instants(rows)[0], instants(rows).at(-1)]).toEqual([
      10,
      '2025-12-31T23:00:00Z',
      '2026-09-30T22:00:00Z',
    ]);
  });

  it.each([
    ['missing-column', 'missing gazole'],
    ['html', 'Maintenance'],
    ['truncated', 'truncated'],
  ] as const)('%s: a ShapeError', async (kind, why) => {
    await misbehave({ match: 'akajoule', kind });
    await expect(ingest(akajoule, utc('2026-01-15T00:00:00Z'), NOW)).rejects.toThrow(why);
  });
});
