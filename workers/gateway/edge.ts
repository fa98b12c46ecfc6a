// What every request passes on its way in and out: request id, metrics, one log line, security headers, CORS. Never a decision about the request.
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { logger } from '../mesh/log.ts';
import { letGo } from './body.ts';
import { startDeadline } from './deadline.ts';
import { callContext, type Gateway, type GatewayContext } from './env.ts';
import { isolateOf } from './isolate.ts';
import { refuseLate, refuseThrown } from './refuse.ts';

/** Sane: goes into a header, a log line and another Worker's log line. */
const SANE_REQUEST_ID = /^[\w.:-]{8,64}$/;

const HEADERS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  // Anyone may read from any page; a browser never sends credentials on its own.
  ['Access-Control-Allow-Origin', '*'],
  [
    'Access-Control-Expose-Headers',
    'Content-Disposition, ETag, Inference-Header-Content-Length, Link, Location, Retry-After, X-Request-Id',
  ],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
];
const NO_DOCUMENT = "default-src 'none'; frame-ancestors 'none'";
const HSTS = 'max-age=31536000; includeSubDomains';

/** Asked by machines every few seconds: only their failures are worth a line. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

export const edge: MiddlewareHandler<Gateway> = async (c, next) => {
  const begun = Date.now();
  const given = c.req.header('x-request-id');
  c.set('requestId', given && SANE_REQUEST_ID.test(given) ? given : crypto.randomUUID());
  const deadline = startDeadline();
  c.set('deadline', deadline);
  const { metrics } = isolateOf(c.env);
  metrics.started();
  try {
    const done = next().catch((thrown) => {
      // Hono hands over what is an Error; a library may throw something else.
      c.res = refuseThrown(new Error(`thrown: ${String(thrown)}`), c);
    });
    if ((await Promise.race([done, deadline.passed])) === 'late') c.res = refuseLate(c);
    // Only the headers of a HEAD are sent: a stream nobody reads would never end.
    if (c.req.method === 'HEAD') await c.res.body?.cancel();
    addHeaders(c);
    if (c.res.status >= 400) await letGo(c.req.raw.body);
  } finally {
    deadline.end();
    const finish = () => {
      const seconds = (Date.now() - begun) / 1_000;
      const errorType = c.get('errorType');
      const endpoint = endpointOf(c);
      metrics.finished({
        method: c.req.method,
        endpoint,
        status: c.res.status,
        durationSeconds: seconds,
        ...(errorType && { errorType }),
      });
      if (!PROBES.has(endpoint) || c.res.status >= 400) {
        logger({ worker: 'gateway', context: callContext(c) }).info('request', {
          method: c.req.method,
          endpoint,
          status: c.res.status,
          duration_ms: Math.round(seconds * 1_000),
        });
      }
      return metrics.flush();
    };
    const streamed = c.get('streamed');
    const work = streamed ? streamed.then(finish) : finish();
    if (work) c.executionCtx.waitUntil(work);
  }
};

/** The pattern of the route, so that a stranger cannot multiply the series of a metric. */
const endpointOf = (c: GatewayContext): string => {
  const pattern = routePath(c, -1);
  return pattern === '/*' ? 'unmatched' : pattern.replaceAll(/:(\w+)/g, '{$1}');
};

function addHeaders(c: GatewayContext): void {
  const { headers } = c.res;
  headers.set('X-Request-Id', c.get('requestId'));
  for (const [name, value] of HEADERS) headers.set(name, value);
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', NO_DOCUMENT);
  if (c.req.url.startsWith('https:')) headers.set('Strict-Transport-Security', HSTS);
}
