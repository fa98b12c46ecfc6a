// monitor: watches the mesh. Bindings in, calls out.
import { WorkerEntrypoint } from 'cloudflare:workers';
import { isOutage } from '../../db/outage.ts';
import type { CallContext, Health, MetricsBatch, MonitorRpc } from '../mesh/contracts.ts';
import { type Log, logger } from '../mesh/log.ts';
import { compareAsked } from './drift-of-asked.ts';
import { compareLatest, forgetOldDrift } from './drifting.ts';
import type { Bindings } from './env.ts';
import { exposition } from './exposition.ts';
import { health } from './health.ts';
import { everyDataset, everyModel, type Isolate, isolateOf, seriesModels } from './isolate.ts';
import { lateFeeds } from './late-feeds.ts';
import { looksAtEverything, scoreDueDays } from './scoring.ts';

export { Metrics } from './metrics-object.ts';

export class Monitor extends WorkerEntrypoint<Bindings> implements MonitorRpc {
  async record(batch: MetricsBatch): Promise<void> {
    await isolateOf(this.env).metrics().add(batch);
  }

  async exposition(context: CallContext): Promise<string> {
    const { metrics, records, gauges } = isolateOf(this.env);
    const log = logger({ worker: 'monitor', context });
    const counts = records((dataset, error) => log.warn('records_not_counted', { dataset, error }));
    const figures = gauges((model, error) => log.warn('model_figures_unknown', { model, error }));
    return exposition(await metrics().snapshot(), await counts, await figures);
  }

  async health(_context: CallContext): Promise<Readonly<Record<string, Health>>> {
    return health(isolateOf(this.env));
  }
}

export default {
  async scheduled(_controller, env) {
    const log = logger({ worker: 'monitor', context: { requestId: crypto.randomUUID(), caller: 'cron' } });
    await watchFreshness(isolateOf(env), log);
    await scoreModels(isolateOf(env), log);
    await watchDrift(isolateOf(env), log);
  },
} satisfies ExportedHandler<Bindings>;

async function watchFreshness({ db }: Isolate, log: Log): Promise<void> {
  for (const dataset of everyDataset) {
    try {
      for (const late of await lateFeeds(db, dataset, Date.now())) log.warn('feed_late', { ...late });
    } catch (error) {
      // One dataset that cannot be looked at keeps no other from being watched.
      log[isOutage(error) ? 'warn' : 'error']('freshness_unknown', { dataset: dataset.id, error });
    }
  }
}

async function scoreModels({ db }: Isolate, log: Log): Promise<void> {
  const now = Date.now();
  for (const model of seriesModels) {
    try {
      const days = await scoreDueDays(db, model, { now, everything: looksAtEverything(now) });
      if (days > 0) log.info('days_scored', { model: model.id, days });
    } catch (error) {
      // What is not scored now is due at the next tick.
      log[isOutage(error) ? 'warn' : 'error']('not_scored', { model: model.id, error });
    }
  }
}

async function watchDrift({ db, sketchesOf }: Isolate, log: Log): Promise<void> {
  for (const model of everyModel) {
    const unread = (release: string, error: unknown) =>
      log.error('drift_unknown', { model: model.id, release, reason: 'its papers cannot be read', error });
    const papers = { sketchesOf, unread };
    try {
      const all =
        model.kind === 'record'
          ? await compareAsked(db, papers, model, Date.now())
          : await compareLatest(db, papers, model, Date.now());
      for (const { isAlert, columns, ...compared } of all) {
        if (columns.length === 0) continue;
        const { role, release, days, day, rows } = compared;
        const worst = compared.worst.map(({ name, sign, severity }) => ({ name, sign, severity }));
        log[isAlert ? 'warn' : 'info'](isAlert ? 'drift' : 'no_drift', {
          model: model.id,
          role,
          release,
          days,
          day,
          rows,
          worst,
        });
      }
    } catch (error) {
      log[isOutage(error) ? 'warn' : 'error']('drift_unknown', { model: model.id, error });
    }
  }
  try {
    const comparisons = await forgetOldDrift(db, Date.now());
    if (comparisons > 0) log.info('drift_forgotten', { comparisons });
  } catch (error) {
    log[isOutage(error) ? 'warn' : 'error']('drift_not_forgotten', { error });
  }
}
