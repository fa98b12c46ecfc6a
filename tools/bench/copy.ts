// The same rows once more, as fast as Postgres loads: what a pipeline is measured against.
import pg from 'pg';
import { DATABASES } from '../start/database.ts';

/** With the same constraints and indexes, by the server itself from a file of its own: as fast as Postgres loads. */
export async function copyAgain(superuserUrl: string): Promise<{ rows: number; seconds: number }> {
  const client = await connected(superuserUrl);
  try {
    const { rows } = await client.query('SHOW data_directory');
    const file = `${rows[0].data_directory}/bench.copy`;
    await client.query(`COPY consumption TO '${file}'`);
    await client.query('CREATE TABLE consumption_copy (LIKE consumption INCLUDING ALL)');
    const started = performance.now();
    const { rowCount } = await client.query(`COPY consumption_copy FROM '${file}'`);
    return { rows: rowCount ?? Number.NaN, seconds: (performance.now() - started) / 1_000 };
  } finally {
    await client.end();
  }
}

export async function connected(superuserUrl: string): Promise<pg.Client> {
  const url = new URL(superuserUrl);
  url.pathname = DATABASES.simulated;
  const client = new pg.Client(url.href);
  await client.connect();
  return client;
}
