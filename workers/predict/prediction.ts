// One request for a prediction, from its body to its rows. The kind of the model says how; bindings and clock are arguments.
import { formatInstant, type Instant, MINUTE } from '../../data/time.ts';
import type { Correction } from '../../models/correction.ts';
import type { ModelDefinition, RecordModel, SeriesModel } from '../../models/model.ts';
import type { PredictedRow, UnansweredRow } from '../mesh/contracts.ts';
import { type Failure, fail, ok, type Result } from '../mesh/result.ts';
import { recordRequest, seriesRequest } from './body.ts';
import { faulty } from './faults.ts';
import type { Graph } from './graph.ts';
import { type LiveRelease, type ReleaseIdentity, retryAfterSeconds } from './live-release.ts';
import type { Past } from './past.ts';
import { answerRecords } from './record-answer.ts';
import { answerSeries, type SeriesAnswer } from './series-answer.ts';

export interface Means {
  readonly now: Instant;
  releaseOf(model: ModelDefinition): Promise<LiveRelease>;
  /** Null while neither Postgres nor the lake can say. */
  pastOf(model: SeriesModel, issuedAt: Instant, validAt: readonly Instant[]): Promise<Past | null>;
}

/** One row of an answer: as it goes over the wire, and what the model looked at. */
export interface Answered {
  readonly row: PredictedRow | UnansweredRow;
  /** Null where the model was not asked. */
  readonly features: ArrayLike<number> | null;
  /** What is in its values beside the graph's own word. */
  readonly correction: Correction | null;
}

/** A question that can be answered: one release from the first row to the last, and the rows as they are computed. */
export interface Answering {
  readonly model: ModelDefinition;
  readonly release: ReleaseIdentity;
  readonly issuedAt?: Instant;
  readonly simulated: boolean;
  /** Of the release; null where the baseline answers. */
  readonly graph: Graph | null;
  readonly rowCount: number;
  /** So many rows from this one on: what nobody asks for is not computed. */
  rows(first: number, count: number): Promise<readonly Answered[]>;
  /** Of these rows, the first of which is this one, somebody was told. */
  told(rows: readonly Answered[], first: number): void;
  /** Why a row of which nothing is known makes the whole question fail, where that can still be said. */
  failureOf(row: UnansweredRow, index: number): Failure;
}

/** What was asked for as of an older instant is a question about the archive: that nothing is there is the asker's news. */
const RECENT = 15 * MINUTE;

export async function predict(model: ModelDefinition, body: string, means: Means): Promise<Result<Answering>> {
  switch (model.kind) {
    case 'series':
      return predictSeries(model, body, means);
    case 'record':
      return predictRecords(model, body, means);
    case 'detector':
      return fail(refused('', `${model.id} is a detector: it judges what happened by itself, it is not asked`));
  }
}

async function predictSeries(model: SeriesModel, body: string, means: Means): Promise<Result<Answering>> {
  const request = seriesRequest(model, body, means.now);
  if (!request.ok) return request;
  const { issuedAt, questions } = request.value;
  const [live, past] = await Promise.all([
    means.releaseOf(model),
    means.pastOf(
      model,
      issuedAt,
      questions.map(({ validAt }) => validAt),
    ),
  ]);
  if (!past) return fail({ reason: 'unavailable', dependency: `The past of ${model.target}`, retryAfterSeconds: 30 });
  return ok({
    model,
    release: live.identity,
    issuedAt,
    simulated: past.simulated,
    graph: 'graph' in live ? live.graph : null,
    rowCount: questions.length,
    async rows(first, count) {
      const { facts, made } = past;
      const some = part(questions, first, count);
      const answers = await answerSeries({ model, live, facts, made, issuedAt, questions: some });
      return answers.map((one) => ({
        row: rowOf(one),
        features: one.source === 'model' ? one.features : null,
        correction: one.source === 'model' ? one.correction : null,
      }));
    },
    told: forgotten,
    failureOf: ({ entity, valid_at, reason }) =>
      issuedAt < means.now - RECENT
        ? refused('/issued_at', `${valid_at} of ${entity}: ${reason}`)
        : { reason: 'unavailable', dependency: `The past of ${model.target}`, retryAfterSeconds: 300 },
  });
}

async function predictRecords(model: RecordModel, body: string, means: Means): Promise<Result<Answering>> {
  const request = recordRequest(model, body);
  if (!request.ok) return request;
  const live = await means.releaseOf(model);
  if ('refused' in live) {
    return fail({
      reason: 'unavailable',
      dependency: `A release of ${model.id}`,
      retryAfterSeconds: retryAfterSeconds(live),
    });
  }
  const { rows, pointerTo } = request.value;
  return ok({
    model,
    release: live.identity,
    simulated: model.learnsFrom === 'simulated',
    graph: live.graph,
    rowCount: rows.length,
    async rows(first, count) {
      const answers = await answerRecords(model, live, part(rows, first, count));
      return answers.map(({ features, ...row }) => ({ row, features, correction: null }));
    },
    told: forgotten,
    failureOf: ({ reason }, index) => refused(pointerTo(index), reason),
  });
}

/** The wire shape of an answer. */
function rowOf(answer: SeriesAnswer): PredictedRow | UnansweredRow {
  const { entity, source } = answer;
  const asked = { entity, valid_at: formatInstant(answer.validAt) };
  switch (source) {
    case 'model':
      return { ...asked, source, values: answer.values, ...(answer.reason && { reason: answer.reason }) };
    case 'baseline':
      return { ...asked, source, values: answer.values, reason: answer.reason };
    case 'none':
      return { ...asked, source, reason: answer.reason };
  }
}

const part = <T>(all: readonly T[], first: number, count: number): readonly T[] => all.slice(first, first + count);

/** Who keeps a log says so. */
const forgotten = (): void => {};

const refused = (pointer: string, detail: string): Failure => faulty([{ pointer, detail }]);
