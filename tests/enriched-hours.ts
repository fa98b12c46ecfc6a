// Our own tables filled by hand, and the enriched hours derived from them as ingest would: for the tests of one file.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { isReject, type Row } from '../data/dataset.ts';
import { enrichedConsumption } from '../data/enriched-consumption/dataset.ts';
import { ownTables } from '../data/enriched-consumption/sources/own-tables.ts';
import { formatInstant, HOUR, type Instant, instantsIn, MINUTE, type TimeWindow } from '../data/time.ts';
import { checkRow } from '../data/validate.ts';
import { type TestWorld, testWorld } from '../db/local/test-world.ts';
import { postgresAddress } from '../workers/ingest/postgres-address.ts';
import { answerLines } from '../workers/ingest/query.ts';

export const QUARTER = 15 * MINUTE;

/** Tables that are empty before each test. */
export function enrichedHours() {
  let world: TestWorld;
  let owner: pg.Client;
  beforeAll(async () => {
    world = await testWorld('enriched-consumption');
    owner = new pg.Client(world.database.ownerUrl);
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await world.database.drop();
  });
  beforeEach(() => owner.query('TRUNCATE consumption, spot_price, weather, calendar, strike_day'));

  /** Rows of one table by their columns; what each part says of itself comes along. */
  async function insert(
    table: string,
    part: string,
    rows: readonly Readonly<Record<string, unknown>>[],
  ): Promise<void> {
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
    const address = postgresAddress(world.database.url('ingest'));
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

  return {
    get world() {
      return world;
    },
    get owner() {
      return owner;
    },
    insert,
    loads,
    prices,
    hours,
  };
}
