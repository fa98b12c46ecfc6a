// The enriched hour against a real Postgres: what belongs to one instant stands in one row, on every night of the year.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { factsKey } from '../../models/history.ts';
import { readCanonicalCsv } from '../../notebooks/lab/canonical-csv.ts';
import { hasMeasuredLoad, measuredLoadCsv } from '../../notebooks/lab/measured-load.ts';
import { dataFolders } from '../../notebooks/lab/open-data.ts';
import { simulateWorld } from '../../tools/simulate/world.ts';
import { postgresAddress } from '../../workers/ingest/postgres-address.ts';
import { answerLines } from '../../workers/ingest/query.ts';
import { consumption } from '../consumption/dataset.ts';
import { isReject, type Row } from '../dataset.ts';
import {
  DAY,
  formatInstant,
  HOUR,
  type Instant,
  instantsIn,
  MINUTE,
  parisClock,
  parisDay,
  type TimeWindow,
} from '../time.ts';
import { checkRow } from '../validate.ts';
import { CITIES, PLACES } from '../weather/places.ts';
import { enrichedConsumption } from './dataset.ts';
import { ownTables } from './sources/own-tables.ts';

const QUARTER = 15 * MINUTE;
const at = (text: string): Instant => Date.parse(text);

let world: TestWorld;
let database: TestWorld['database'];
let owner: pg.Client;
beforeAll(async () => {
  world = await testWorld('enriched-consumption');
  database = world.database;
  owner = new pg.Client(database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});
beforeEach(() => owner.query('TRUNCATE consumption, spot_price, weather, calendar, strike_day'));

/** Rows of one table by their columns; what each part says of itself comes along. */
async function insert(table: string, part: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  const own = [`${part}_quality`, `${part}_known_at`, `${part}_raw`];
  await owner.query(
    `INSERT INTO ${table} (${[...names, ...own].join(', ')})
     SELECT ${names.map((name) => `r.${name}`).join(', ')}, coalesce(r.${part}_quality, 'real time'), now(), 1
     FROM jsonb_populate_recordset(NULL::${table}, $1) r`,
    [JSON.stringify(rows)],
  );
}

const loads = (window: TimeWindow, loadOf: (at: Instant) => number, step = QUARTER) =>
  insert(
    'consumption',
    'load',
    instantsIn(window, step).map((when) => ({ area: 'FR', at: formatInstant(when), load_mw: loadOf(when) })),
  );
const prices = (window: TimeWindow, priceOf: (at: Instant) => number, step = QUARTER) =>
  insert(
    'spot_price',
    'auction',
    instantsIn(window, step).map((when) => ({
      zone: 'FR',
      resolution: step === HOUR ? 'PT60M' : 'PT15M',
      at: formatInstant(when),
      price_eur_per_mwh: priceOf(when),
    })),
  );

/** What the source gives for a window, as ingest would read it. */
async function hours(window: TimeWindow): Promise<Row[]> {
  const { value: question } = ownTables.fetch(window, () => '', window.to).next();
  if (!question || !('sql' in question)) throw new Error('no question to a database');
  // As the role that asks in production, over the wire that it asks over.
  const address = postgresAddress(database.url('ingest'));
  if (typeof address === 'string') throw new Error(address);
  const bytes = answerLines(address, question, { timeout: MINUTE });
  const out: Row[] = [];
  for await (const one of ownTables.parse(bytes)) {
    if (isReject(one) || !('quality' in one)) throw new Error(JSON.stringify(one));
    expect(checkRow(enrichedConsumption)(one)).toBeNull();
    out.push(one);
  }
  return out;
}

/** The days (of Paris) on which load and price, which peak in the same hour, do so in different rows: the check that the seed fails. */
interface Joined {
  readonly day: string;
  readonly load: number;
  readonly price: number | null;
}
function misaligned(rows: readonly Joined[]): string[] {
  const peak = (some: readonly Joined[], of: (row: Joined) => number) =>
    some.indexOf(some.reduce((best, row) => (of(row) > of(best) ? row : best)));
  return [...Map.groupBy(rows, ({ day }) => day)]
    .filter(
      ([, some]) => peak(some, ({ load }) => load) !== peak(some, ({ price }) => price ?? Number.NEGATIVE_INFINITY),
    )
    .map(([day]) => day);
}
const asJoined = (rows: readonly Row[]): Joined[] =>
  rows.map((row) => ({
    day: String(row['local_date']),
    load: Number(row['load_mw']),
    price: row['price_eur_per_mwh'] === null ? null : Number(row['price_eur_per_mwh']),
  }));

/** The mistake of the project this table comes from: load on the clock of UTC, price on that of Paris, joined as if they were one. */
const SEED_SQL = `
SELECT to_char(l.clock, 'YYYY-MM-DD') AS day, l.load::float8 AS load, p.price
FROM (SELECT date_trunc('hour', at AT TIME ZONE 'UTC') AS clock, avg(load_mw) AS load FROM consumption GROUP BY 1) l
JOIN (SELECT date_trunc('hour', at AT TIME ZONE 'Europe/Paris') AS clock, avg(price_eur_per_mwh) AS price
      FROM spot_price GROUP BY 1) p USING (clock)
ORDER BY l.clock`;

describe('a peak of the load and of the price in the same hour', () => {
  const WINTER = parisDay(at('2026-01-14T12:00:00Z'));
  const SUMMER = parisDay(at('2026-07-15T12:00:00Z'));
  /** 19:00 to 19:45 on both clocks of Paris. */
  const PEAKS = [at('2026-01-14T18:00:00Z'), at('2026-07-15T17:00:00Z')];
  const peaks = (when: Instant) => PEAKS.some((peak) => when >= peak && when < peak + HOUR);
  beforeEach(async () => {
    for (const day of [WINTER, SUMMER]) {
      await loads(day, (when) => (peaks(when) ? 80_000 : 50_000));
      await prices(day, (when) => (peaks(when) ? 400 : 50));
    }
  });

  it('stands in the row of 19:00 in Paris, in winter and in summer', async () => {
    const rows = [...(await hours(WINTER)), ...(await hours(SUMMER))];
    expect(rows).toHaveLength(48);
    const shown = rows.filter((row) => row['load_mw'] === 80_000 || row['price_eur_per_mwh'] === 400);
    expect(
      shown.map(({ at: when, local_time, hour_index, load_mw, price_eur_per_mwh }) => [
        when,
        local_time,
        hour_index,
        load_mw,
        price_eur_per_mwh,
      ]),
    ).toEqual([
      [PEAKS[0], '2026-01-14 19:00+01:00', 19, 80_000, 400],
      [PEAKS[1], '2026-07-15 19:00+02:00', 19, 80_000, 400],
    ]);
    expect(misaligned(asJoined(rows))).toEqual([]);
  });

  it('is torn apart by the mistake of the seed, and our check refuses it', async () => {
    const { rows } = await owner.query<Joined>(SEED_SQL);
    expect(misaligned(rows)).toEqual(['2026-01-14', '2026-07-15']);
  });
});

describe('the nights on which the clocks change', () => {
  /** Each hour has a load and a price of its own, the same number: one hour off and they differ. */
  const numbered = async (day: TimeWindow) => {
    await loads(day, (when) => 40_000 + (when - day.from) / HOUR - ((when - day.from) % HOUR) / HOUR);
    await prices(day, (when) => Math.floor((when - day.from) / HOUR));
    return hours(day);
  };
  const inOrder = (rows: readonly Row[]) =>
    rows.map((row) => [Number(row['load_mw']) - 40_000, row['price_eur_per_mwh']]);
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => [i, i]);

  it('the day of March has 23 hours, none of them 2', async () => {
    const rows = await numbered(parisDay(at('2026-03-29T12:00:00Z')));
    expect(inOrder(rows)).toEqual(upTo(23));
    expect(rows.slice(1, 3).map((row) => row['local_time'])).toEqual([
      '2026-03-29 01:00+01:00',
      '2026-03-29 03:00+02:00',
    ]);
    expect(new Set(rows.map((row) => row['local_date']))).toEqual(new Set(['2026-03-29']));
  });

  it('the day of October has 25 hours, and both hours 2 are told apart', async () => {
    const rows = await numbered(parisDay(at('2026-10-25T12:00:00Z')));
    expect(inOrder(rows)).toEqual(upTo(25));
    expect(rows.filter((row) => row['hour_index'] === 2).map((row) => row['local_time'])).toEqual([
      '2026-10-25 02:00+02:00',
      '2026-10-25 02:00+01:00',
    ]);
    expect(new Set(rows.map((row) => row['at'])).size).toBe(25);
  });
});

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
    await owner.query('TRUNCATE consumption');
    await loads({ from: NOON, to: NOON + 30 * MINUTE }, () => 60_000);
    expect(await hours(WINDOW)).toEqual([]);
  });

  it('is as good as the least of its quarters', async () => {
    await loads(WINDOW, () => 60_000);
    await owner.query("UPDATE consumption SET load_quality = 'definitive' WHERE extract(minute FROM at) <> 30");
    expect((await only()).quality).toBe('real time');
    await owner.query("UPDATE consumption SET load_quality = 'consolidated' WHERE extract(minute FROM at) = 30");
    expect((await only()).quality).toBe('consolidated');
  });

  it('seen live becomes as good as the archives, which know its halves only, and mixes no vintages', async () => {
    await loads(WINDOW, () => 50_000);
    await owner.query(`UPDATE consumption SET load_quality = 'definitive', load_mw = 61000 + 2000 * (extract(minute FROM at) / 30)
      WHERE extract(minute FROM at) IN (0, 30)`);
    expect(await only()).toMatchObject({ load_mw: 62_000, load_values_count: 2, quality: 'definitive' });
    await owner.query("UPDATE consumption SET load_quality = 'consolidated' WHERE at <> '2026-01-14T12:45:00Z'");
    expect(await only()).toMatchObject({ load_mw: 62_000, load_values_count: 2, quality: 'consolidated' });
    await owner.query("UPDATE consumption SET load_quality = 'real time' WHERE at = '2026-01-14T12:30:00Z'");
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
    await owner.query("UPDATE weather SET temperature_celsius = NULL WHERE place = 'lyon'");
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
    loadRows(world.db, enrichedConsumption, {
      raw: await world.fetched(fetchedAt),
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
    const { rows } = await owner.query<{ known: Date; price: number }>(
      'SELECT price_known_at AS known, price_eur_per_mwh AS price FROM enriched_consumption WHERE price_raw IS NOT NULL ORDER BY at',
    );
    // By the rule of the auction: nobody knew it later because we did.
    expect(rows.map(({ known }) => known.toISOString())).toEqual([
      '2026-01-13T12:00:00.000Z',
      '2026-01-13T12:00:00.000Z',
    ]);
  });
});

