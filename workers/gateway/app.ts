// The gateway as one application: the edge, the routes, and what happens to a request that none of them knows.
import { OpenAPIHono } from '@hono/zod-openapi';
import { edge } from './edge.ts';
import type { Gateway } from './env.ts';
import { faultsOf } from './faults.ts';
import { methodsByPath } from './methods.ts';
import { registerShared } from './openapi.ts';
import { invalid, refuse, refuseThrown } from './refuse.ts';
import { anomalyRoutes } from './routes/anomalies.ts';
import { backfillRoute } from './routes/backfill.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { docsRoutes } from './routes/docs.ts';
import { driftRoutes } from './routes/drift.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { fileRoutes } from './routes/files.ts';
import { forecastRoutes } from './routes/forecast.ts';
import { modelRoutes } from './routes/models.ts';
import { predictionRoutes } from './routes/predictions.ts';
import { pushRoutes } from './routes/push.ts';
import { qualityRoutes } from './routes/quality.ts';
import { releaseRoutes } from './routes/releases.ts';
import { rowsRoutes } from './routes/rows.ts';
import { runRoutes } from './routes/runs.ts';
import { scoreboardRoutes } from './routes/scoreboard.ts';
import { serviceRoutes } from './routes/service.ts';
import { statsRoutes } from './routes/stats.ts';
import { tokenRoute } from './routes/token.ts';
import { v2Routes } from './routes/v2.ts';
import { v2ModelRoutes } from './routes/v2-models.ts';

const FAMILIES = [
  serviceRoutes,
  docsRoutes,
  tokenRoute,
  datasetRoutes,
  rowsRoutes,
  pushRoutes,
  fileRoutes,
  qualityRoutes,
  statsRoutes,
  runRoutes,
  modelRoutes,
  releaseRoutes,
  forecastRoutes,
  scoreboardRoutes,
  driftRoutes,
  anomalyRoutes,
  feedbackRoutes,
  backfillRoute,
  predictionRoutes,
  v2Routes,
  v2ModelRoutes,
];

export function gateway(): OpenAPIHono<Gateway> {
  const app = new OpenAPIHono<Gateway>({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      if (result.target === 'param') return refuse(c, { reason: 'not_found', what: 'path', id: c.req.path });
      return refuse(c, invalid(...faultsOf(result.error, result.target === 'query' ? 'query' : 'header')));
    },
  });
  app.use(edge);
  registerShared(app);
  for (const add of FAMILIES) add(app);

  const methods = methodsByPath(app);
  app.notFound((c) => {
    const allowed = methods(c.req.path);
    if (allowed.length === 0) return refuse(c, { reason: 'not_found', what: 'path', id: c.req.path });
    if (c.req.method !== 'OPTIONS') return refuse(c, { reason: 'method_not_allowed', allowed });
    return new Response(null, { status: 204, headers: preflight(allowed) });
  });
  app.onError(refuseThrown);
  return app;
}

/** Any page may ask, with a key that its user gave it. */
const preflight = (allowed: readonly string[]) => ({
  Allow: allowed.join(', '),
  'Access-Control-Allow-Methods': allowed.join(', '),
  'Access-Control-Allow-Headers':
    'Authorization, Content-Encoding, Content-Type, Idempotency-Key, If-Match, If-None-Match, Inference-Header-Content-Length, X-API-Key, X-Request-Id, X-Sticky-Key',
  'Access-Control-Max-Age': '86400',
});
