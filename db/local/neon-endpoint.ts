// Stands in for Neon's SQL-over-HTTP endpoint in front of a local Postgres: the driver cannot tell them apart. No WebSocket: nothing here uses it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { z } from 'zod';
import { type Pools, poolsFor } from './pools.ts';
import { portTaken } from './port.ts';

export interface NeonEndpoint {
  readonly port: number;
  /** host:port, as NEON_LOCAL wants it. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Neon's own limit for a request. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

const Query = z.object({
  query: z.string(),
  params: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).default([]),
});
const Body = z.union([z.object({ queries: z.array(Query) }), Query]);
type Query = z.infer<typeof Query>;

const ISOLATION: Readonly<Record<string, string>> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
};

/** What an error of Postgres has on the wire: the driver copies these. */
const ERROR_FIELDS = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

/** A request that we cannot read, or a Postgres that is not there. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Workers hang up after five seconds of silence, as Node does: whoever asks in just that moment would lose the connection. */
const KEEP_ALIVE_MS = 60_000;

export async function startNeonEndpoint({
  port,
  postgresPort,
}: {
  readonly port: number;
  readonly postgresPort: number;
}): Promise<NeonEndpoint> {
  const pools = poolsFor({ host: '127.0.0.1', port: postgresPort });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(request, pools).then(
      (body) => send(response, 200, body),
      (error: unknown) => sendError(response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port, 'the SQL endpoint') : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    port: bound,
    address: `127.0.0.1:${bound}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await pools.end();
    },
  };
}

async function answer(request: IncomingMessage, pools: Pools): Promise<unknown> {
  if (request.method !== 'POST' || request.url?.split('?')[0] !== '/sql') throw new Refusal(404, 'want POST /sql');
  const { headers } = request;
  const connectionString = headers['neon-connection-string'];
  if (typeof connectionString !== 'string' || !URL.canParse(connectionString)) {
    throw new Refusal(400, 'header Neon-Connection-String is missing, or no URL');
  }
  const body = Body.safeParse(parsed(await textOf(request)));
  if (!body.success)
    throw new Refusal(400, `body is neither { query, params } nor { queries }: ${z.prettifyError(body.error)}`);
  const form: Form = {
    arrays: headers['neon-array-mode'] === 'true',
    text: headers['neon-raw-text-output'] === 'true',
  };
  const client = await pools.connect(connectionString);
  let broken = true;
  try {
    const { data } = body;
    const result =
      'queries' in data ? await transaction(client, data.queries, form, headers) : await ask(client, data, form);
    broken = false;
    return result;
  } catch (error) {
    // After a FATAL error the server closes the connection.
    broken = !(error instanceof pg.DatabaseError && error.severity === 'ERROR');
    throw error;
  } finally {
    // A session that is left inside a transaction, or has lost its server, is of no use to the next request.
    client.release(broken || client.getTransactionStatus() !== 'I');
  }
}

async function transaction(
  client: pg.PoolClient,
  queries: readonly Query[],
  form: Form,
  headers: IncomingMessage['headers'],
): Promise<{ results: unknown[] }> {
  const isolation = headers['neon-batch-isolation-level'];
  const level = typeof isolation === 'string' ? ISOLATION[isolation] : '';
  if (level === undefined)
    throw new Refusal(400, `isolation level ${isolation}, want ${Object.keys(ISOLATION).join(', ')}`);
  const begin = [
    'BEGIN',
    level && `ISOLATION LEVEL ${level}`,
    headers['neon-batch-read-only'] === 'true' && 'READ ONLY',
    headers['neon-batch-deferrable'] === 'true' && 'DEFERRABLE',
  ];
  await client.query(begin.filter(Boolean).join(' '));
  try {
    const results: unknown[] = [];
    for (const query of queries) results.push(await ask(client, query, form));
    await client.query('COMMIT');
    return { results };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** How values come back: rows as arrays or objects, values as Postgres writes them or as JSON has them. */
interface Form {
  readonly arrays: boolean;
  readonly text: boolean;
}
const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };

/** One statement a query, as on Neon: without it pg would run several when there are no parameters. Its types do not know it yet. */
interface ExtendedQuery extends pg.QueryArrayConfig {
  readonly queryMode: 'extended';
}

async function ask(client: pg.PoolClient, { query, params }: Query, { arrays, text }: Form): Promise<unknown> {
  const config: ExtendedQuery = {
    text: query,
    values: params,
    rowMode: 'array',
    queryMode: 'extended',
    ...(text && { types: AS_TEXT }),
  };
  const { command, rowCount, rows, fields } = await client.query<unknown[]>(config);
  const shaped = arrays ? rows : rows.map((row) => Object.fromEntries(fields.map(({ name }, i) => [name, row[i]])));
  return { command, rowCount, rows: shaped, rowAsArray: arrays, fields };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) throw new Refusal(413, `request is larger than ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'body is not JSON');
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof pg.DatabaseError) {
    const fields = Object.fromEntries(ERROR_FIELDS.map((name) => [name, error[name]]));
    send(response, 400, { message: error.message, ...fields });
  } else if (error instanceof Refusal) send(response, error.status, { message: error.message });
  else send(response, 503, { message: `Postgres does not answer: ${error instanceof Error ? error.message : error}` });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  // The client may have left; its answer has nowhere to go.
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
