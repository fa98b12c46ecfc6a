// Who may call. Secrets never come here: only their hashes.
import { eq } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { client } from '../schema.ts';

export type Client = typeof client.$inferSelect;

/** Null when there is none; a revoked one is found, with `revokedAt`. */
export async function findClient(db: Db, id: string): Promise<Client | null> {
  const [found] = await db.select().from(client).where(eq(client.id, id));
  return found ?? null;
}

/** False when there is one of that id already, which stays as it is. */
export async function createClient(db: Db, candidate: Omit<Client, 'revokedAt'>): Promise<boolean> {
  const created = await db.insert(client).values(candidate).onConflictDoNothing().returning({ id: client.id });
  return created.length > 0;
}

/** The only secret of a client from now on. False when there is no such client. */
export async function setSecret(db: Db, id: string, secretSha256: string): Promise<boolean> {
  const changed = await db.update(client).set({ secretSha256 }).where(eq(client.id, id)).returning({ id: client.id });
  return changed.length > 0;
}
