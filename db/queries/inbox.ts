// What of the inbox and of the space between steps somebody still needs, and what nobody ever completed. Deletes no upload that was accepted.
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';

export interface Abandoned {
  readonly id: string;
  readonly dataset: string;
}

/** Begun before `before` and never completed, oldest first. Parts may have come since. */
export async function uploadsLeftOpen(
  { $client: client }: Db,
  { before, limit }: { readonly before: Instant; readonly limit: number },
): Promise<readonly Abandoned[]> {
  const rows = await client`
    SELECT id, dataset FROM upload WHERE accepted_at IS NULL AND started_at < to_timestamp(${before}::float8 / 1000)
    ORDER BY started_at, id LIMIT ${limit}`;
  return rows.map((row) => ({ id: String(row['id']), dataset: String(row['dataset']) }));
}

/** With its parts. False when it was accepted meanwhile, and stays. */
export async function forgetUpload(db: Db, id: string): Promise<boolean> {
  const client = db.$client;
  // Whoever accepts it, or keeps a part of it, waits for this or is waited for.
  const [, , forgotten = []] = await client.transaction([
    client`SELECT id FROM upload WHERE id = ${id} FOR UPDATE`,
    client`DELETE FROM upload_part p USING upload u WHERE u.id = p.upload_id AND u.id = ${id} AND u.accepted_at IS NULL`,
    client`DELETE FROM upload WHERE id = ${id} AND accepted_at IS NULL RETURNING id`,
  ]);
  return forgotten.length > 0;
}

/** Of pushes and uploads by their ids: those that wait, are still being sent, or have a run that has not ended. */
export async function wantedInInbox({ $client: client }: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await client`
    SELECT p.id FROM push p LEFT JOIN run r ON r.id = p.run_id
    WHERE p.id = ANY(${[...ids]}::uuid[]) AND (r.id IS NULL OR r.status IN ('queued', 'running'))
    UNION ALL
    SELECT u.id FROM upload u LEFT JOIN run r ON r.id = u.run_id
    WHERE u.id = ANY(${[...ids]}::uuid[]) AND (r.id IS NULL OR r.status IN ('queued', 'running'))`;
  return new Set(rows.map((row) => String(row['id'])));
}

/** Of runs by their ids: those that have not ended. */
export async function openAmong({ $client: client }: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await client`SELECT id FROM run WHERE id = ANY(${[...ids]}::text[]) AND status IN ('queued', 'running')`;
  return new Set(rows.map((row) => String(row['id'])));
}