describe('six weeks of winter, by the hour of Paris', () => {
  /** The seed's own six weeks: its load peaked at 18 and was lowest at 3, because its clock was that of UTC. */
  const WEEKS = { from: at('2023-01-01T23:00:00Z'), to: at('2023-02-12T23:00:00Z') };
  const DAYS = (WEEKS.to - WEEKS.from) / DAY;
  const profileOf = (hoursOfDay: readonly (readonly [hour: number, load: number])[]) =>
    Array.from({ length: 24 }, (_, hour) => {
      const some = hoursOfDay.filter(([shown]) => shown === hour);
      return Math.round(some.reduce((sum, [, load]) => sum + load, 0) / some.length);
    });
  const eveningPeak = (profile: readonly number[]) => profile.indexOf(Math.max(...profile.slice(15)));
  const trough = (profile: readonly number[]) => profile.indexOf(Math.min(...profile));
  const enrichedProfile = async () => {
    const rows = await hours(WEEKS);
    expect(rows).toHaveLength(DAYS * 24);
    expect(rows.filter((row) => row['is_weekend'] === true)).toHaveLength(12 * 24);
    return profileOf(rows.map((row) => [Number(row['hour_index']), Number(row['load_mw'])]));
  };

  it('the simulated load peaks at 19, hour by hour as on a clock that Postgres knows nothing of', async () => {
    const grid = simulateWorld({ seed: 1 });
    const loadAt = (when: Instant) => Math.round(grid.nation(when, 'definitive').load);
    await loads(WEEKS, loadAt);
    const profile = await enrichedProfile();
    expect(eveningPeak(profile)).toBe(19);
    expect(profile).toEqual(profileOf(instantsIn(WEEKS, QUARTER).map((when) => [parisClock(when).hour, loadAt(when)])));
  });

  const measured = dataFolders().find(hasMeasuredLoad);
  it.runIf(measured)(
    'the measured load of 2023 peaks at 19 and is lowest at 4 (where WATTMESH_DATA has it)',
    async () => {
      const csv = await readCanonicalCsv(consumption, measuredLoadCsv(measured ?? ''));
      const facts = csv.facts.get(factsKey('consumption/load_mw', 'FR'));
      if (!facts) throw new Error(`no load of FR among ${[...csv.facts.keys()].join(', ')}`);
      const loadOf = new Map(Array.from(facts.at, (when, i) => [when, Math.round(facts.value[i] ?? 0)]));
      await loads(WEEKS, (when) => loadOf.get(when - (when % HOUR)) ?? 0);
      const profile = await enrichedProfile();
      expect([eveningPeak(profile), trough(profile)]).toEqual([19, 4]);
    },
  );
});
