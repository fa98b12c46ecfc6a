// The desk where stored answers are asked after: lineage, replay, and forecasts of the past. Knows how to reach Postgres; decides nothing.
import { formatInstant } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { isOutage } from '../../db/outage.ts';
import { type FoundPrediction, findPrediction } from '../../db/queries/found-prediction.ts';
import { issuesIn, savePredictions } from '../../db/queries/predictions.ts';
import { seenObjects } from '../../db/queries/seen-objects.ts';
import type { ModelDefinition } from '../../models/model.ts';
import type { Backfilled, BackfillRequest, PredictionShown, PredictionSubject, Replayed } from '../mesh/predictions.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { backfill } from './backfill.ts';
import { type Fleet, featureSha256Of, modelOf } from './fleet.ts';
import { inputsOf, shown } from './lineage.ts';
import { pastNeeded, type ReadPast, readFacts } from './past.ts';
import { replay } from './replay.ts';

export interface Archive {
  subject(id: string): Promise<Result<PredictionSubject>>;
  prediction(id: string): Promise<Result<PredictionShown>>;
  replay(id: string): Promise<Result<Replayed>>;
  issuePast(request: BackfillRequest): Promise<Result<Backfilled>>;
}

export function archive({
  db,
  fleet,
  readPast,
}: {
  readonly db: Db;
  readonly fleet: Fleet;
  readonly readPast: ReadPast;
}): Archive {
  async function found<T>(
    id: string,
    answer: (found: FoundPrediction, model: ModelDefinition) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return unlessAway(async () => {
      const stored = await findPrediction(db, id);
      if (!stored) return fail({ reason: 'not_found', what: 'prediction', id });
      const model = modelOf(stored.model);
      return model ? answer(stored, model) : fail({ reason: 'not_found', what: 'model', id: stored.model });
    });
  }

  return {
    subject: (id) =>
      found(id, async ({ model, release, entity, validAt, values }) => ok({ model, release, entity, validAt, values })),
    prediction: (id) =>
      found(id, async (stored, model) => {
        if (!isCodeHere(stored)) return ok(shown(stored, model, { isCodeHere: false, inputs: null }));
        const inputs = await inputsOf(stored, model, {
          factsOf: async (asked, issuedAt, validAt) =>
            (await readFacts(db, asked, pastNeeded(asked, issuedAt, [validAt]))).facts,
          objectsOf: (dataset, asked) => seenObjects(db, dataset, asked),
        });
        return ok(shown(stored, model, { isCodeHere: true, inputs }));
      }),
    replay: (id) =>
      found(id, async (stored, model) => {
        if (!isCodeHere(stored)) return replaced(stored);
        return replay(stored, model, {
          releaseById: fleet.releaseById,
          factsOf: async (asked, issuedAt, validAt, arrivedBy) =>
            (await readFacts(db, asked, pastNeeded(asked, issuedAt, [validAt]), arrivedBy)).facts,
        });
      }),
    async issuePast({ model: id, from, to }) {
      const model = modelOf(id);
      if (model?.kind !== 'series') return fail({ reason: 'not_found', what: 'forecast of a model', id });
      return unlessAway(() =>
        backfill(
          model,
          { from: Date.parse(from), to: Date.parse(to) },
          {
            now: Date.now(),
            clock: Date.now,
            releaseOf: fleet.releaseOf,
            pastOf: (series, issuedAt, validAt) => readPast(series, pastNeeded(series, issuedAt, validAt)),
            issuedIn: (series, window) => issuesIn(db, series.id, window),
            save: (predictions) => savePredictions(db, predictions),
          },
        ),
      );
    },
  };
}

/** Features, baseline and all: one hash. */
const isCodeHere = ({ model, featureSha256 }: FoundPrediction): boolean => featureSha256 === featureSha256Of(model);

function replaced({ model, featureSha256, createdAt }: FoundPrediction) {
  const [then, now] = [featureSha256, featureSha256Of(model)].map((sha256) => sha256.slice(0, 8));
  const detail = `The code of ${model} that made it is ${then}, here runs ${now}. What it said on ${formatInstant(createdAt)} stands as it was stored.`;
  return fail({ reason: 'conflict', detail });
}

async function unlessAway<T>(ask: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await ask();
  } catch (error) {
    if (!isOutage(error)) throw error;
    return fail({ reason: 'unavailable', dependency: 'The database', retryAfterSeconds: 30 });
  }
}
