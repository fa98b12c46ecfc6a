// predict: answers with the released models, on demand and on schedule. Bindings in, calls out.
import { WorkerEntrypoint, waitUntil } from 'cloudflare:workers';
import type {
  CallContext,
  ForecastDocument,
  Health,
  InferRequest,
  Inferred,
  PredictAsked,
  PredictRequest,
  PredictRpc,
  ReleaseSummary,
  ServedQuestion,
  ServedRelease,
} from '../mesh/contracts.ts';
import { logger } from '../mesh/log.ts';
import type { Backfilled, BackfillRequest, PredictionShown, PredictionSubject, Replayed } from '../mesh/predictions.ts';
import type {
  AliasesShown,
  AliasHistory,
  AliasRequest,
  ModelReleases,
  ReleaseKept,
  ReleaseUpload,
} from '../mesh/releases.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { forgetOld, storeMessages, storeWaiting } from './answer-store.ts';
import { forecastBesideLive } from './beside-live.ts';
import type { Bindings } from './env.ts';
import { explained } from './explained.ts';
import { detectors, everyModel, modelOf, seriesModels } from './fleet.ts';
import { forecast } from './forecast.ts';
import { health } from './health.ts';
import { infer, served } from './infer.ts';
import { isolateOf } from './isolate.ts';
import { keepSeeds } from './keep-release.ts';
import { logged } from './logged.ts';
import { loggedInference } from './logged-inference.ts';
import { type Answering, predict } from './prediction.ts';
import { documentOf, linesOf } from './wire.ts';

export { Aliases } from './aliases-object.ts';

export class Predict extends WorkerEntrypoint<Bindings> implements PredictRpc {
  async predict(request: PredictRequest, context: CallContext): Promise<Result<string>> {
    const answering = await this.#answering(request, context);
    return answering.ok ? documentOf(answering.value, context.requestId) : answering;
  }

  predictEach(asked: readonly PredictAsked[]): Promise<(Result<string> | null)[]> {
    return Promise.all(
      asked.map(({ request, context }) =>
        this.predict(request, context).catch((error: unknown) => {
          logger({ worker: 'predict', context }).warn('asked_again_alone', { model: request.model, error });
          return null;
        }),
      ),
    );
  }

  async predictLines(request: PredictRequest, context: CallContext): Promise<Result<ReadableStream<Uint8Array>>> {
    const answering = await this.#answering(request, context);
    return answering.ok ? linesOf(answering.value) : answering;
  }

