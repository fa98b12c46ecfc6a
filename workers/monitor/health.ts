// Whether monitor can do its work: Postgres and the counters. Says how, never why in the driver's words: they quote hosts and roles.
import { sql } from 'drizzle-orm';
import type { Health } from '../mesh/contracts.ts';
import type { Isolate } from './isolate.ts';

const PATIENCE_MS = 3_000;

export async function health({ db, metrics }: Pick<Isolate, 'db' | 'metrics'>): Promise<Record<string, Health>> {
  const [database, counters] = await Promise.all([
    probe(db.execute(sql`SELECT 1`), 'Postgres does not answer the role of monitor'),
    probe(metrics().snapshot(), 'the object that counts does not answer'),
  ]);
  return { database, counters };
}

async function probe(asked: Promise<unknown>, otherwise: string): Promise<Health> {
  const silence = new Promise<never>((_, reject) => setTimeout(reject, PATIENCE_MS));
  return Promise.race([asked, silence]).then(
    () => ({ status: 'ok' }),
    () => ({ status: 'down', detail: otherwise }),
  );
}
