// The service about itself: start page, liveness, readiness, metrics.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { sql } from 'drizzle-orm';
import type { Health } from '../../mesh/contracts.ts';
import { problemOf, problemResponse } from '../../mesh/problem.ts';
import { ok } from '../../mesh/result.ts';
import { within } from '../../mesh/within.ts';
import { ask } from '../ask.ts';
import { DATASETS, MODELS } from '../definitions.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { preferred } from '../negotiate.ts';
import { page } from '../pages.ts';
import { answer, refuse, unavailable } from '../refuse.ts';
import { answers, createRoute, json, open } from '../route.ts';

const PROBE_MS = 2_000;

const titled = (folder: string, { id, title }: { id: string; title: { en: string; fr: string } }) => ({
  id,
  title,
  href: `/v1/${folder}/${id}`,
});
const ABOUT = {
  name: 'Wattmesh',
  docs: '/docs',
  openapi: '/openapi.json',
  health: '/healthz',
  readiness: '/readyz',
  metrics: '/metrics',
  datasets: DATASETS.map((dataset) => titled('datasets', dataset)),
  models: MODELS.map((model) => titled('models', model)),
};
/** Pages ask too: whoever looks at simulated facts is told so. */
const SUMMARY = JSON.stringify({ ...ABOUT, simulated: false });
const SIMULATED_SUMMARY = JSON.stringify({ ...ABOUT, simulated: true });
const ALIVE = JSON.stringify({ status: 'ok' });
const AS_JSON = { headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } };

const Titled = z.object({ id: z.string(), title: z.object({ en: z.string(), fr: z.string() }), href: z.string() });
const Summary = z
  .object({
    name: z.string(),
    docs: z.string(),
    openapi: z.string(),
    health: z.string(),
    readiness: z.string(),
    metrics: z.string(),
    datasets: z.array(Titled),
    models: z.array(Titled),
    simulated: z.boolean().openapi({ description: 'Whether the facts come from the simulator of one machine' }),
  })
  .openapi('Summary');
const Checks = z.record(z.string(), z.object({ status: z.enum(['ok', 'down']), detail: z.string().optional() }));
const Readiness = z.object({ status: z.literal('ready'), checks: Checks }).openapi('Readiness');

const start = createRoute({
  method: 'get',
  path: '/',
  operationId: 'start',
  tags: ['service'],
  summary: 'What this is, and where things are: a page for people, JSON for programs',
  ...open,
  responses: answers(
    {
      200: {
        description: 'The summary',
        content: { 'application/json': { schema: Summary }, 'text/html': { schema: z.string() } },
      },
    },
    406,
    429,
  ),
});
const alive = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'alive',
  tags: ['service'],
  summary: 'Is the gateway alive? Asks nobody else',
  security: [],
  responses: answers({ 200: json(z.object({ status: z.literal('ok') }), 'It is') }),
});
const ready = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'ready',
  tags: ['service'],
  summary: 'Does each dependency answer? Each is asked for two seconds at most',
  ...open,
  responses: answers({ 200: json(Readiness, 'All of them do') }, 429, 503),
});
const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  operationId: 'metrics',
  tags: ['service'],
  summary: 'The figures of all isolates, as Prometheus reads them',
  ...open,
  responses: answers(
    {
      200: { description: 'Prometheus text, format 0.0.4', content: { 'text/plain': { schema: z.string() } } },
    },
    429,
    503,
  ),
});

export function serviceRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(start, (c) => {
    const type = preferred(c.req.header('accept'), ['application/json', 'text/html']);
    if (type === 'text/html') return page(c, 'index.html');
    if (type)
      return new Response(c.env.SIMULATED ? SIMULATED_SUMMARY : SUMMARY, {
        headers: { ...AS_JSON.headers, 'Cache-Control': 'no-cache', Vary: 'Accept' },
      });
    return refuse(c, { reason: 'not_acceptable', detail: 'Want one of application/json, text/html.' });
  });
  app.openapi(alive, () => new Response(ALIVE, AS_JSON));
  app.openapi(ready, async (c) => {
    const checks = await dependencies(c);
    const down = Object.keys(checks).filter((name) => checks[name]?.status !== 'ok');
    if (down.length === 0) return Response.json({ status: 'ready', checks }, AS_JSON);
    const problem = problemOf(unavailable(down.join(', ')), c.var.requestId);
    return problemResponse({ ...problem, body: { ...problem.body, checks } });
  });
  app.openapi(metrics, async (c) => {
    await isolateOf(c.env).metrics.flushNow();
    const text = await ask(c, 'monitor', c.env.MONITOR.exposition(callContext(c)).then(ok));
    if (!text.ok) return answer(c, text);
    return new Response(text.value, { headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' } });
  });
}

async function dependencies(c: GatewayContext): Promise<Record<string, Health>> {
  const { INGEST, PREDICT, MONITOR } = c.env;
  const context = callContext(c);
  const asked = await Promise.all([
    probe('database', async () => {
      await isolateOf(c.env).db.execute(sql`SELECT 1`);
      return {};
    }),
    probe('ingest', () => INGEST.health(context)),
    probe('predict', () => PREDICT.health(context)),
    probe('monitor', () => MONITOR.health(context)),
  ]);
  return Object.assign({}, ...asked);
}

/** A Worker answers for itself and names what it depends on: `ingest/lake`. */
async function probe(name: string, question: () => Promise<Readonly<Record<string, Health>>>) {
  try {
    const parts = Object.entries(await within(PROBE_MS, question()));
    return Object.fromEntries([
      [name, { status: 'ok' }],
      ...parts.map(([part, health]) => [`${name}/${part}`, health]),
    ]);
  } catch {
    return { [name]: { status: 'down', detail: `no answer within ${PROBE_MS / 1_000} s, or an error: see the log` } };
  }
}
