// How many of the answers that clients were given stand in Postgres. Reads, as the owner.
import pg from 'pg';

export interface AnswersKept {
  readonly rows: number;
  readonly distinct: number;
  readonly missing: readonly string[];
}

export async function answersKept(ownerUrl: string, ids: readonly string[]): Promise<AnswersKept> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM answer WHERE id = ANY($1::uuid[])', [ids]);
    const found = new Set(rows.map(({ id }) => id));
    return { rows: rows.length, distinct: found.size, missing: ids.filter((id) => !found.has(id)) };
  } finally {
    await client.end();
  }
}
