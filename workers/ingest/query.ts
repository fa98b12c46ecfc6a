// The rows of one SELECT as bytes, one JSON object a line, through a cursor: never more than two batches in memory, never a transaction that could write.
import postgres from 'postgres';
import { type Duration, SECOND } from '../../data/time.ts';
import type { PostgresAddress } from './postgres-address.ts';

export interface Query {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** A question that gives more is one whose window was forgotten. */
export const MAX_ROWS = 5_000_000;
const ROWS_PER_BATCH = 1_000;
const CONNECT_TIMEOUT_SECONDS = 15;
const CLOSE_TIMEOUT_SECONDS = 1;
/** Even without parameters: the simple protocol would take a COMMIT, and what follows it. The driver's types do not know `simple`. */
const ONE_STATEMENT = { prepare: false, simple: false };

/** More rows than we take. */
export class TooManyRows extends Error {
  override readonly name = 'TooManyRows';
}

/** From the question to the last row. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** Throws what the driver throws, and in the middle of it: an answer that ends is whole. */
export async function* answerLines(
  address: PostgresAddress,
  query: Query,
  { timeout, maxRows = MAX_ROWS }: { readonly timeout: Duration; readonly maxRows?: number },
): AsyncGenerator<Uint8Array> {
  const { tls, ...who } = address;
  const connection = postgres({
    ...who,
    ssl: tls && { rejectUnauthorized: true },
    // One connection: a cursor lives in its transaction. What is asked after it broke finds no cursor, and so fails.
    max: 1,
    max_lifetime: null,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    // A pooler between us keeps neither types nor prepared statements.
    prepare: false,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'wattmesh' },
  });
  const late = deadline(timeout);
  const next = () => late.orElse(connection.unsafe<{ line: string }[]>(`FETCH FORWARD ${ROWS_PER_BATCH} FROM answer`));
  try {
    await late.orElse(
      connection.unsafe(
        // We read to the end: Postgres plans a cursor for its first tenth, and such a plan takes ten times as long for an enriched month.
        `BEGIN READ ONLY; SET LOCAL timezone = 'UTC'; SET LOCAL cursor_tuple_fraction = 1; SET LOCAL statement_timeout = ${Math.ceil(timeout)}`,
      ),
    );
    await late.orElse(
      connection.unsafe(
        `DECLARE answer NO SCROLL CURSOR FOR SELECT to_jsonb(q)::text AS line FROM (\n${query.sql}\n) q`,
        [...query.parameters],
        ONE_STATEMENT,
      ),
    );
    const encoder = new TextEncoder();
    let rows = 0;
    let asked = next();
    for (;;) {
      const batch = await asked;
      if (batch.length === 0) break;
      rows += batch.length;
      if (rows > maxRows) throw new TooManyRows(`more than ${maxRows} rows`);
      // The next batch is on its way while this one is written.
      asked = next();
      // Its failure is met when it is awaited, not while something else fails.
      asked.catch(() => undefined);
      yield encoder.encode(`${batch.map(({ line }) => line).join('\n')}\n`);
    }
  } finally {
    late.callOff();
    await connection.end({ timeout: CLOSE_TIMEOUT_SECONDS });
  }
}

/** A connection that has gone silent says nothing, not even that it failed. */
function deadline(timeout: Duration) {
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TooSlow(`no whole answer within ${timeout / SECOND} s`)), timeout);
  passed.catch(() => undefined);
  return {
    orElse: <T>(work: PromiseLike<T>): Promise<T> => Promise.race([work, passed]),
    callOff: () => clearTimeout(timer),
  };
}
