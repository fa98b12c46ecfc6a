// Databases of the embedded Postgres and their owner, who may what the owner of a Neon database may. Never their tables.
import pg from 'pg';

export const OWNER = 'wattmesh_owner';

export async function makeDatabases(
  superuserUrl: string,
  { names, password }: { readonly names: readonly string[]; readonly password: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  // A connection that breaks is told by the query that waits for it, or by the next.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [OWNER]);
    if (rowCount === 0) {
      await client.query(
        `CREATE ROLE ${OWNER} LOGIN NOSUPERUSER CREATEROLE CREATEDB PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    const there = new Set(rows.map(({ datname }) => datname));
    for (const name of names.filter((wanted) => !there.has(wanted))) {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} OWNER ${OWNER}`);
    }
  } finally {
    await client.end();
  }
}
