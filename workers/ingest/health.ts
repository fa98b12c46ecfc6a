// Whether what ingest stands on answers: each dependency by itself.
import { sql } from 'drizzle-orm';
import type { Health } from '../mesh/contracts.ts';
import type { Shell } from './shell.ts';

export async function health({ db, lake, log }: Shell): Promise<Readonly<Record<string, Health>>> {
  const checked = async (name: string, check: () => Promise<unknown>): Promise<readonly [string, Health]> => {
    try {
      await check();
      return [name, { status: 'ok' }];
    } catch (error) {
      log.warn('dependency down', { dependency: name, error });
      return [name, { status: 'down', detail: `${name} does not answer ingest` }];
    }
  };
  return Object.fromEntries(
    await Promise.all([
      checked('database', () => db.execute(sql`SELECT 1`)),
      checked('lake', () => lake.head('health')),
    ]),
  );
}
