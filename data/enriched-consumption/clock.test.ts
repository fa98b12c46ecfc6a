// The clock of the enriched hour: load and price of one instant in one row, in winter, in summer and on the nights between them.
import { existsSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { factsKey } from '../../models/history.ts';
import { dataFolders, openDatasets } from '../../notebooks/lab/open-data.ts';
import { enrichedHours, QUARTER } from '../../tests/enriched-hours.ts';
import { simulateWorld } from '../../tools/simulate/world.ts';
import type { Row } from '../dataset.ts';
import { DAY, HOUR, type Instant, instantsIn, parisClock, parisDay, type TimeWindow } from '../time.ts';

const tables = enrichedHours();
const { loads, prices, hours } = tables;
const at = (text: string): Instant => Date.parse(text);

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
    const { rows } = await tables.owner.query<Joined>(SEED_SQL);
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

  it.runIf(dataFolders().some(existsSync))(
    'the measured load of 2023 peaks at 19 and is lowest at 4 (where WATTMESH_DATA has it)',
    async () => {
      const opened = await openDatasets(['consumption']);
      const facts = opened.facts.get(factsKey('consumption/load_mw', 'FR'));
      if (!facts) throw new Error(`no load of FR among ${[...opened.facts.keys()].join(', ')}`);
      const loadOf = new Map(Array.from(facts.at, (when, i) => [when, Math.round(facts.value[i] ?? 0)]));
      await loads(WEEKS, (when) => loadOf.get(when - (when % HOUR)) ?? 0);
      const profile = await enrichedProfile();
      expect([eveningPeak(profile), trough(profile)]).toEqual([19, 4]);
    },
  );
});