  async #answering(
    { model: id, body, explain = false }: PredictRequest,
    { requestId, stickyKey }: CallContext,
  ): Promise<Result<Answering>> {
    const model = modelOf(id);
    if (!model) return noModel(id);
    const { means, answers: logs } = isolateOf(this.env);
    const answering = await predict(model, body, means(Date.now(), stickyKey));
    const told = answering.ok && explain ? explained(answering.value) : answering;
    return told.ok ? ok(logged(told.value, { requestId, logs, later: waitUntil })) : told;
  }

  async infer(
    { model: id, ...question }: InferRequest,
    { requestId, stickyKey }: CallContext,
  ): Promise<Result<Inferred>> {
    const model = modelOf(id);
    if (!model) return noModel(id);
    const { fleet, answers: logs } = isolateOf(this.env);
    const asked = { ...fleet, releaseOf: () => fleet.releaseOf(model, stickyKey) };
    return infer(model, question, asked, (answered) =>
      loggedInference(answered, { requestId, logs, later: waitUntil }),
    );
  }

  served(question: ServedQuestion, context: CallContext): Promise<Result<readonly ServedRelease[]>> {
    const { fleet, releases } = isolateOf(this.env);
    return served(question, {
      models: everyModel(),
      fleet,
      async idsOf({ id }) {
        const listed = await releases.releasesOf(id, context);
        return listed.ok ? listed.value.releases.map((release) => release.id) : [];
      },
    });
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
    return ok(await isolateOf(this.env).releases.live());
  }

  subject(id: string, _context: CallContext): Promise<Result<PredictionSubject>> {
    return isolateOf(this.env).archive.subject(id);
  }

  prediction(id: string, _context: CallContext): Promise<Result<PredictionShown>> {
    return isolateOf(this.env).archive.prediction(id);
  }

  replay(id: string, _context: CallContext): Promise<Result<Replayed>> {
    return isolateOf(this.env).archive.replay(id);
  }

  issuePast(request: BackfillRequest, _context: CallContext): Promise<Result<Backfilled>> {
    return isolateOf(this.env).archive.issuePast(request);
  }

  keepRelease(upload: ReleaseUpload, context: CallContext): Promise<Result<ReleaseKept>> {
    return isolateOf(this.env).releases.keepRelease(upload, context);
  }

  releasesOf(model: string, context: CallContext): Promise<Result<ModelReleases>> {
    return isolateOf(this.env).releases.releasesOf(model, context);
  }

  aliasesOf(model: string, context: CallContext): Promise<Result<AliasHistory>> {
    return isolateOf(this.env).releases.aliasesOf(model, context);
  }

  changeAlias(request: AliasRequest, context: CallContext): Promise<Result<AliasesShown>> {
    return isolateOf(this.env).releases.changeAlias(request, context);
  }

  async health(context: CallContext): Promise<Readonly<Record<string, Health>>> {
    const log = logger({ worker: 'predict', context });
    return health({
      lake: this.env.LAKE,
      log,
      models: everyModel(),
      releaseOf: isolateOf(this.env).fleet.releaseOf,
    });
  }
}

/** What a tick does beside everything else that it does. */
interface Turn {
  readonly what: string;
  readonly model?: string;
  readonly done: Promise<unknown>;
}

const noModel = (id: string) => fail({ reason: 'not_found', what: 'model', id });

export default {
  async scheduled(_controller, env) {
    const log = logger({ worker: 'predict', context: { requestId: crypto.randomUUID(), caller: 'cron' } });
    const isolate = isolateOf(env);
    const now = Date.now();
    const shelf = isolate.shelf(log);
    const ofModels = seriesModels().flatMap((model) => {
      const published = forecast(model, isolate.press(now, log));
      const beside = () => forecastBesideLive(model, isolate.besideLive(now, log));
      return [
        { what: 'forecast_failed', model: model.id, done: published },
        { what: 'beside_live_failed', model: model.id, done: published.then(beside, beside) },
        { what: 'snapshot_failed', model: model.id, done: isolate.refreshSnapshot(model, now) },
      ];
    });
    const ofDetectors = detectors().map((model) => ({
      what: 'judgement_failed',
      model: model.id,
      done: isolate.judge(model, now, log),
    }));
    const ofAnswers = [
      { what: 'answers_not_sent', done: Promise.all([isolate.answers.few.flush(), isolate.answers.many.flush()]) },
      { what: 'answers_not_stored', done: storeWaiting(shelf) },
      { what: 'answers_not_forgotten', done: forgetOld(shelf, now) },
    ];
    const ofReleases = [{ what: 'seeds_not_kept', done: keepSeeds(env.LAKE, log) }];
    const turns: readonly Turn[] = [...ofModels, ...ofDetectors, ...ofAnswers, ...ofReleases];
    // One model that fails does not take the others with it; the tick fails all the same, for whoever watches ticks.
    const outcomes = await Promise.allSettled(turns.map(({ done }) => done));
    const failed = outcomes.flatMap((outcome, i) =>
      outcome.status === 'rejected' ? [{ ...turns[i]!, error: outcome.reason }] : [],
    );
    for (const { what, model, error } of failed) log.error(what, { model, error });
    if (failed[0]) throw failed[0].error;
  },
  async queue({ messages }, env) {
    const log = logger({ worker: 'predict', context: { requestId: crypto.randomUUID(), caller: 'queue' } });
    await storeMessages(isolateOf(env).shelf(log), messages);
  },
} satisfies ExportedHandler<Bindings>;
