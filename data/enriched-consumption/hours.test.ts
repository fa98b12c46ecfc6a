// The enriched hour against a real Postgres: what it is made of, what it lacks, and how it is kept current.
import { describe, expect, it } from 'vitest';
import { loadRows } from '../../db/queries/load-rows.ts';
import { enrichedHours } from '../../tests/enriched-hours.ts';
import { simulateWorld } from '../../tools/simulate/world.ts';
import { formatInstant, HOUR, type Instant, instantsIn, MINUTE, parisDay } from '../time.ts';
import { CITIES, PLACES } from '../weather/places.ts';
import { enrichedConsumption } from './dataset.ts';

const tables = enrichedHours();
const { insert, loads, prices, hours } = tables;
const at = (text: string): Instant => Date.parse(text);

describe('an hour', () => {
  const NOON = at('2026-01-14T12:00:00Z');
  const WINDOW = { from: NOON, to: NOON + HOUR };
  const only = async () => {
    const rows = await hours(WINDOW);
    expect(rows).toHaveLength(1);
    return rows[0]!;
  };

  it('has the mean of its four quarters, the price too, and negative prices stay negative', async () => {
    await loads(WINDOW, (when) => 60_000 + (when - NOON) / MINUTE);
    await prices(WINDOW, (when) => (when === NOON ? 90 : -50));
    await prices(WINDOW, () => 7, HOUR);
    expect(await only()).toMatchObject({
      load_mw: 60_022.5,
      load_values_count: 4,
      price_eur_per_mwh: -15,
      price_values_count: 4,
    });
  });

  it('has the mean of both halves where nothing finer is published', async () => {
    await loads(WINDOW, (when) => 60_000 + (when - NOON) / MINUTE, 30 * MINUTE);
    expect(await only()).toMatchObject({ load_mw: 60_015, load_values_count: 2 });
  });

  it('is not there before it is whole', async () => {
    await loads({ from: NOON, to: NOON + 45 * MINUTE }, () => 60_000);
    expect(await hours(WINDOW)).toEqual([]);
    await tables.owner.query('TRUNCATE consumption');
    await loads({ from: NOON, to: NOON + 30 * MINUTE }, () => 60_000);
    expect(await hours(WINDOW)).toEqual([]);
  });

  it('is as good as the least of its quarters', async () => {
    await loads(WINDOW, () => 60_000);
    await tables.owner.query("UPDATE consumption SET load_quality = 'definitive' WHERE extract(minute FROM at) <> 30");
    expect((await only()).quality).toBe('real time');
    await tables.owner.query("UPDATE consumption SET load_quality = 'consolidated' WHERE extract(minute FROM at) = 30");
    expect((await only()).quality).toBe('consolidated');
  });

  it('seen live becomes as good as the archives, which know its halves only, and mixes no vintages', async () => {
    await loads(WINDOW, () => 50_000);
    await tables.owner.query(`UPDATE consumption SET load_quality = 'definitive', load_mw = 61000 + 2000 * (extract(minute FROM at) / 30)
      WHERE extract(minute FROM at) IN (0, 30)`);
    expect(await only()).toMatchObject({ load_mw: 62_000, load_values_count: 2, quality: 'definitive' });
    await tables.owner.query("UPDATE consumption SET load_quality = 'consolidated' WHERE at <> '2026-01-14T12:45:00Z'");
    expect(await only()).toMatchObject({ load_mw: 62_000, load_values_count: 2, quality: 'consolidated' });
    await tables.owner.query("UPDATE consumption SET load_quality = 'real time' WHERE at = '2026-01-14T12:30:00Z'");
    expect(await only()).toMatchObject({ load_mw: 56_000, load_values_count: 4, quality: 'real time' });
  });

  it('without price, weather, calendar or strikes is an hour with nulls, not a missing row', async () => {
    await loads(WINDOW, () => 60_000);
    const { price_eur_per_mwh, temperature_celsius, is_public_holiday, is_strike_day, load_mw } = await only();
    expect([load_mw, price_eur_per_mwh, temperature_celsius, is_public_holiday, is_strike_day]).toEqual([
      60_000,
      null,
      null,
      null,
      null,
    ]);
  });

  it('takes the hourly price where the quarters are not all there', async () => {
    await loads(WINDOW, () => 60_000);
    await prices(WINDOW, () => 88, HOUR);
    await prices({ from: NOON, to: NOON + 45 * MINUTE }, () => 1_000);
    expect(await only()).toMatchObject({ price_eur_per_mwh: 88, price_values_count: 1 });
  });

  it('is cold where people live: the weather of France weighs its cities by their people, and lacks none of them', async () => {
    await loads(WINDOW, () => 60_000);
    const weather = PLACES.map(({ id }) => ({
      place: id,
      at: formatInstant(NOON),
      temperature_celsius: id === 'paris' ? 0 : 10,
      radiation_w_per_m2: 120,
    }));
    await insert('weather', 'air', weather);
    const people = CITIES.reduce((sum, city) => sum + city.people, 0);
    const others = people - CITIES.find(({ id }) => id === 'paris')!.people;
    expect((await only())['temperature_celsius']).toBeCloseTo((10 * others) / people, 2);
    await tables.owner.query("UPDATE weather SET temperature_celsius = NULL WHERE place = 'lyon'");
    expect(await only()).toMatchObject({ temperature_celsius: null, radiation_w_per_m2: 120 });
  });

  it('has the holiday and the strikes of its day in Paris, which begins before that of UTC', async () => {
    const window = { from: at('2026-07-13T21:00:00Z'), to: at('2026-07-14T23:00:00Z') };
    await loads(window, () => 45_000);
    const day = { at: '2026-07-13T22:00:00Z', date: '2026-07-14' };
    await insert('calendar', 'day', [{ ...day, is_public_holiday: true, public_holiday_name: 'Fête nationale' }]);
    await insert('strike_day', 'day', [{ ...day, movements_count: 2, highest_rate_pct: 31.5 }]);
    const rows = await hours(window);
    const shown = rows.filter((row) => row['is_public_holiday'] === true && row['is_strike_day'] === true);
    expect(rows).toHaveLength(26);
    expect([shown[0], shown.at(-1)].map((row) => row?.['local_time'])).toEqual([
      '2026-07-14 00:00+02:00',
      '2026-07-14 23:00+02:00',
    ]);
    expect(shown).toHaveLength(24);
    expect(shown[0]).toMatchObject({
      public_holiday_name: 'Fête nationale',
      strike_movements_count: 2,
      strike_highest_rate_pct: 31.5,
    });
    expect(rows[0]).toMatchObject({ local_date: '2026-07-13', is_public_holiday: null, is_strike_day: false });
  });

  it('is asked for whole, however the window is cut', async () => {
    await loads(WINDOW, () => 60_000);
    expect(await hours({ from: NOON + 50 * MINUTE, to: NOON + 51 * MINUTE })).toHaveLength(1);
  });
});

