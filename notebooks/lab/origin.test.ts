import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { HOUR, MINUTE } from '../../data/time.ts';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { factsKey } from '../../models/history.ts';
import { fromPostgres } from './from-postgres.ts';
import { fromProduct } from './from-product.ts';
import { openDatasets } from './open-data.ts';
import { openSql } from './sql.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const window = { from: NOON, to: NOON + HOUR };

describe('rows of a Postgres', () => {
  let world: TestWorld;
  /** As who may look at everything but persons. */
  let url: string;
  beforeAll(async () => {
    world = await testWorld('consumption');
    url = world.database.url('analyst');
    await loadRows(world.db, consumption, {
      raw: await world.fetched(NOON + 2 * HOUR, 'odre'),
      columns: ['load_mw'],
      rows: ['FR', 'FR-BRE'].flatMap((area, a) =>
        Array.from({ length: 5 }, (_, i) => ({
          area,
          at: NOON + i * 15 * MINUTE,
          quality: 'definitive' as const,
          load_mw: 60_000 - 58_000 * a + i,
        })),
      ),
    });
  });
  afterAll(() => world.database.drop());

  it('stand in a table with the types of the dataset, columns that are empty today too', async () => {
    const sql = await openSql({ consumption: fromPostgres(url, window) });
    expect(
      await sql.rows(
        'SELECT area, count(*) AS steps, max("at") AS last, avg(load_mw) AS mean FROM consumption GROUP BY area ORDER BY area',
      ),
    ).toEqual([
      { area: 'FR', steps: 4, last: '2026-11-20T12:45:00Z', mean: 60_001.5 },
      { area: 'FR-BRE', steps: 4, last: '2026-11-20T12:45:00Z', mean: 2_001.5 },
    ]);
    expect(
      await sql.rows(
        'SELECT DISTINCT typeof(nuclear_mw) AS nuclear, typeof(load_known_at) AS known, load_source, simulated FROM consumption',
      ),
    ).toEqual([{ nuclear: 'BIGINT', known: 'TIMESTAMP WITH TIME ZONE', load_source: 'odre', simulated: false }]);
    sql.close();
  });

  it('are facts for a model, each with the instant it was known at', async () => {
    const data = await openDatasets(['consumption'], fromPostgres(url));
    const load = data.facts.get(factsKey('consumption/load_mw', 'FR'));
    expect(Array.from(load?.value ?? [])).toEqual([60_000, 60_001, 60_002, 60_003, 60_004]);
    expect(load?.at[0]).toBe(NOON);
    expect(load?.knownAt[0]).toBeGreaterThan(NOON);
    expect(data).toMatchObject({ rows: 10, simulated: false, description: 'consumption (odre)' });
    const earlier = { from: NOON - HOUR, to: NOON };
    await expect(openDatasets(['consumption'], fromPostgres(url, earlier))).rejects.toThrow('no row of consumption');
  });

  it('that the simulator made say so', async () => {
    const other = await testWorld('consumption');
    const made = { at: NOON, quality: 'real time', load_mw: 60_000 } as const;
    const raw = await other.fetched(NOON, 'rte', { simulated: true });
    await loadRows(other.db, consumption, { raw, columns: ['load_mw'], rows: [{ area: 'FR', ...made }] });
    const data = await openDatasets(['consumption'], fromPostgres(other.database.url('analyst')));
    await other.database.drop();
    expect(data.simulated).toBe(true);
  });

  it('of persons stay there', async () => {
    await expect(openSql({ customer: fromPostgres(world.database.ownerUrl) })).rejects.toThrow(
      'customer holds personal data',
    );
  });

  it('are refused with a sentence to a role that may not look, and under a name that is no dataset', async () => {
    await expect(openSql({ consumption: fromPostgres(world.database.url('ingest')) })).rejects.toThrow(
      /permission denied for schema analytics\. Want the database of a Wattmesh, as the role analyst: npm run db -- roles/,
    );
    await expect(openSql({ conso: fromPostgres(url) })).rejects.toThrow('no dataset conso; there are');
  });
});

describe('rows of a product', () => {
  let server: Server;
  let url: string;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.headers['x-api-key'] !== 'known') return response.writeHead(401).end('{"title":"Unauthorized"}');
      return response.end(
        'area,at,load_mw,load_known_at,load_source,simulated\r\nFR,2026-11-20T12:00:00Z,60000,2026-11-20T12:05:00Z,rte,true\r\n',
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    // A server on a port has an address of this shape.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('come as its API gives them', async () => {
    const { simulated, rows } = await openDatasets(
      ['consumption'],
      fromProduct({ url, key: 'known', asOf: NOON }, window),
    );
    expect({ simulated, rows }).toEqual({ simulated: true, rows: 1 });
    expect(asked).toEqual([
      '/v1/datasets/consumption/rows?format=csv&from=2026-11-20T12%3A00%3A00Z&to=2026-11-20T13%3A00%3A00Z&as_of=2026-11-20T12%3A00%3A00Z',
    ]);
  });

  it('are refused as it refuses', async () => {
    await expect(openDatasets(['consumption'], fromProduct({ url, key: 'stranger' }, window))).rejects.toThrow(
      'answered 401: {"title":"Unauthorized"}',
    );
  });
});
