// Every feed of every dataset against its sources at their best and out of order: what is loaded twice changes nothing, and the next source takes over.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { type DatasetDefinition, type Feed, isSql, type Source } from '../../data/dataset.ts';
import { DAY, formatInstant, HOUR } from '../../data/time.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { quoted } from '../../db/queries/dataset-table.ts';
import { fillEnergitech, grantReader } from '../../tools/simulate/energitech-database.ts';
import { SIMULATED_SECRETS } from '../../tools/simulate/hosts.ts';
import { type Installation, loaded, startInstallation } from '../mesh/installation.ts';

const now = Math.floor(Date.now() / HOUR) * HOUR;
let installation: Installation;
let database: pg.Pool;
let energitech: TestDatabase;
beforeAll(async () => {
  energitech = await testDatabase({ template: 'template1' });
  await fillEnergitech(energitech.ownerUrl, { from: now - 5 * DAY, to: now, seed: 1 });
  // The usual reader is one for all databases of the server, and databases.test.ts changes its password.
  const ENERGITECH_DATABASE_URL = await grantReader(energitech.ownerUrl, 'of-the-reader', 'reader_of_every_source');
  const vars = { ANSWER_TIMEOUT: '5000', ENERGITECH_DATABASE_URL };
  installation = await startInstallation({ walksOnly: true, simulatedClock: () => now, vars });
  database = new pg.Pool({ connectionString: installation.ownerUrl });
  database.on('error', () => undefined);
});
afterAll(async () => {
  await database.end();
  await installation.stop();
  await energitech.drop();
});
beforeEach(async () => {
  await fetch(`${installation.simulator.url}/misbehave`, { method: 'DELETE' });
});

const all: readonly DatasetDefinition[] = Object.values(datasets);
/** Those that other datasets are made of come first. */
const inOrder = all.toSorted((a, b) => Number(isDerived(a)) - Number(isDerived(b)));
const feeds = inOrder.flatMap((definition) =>
  definition.feeds.map((feed) => [`${definition.id}/${feed.id}`, definition, feed] as const),
);

describe.each(feeds)('%s', (_, definition, feed) => {
  it('brings rows, and the same again changes nothing', async () => {
    const first = await run(definition, feed);
    expect(first).toMatchObject({ status: 'succeeded', rows: { rejected: expect.any(Number) } });
    expect(first.rows.extracted).toBeGreaterThan(0);
    const before = await checksum(definition);
    const second = await run(definition, feed);
    expect(second).toMatchObject({ status: 'succeeded', rows: { inserted: 0, updated: 0 } });
    expect(await checksum(definition)).toEqual(before);
  });

  const asked = feed.alternatives.filter((source) => placeOf(source) !== null);
  it.runIf(asked.length > 0)('goes on with the next source when the first gives a page of HTML', async () => {
    const [first, ...others] = asked;
    const place = placeOf(first!)!;
    const order = { match: place, kind: 'html', times: 200 };
    await fetch(`${installation.simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify(order) });
    // As scheduled: an heir that knows only what is newest stands in on the day.
    const done = await run(definition, feed, feed.window);
    const heir = others.find((source) => !placeOf(source)!.includes(place));
    if (heir) {
      expect(done.status, done.reason).toBe('succeeded');
      // The page is kept too where it came as data: what was asked last is what was loaded.
      const { rows } = await database.query(
        'SELECT source FROM raw_object WHERE run_id = $1 ORDER BY fetched_at DESC, id DESC LIMIT 1',
        [done.id],
      );
      expect(rows).toEqual([{ source: heir.id }]);
    } else {
      expect(done.status).toBe('failed');
      expect(done.reason).toContain(`${first!.id}: `);
    }
  });
});

function isDerived({ feeds }: DatasetDefinition): boolean {
  return feeds.every(({ alternatives }) => alternatives.every((source) => placeOf(source) === null));
}

/** Host and path of its first question. Null where it asks a database. */
function placeOf(source: Source): string | null {
  const conversation = source.fetch(
    { from: now - DAY, to: now },
    (name) => SIMULATED_SECRETS[name] ?? 'postgres://nobody',
    now,
  );
  const { value: question } = conversation.next();
  if (!question || isSql(question)) return null;
  const { host, pathname } = new URL(question.url);
  return `${host}${pathname}`;
}

/** What comes late is looked for where it has come by now. */
async function run(
  { id: dataset }: DatasetDefinition,
  { id: feed, window, ahead = 0 }: Feed,
  length = Math.max(window, 4 * DAY),
) {
  const from = now - length;
  const to = Math.min(from + 40 * DAY, now + ahead);
  const [done] = await loaded(installation, { dataset, feed, from: formatInstant(from), to: formatInstant(to) });
  return done;
}

async function checksum({ id }: DatasetDefinition): Promise<unknown> {
  const table = quoted(id.replaceAll('-', '_'));
  const { rows } = await database.query(
    `SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ${table} t`,
  );
  return rows;
}
