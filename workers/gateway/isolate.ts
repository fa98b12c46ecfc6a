// What this isolate keeps between requests: the database handle, request metrics, known clients, published forecasts, the signing key. Never another request's I/O.
import { connect, type Db } from '../../db/client.ts';
import { isOutage } from '../../db/outage.ts';
import { findClient } from '../../db/queries/clients.ts';
import { logger } from '../mesh/log.ts';
import { type RequestMetrics, requestMetrics } from '../mesh/metrics.ts';
import { LateError, within } from '../mesh/within.ts';
import type { PredictedTogether } from './ask-predict.ts';
import { type ClientDirectory, clientDirectory } from './auth/clients.ts';
import { keptClients } from './auth/kept-clients.ts';
import { type SigningKey, signingKey } from './auth/token.ts';
import type { Bindings } from './env.ts';
import { forecastCsv } from './forecast-csv.ts';
import { type Forecasts, forecasts } from './forecasts.ts';
import { unavailable } from './refuse.ts';
import { lines } from './together.ts';

export interface Isolate {
  readonly db: Db;
  readonly metrics: RequestMetrics;
  readonly clients: ClientDirectory;
  readonly forecasts: Forecasts;
  /** A release of one model that is slow to open holds up nobody who asks another. */
  predictedTogether(model: string): PredictedTogether;
  /** Null when JWT_SECRET is absent or too short. */
  signing(): Promise<SigningKey | null>;
}

/** Nobody waits longer to learn who asks. */
const CLIENT_MS = 3_000;

const isolates = new WeakMap<Bindings, Isolate>();

export function isolateOf(env: Bindings): Isolate {
  let isolate = isolates.get(env);
  if (!isolate) {
    const db = connect(env);
    let key: SigningKey | null = null;
    const log = logger({ worker: 'gateway', context: { requestId: 'isolate', caller: 'isolate' } });
    isolate = {
      db,
      metrics: requestMetrics(env.MONITOR, { failed: (error) => log.warn('metrics_not_sent', { error }) }),
      clients: clientDirectory({
        load: (id) => within(CLIENT_MS, findClient(db, id)),
        kept: keptClients(env.KNOWN_CLIENTS, log),
        isOutage: (error) => error instanceof LateError || isOutage(error),
        away: unavailable('The database of clients'),
      }),
      forecasts: forecasts({ asCsv: forecastCsv }),
      predictedTogether: lines(),
      async signing() {
        key ??= await signingKey(env.JWT_SECRET);
        return key;
      },
    };
    isolates.set(env, isolate);
  }
  return isolate;
}
