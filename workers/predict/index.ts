// predict: answers with the released models, on demand and on schedule. Bindings in, calls out.
import { WorkerEntrypoint } from 'cloudflare:workers';
import type {
  CallContext,
  ForecastDocument,
  Health,
  Inferred,
  InferRequest,
  PredictRequest,
  PredictRpc,
  ReleaseSummary,
  ServedRelease,
} from '../mesh/contracts.ts';
import { logger } from '../mesh/log.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import type { Bindings } from './env.ts';
import { everyModel, modelOf, releaseSummaries, seriesModels } from './fleet.ts';
import { forecast } from './forecast.ts';
import { health } from './health.ts';
import { infer, servedBy } from './infer.ts';
import { isolateOf } from './isolate.ts';
import { type Answering, predict } from './prediction.ts';
import { runtime } from './runtime.ts';
import { documentOf, linesOf } from './wire.ts';

export { Aliases } from './aliases-object.ts';

export class Predict extends WorkerEntrypoint<Bindings> implements PredictRpc {
  async predict(request: PredictRequest, { requestId }: CallContext): Promise<Result<string>> {
    const answering = await this.#answering(request);
    return answering.ok ? documentOf(answering.value, requestId) : answering;
  }

  async predictLines(
    request: PredictRequest,
    _context: CallContext,
  ): Promise<Result<ReadableStream<Uint8Array>>> {
    const answering = await this.#answering(request);
    return answering.ok ? linesOf(answering.value) : answering;
  }

  async #answering({ model: id, body }: PredictRequest): Promise<Result<Answering>> {
    const model = modelOf(id);
    if (!model) return noModel(id);
    return predict(model, body, isolateOf(this.env).means(Date.now()));
  }

  async infer({ model: id, ...question }: InferRequest, _context: CallContext): Promise<Result<Inferred>> {
    const model = modelOf(id);
    return model ? infer(model, question, isolateOf(this.env).means(Date.now())) : noModel(id);
  }

  async served(id: string | null, _context: CallContext): Promise<Result<readonly ServedRelease[]>> {
    const one = id === null ? null : modelOf(id);
    if (one === undefined) return noModel(String(id));
    return ok(await servedBy(one ? [one] : everyModel(), isolateOf(this.env).means(Date.now())));
  }

  async forecast(id: string, _context: CallContext): Promise<Result<ForecastDocument>> {
    if (modelOf(id)?.kind !== 'series') return fail({ reason: 'not_found', what: 'forecast of a model', id });
    const published = await isolateOf(this.env).frontpage(id);
    if (published) return ok(published.document);
    return fail({
      reason: 'unavailable',
      dependency: `The first forecast of ${id}`,
      detail: `The first forecast of ${id} is not made yet: it comes once there is enough of a past. Try again in a minute.`,
      retryAfterSeconds: 60,
    });
  }

  async releases(_context: CallContext): Promise<Result<readonly ReleaseSummary[]>> {
    return ok(releaseSummaries());
  }

  async health(context: CallContext): Promise<Readonly<Record<string, Health>>> {
    const log = logger({ worker: 'predict', context });
    return health({
      lake: this.env.LAKE,
      log,
      runtime,
      models: everyModel(),
      releaseOf: isolateOf(this.env).fleet.releaseOf,
    });
  }
}

const noModel = (id: string) => fail({ reason: 'not_found', what: 'model', id });

export default {
  async scheduled(_controller, env) {
    const log = logger({ worker: 'predict', context: { requestId: crypto.randomUUID(), caller: 'cron' } });
    const isolate = isolateOf(env);
    const now = Date.now();
    const turns = seriesModels().flatMap((model) => [
      { what: 'forecast_failed', model: model.id, done: forecast(model, isolate.press(now, log)) },
      { what: 'snapshot_failed', model: model.id, done: isolate.refreshSnapshot(model, now) },
    ]);
    // One model that fails does not take the others with it; the tick fails all the same, for whoever watches ticks.
    const outcomes = await Promise.allSettled(turns.map(({ done }) => done));
    const failed = outcomes.flatMap((outcome, i) =>
      outcome.status === 'rejected' ? [{ what: turns[i]!.what, model: turns[i]!.model, error: outcome.reason }] : [],
    );
    for (const { what, model, error } of failed) log.error(what, { model, error });
    if (failed[0]) throw failed[0].error;
  },
} satisfies ExportedHandler<Bindings>;