describe('kept current', () => {
  const DAY_OF_WINTER = parisDay(at('2026-01-14T12:00:00Z'));
  const load = async (fetchedAt: Instant) =>
    loadRows(tables.world.db, enrichedConsumption, {
      raw: await tables.world.fetched(fetchedAt),
      columns: enrichedConsumption.feeds[0].columns,
      rows: await hours(DAY_OF_WINTER),
    });

  it('an hour that is derived again is the same, and one of which the price came late has it then', async () => {
    const grid = simulateWorld({ seed: 3 });
    await loads(DAY_OF_WINTER, (when) => Math.round(grid.nation(when, 'real time').load));
    const air = instantsIn(DAY_OF_WINTER, HOUR).flatMap((when) =>
      PLACES.map(({ id }, i) => ({ place: id, at: formatInstant(when), temperature_celsius: 0.1 * i + when / 1e12 })),
    );
    await insert('weather', 'air', air);
    expect(await load(DAY_OF_WINTER.to)).toEqual({ inserted: 24, updated: 0, unchanged: 0, outranked: 0 });
    expect(await load(DAY_OF_WINTER.to + HOUR)).toEqual({ inserted: 0, updated: 0, unchanged: 24, outranked: 0 });

    await prices({ from: DAY_OF_WINTER.from, to: DAY_OF_WINTER.from + 2 * HOUR }, (when) => -1.1 - (when % HOUR) / 7e6);
    expect(await load(DAY_OF_WINTER.to + 2 * HOUR)).toMatchObject({ updated: 2, unchanged: 22 });
    const { rows } = await tables.owner.query<{ known: Date; price: number }>(
      'SELECT price_known_at AS known, price_eur_per_mwh AS price FROM enriched_consumption WHERE price_raw IS NOT NULL ORDER BY at',
    );
    // By the rule of the auction: nobody knew it later because we did.
    expect(rows.map(({ known }) => known.toISOString())).toEqual([
      '2026-01-13T12:00:00.000Z',
      '2026-01-13T12:00:00.000Z',
    ]);
  });
});
