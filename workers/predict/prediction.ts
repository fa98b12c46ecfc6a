// One request for a prediction, from its body to its rows. The kind of the model says how; bindings and clock are arguments.
import { formatInstant, type Instant, MINUTE } from '../../data/time.ts';
import type { ModelDefinition, RecordModel, SeriesModel } from '../../models/model.ts';
import type { PredictedRow, Prediction } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { recordRequest, seriesRequest } from './body.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';
import { answerRecords } from './record-answer.ts';
import { answerSeries, type SeriesAnswer } from './series-answer.ts';

export interface Means {
  readonly now: Instant;
  releaseOf(model: ModelDefinition): Promise<LiveRelease>;
  /** Null while neither Postgres nor the lake can say. */
  pastOf(model: SeriesModel, issuedAt: Instant, validAt: readonly Instant[]): Promise<Past | null>;
}

/** What was asked for as of an older instant is a question about the archive: that nothing is there is the asker's news. */
const RECENT = 15 * MINUTE;

export async function predict(model: ModelDefinition, body: string, means: Means): Promise<Result<Prediction>> {
  switch (model.kind) {
    case 'series':
      return predictSeries(model, body, means);
    case 'record':
      return predictRecords(model, body, means);
    case 'detector':
      return refused('', `${model.id} is a detector: it judges what happened by itself, it is not asked`);
  }
}

async function predictSeries(model: SeriesModel, body: string, means: Means): Promise<Result<Prediction>> {
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
  const answers = await answerSeries({ model, live, facts: past.facts, issuedAt, questions });
  const lost = answers.find(({ source }) => source === 'none');
  if (lost?.source === 'none') {
    const detail = `${formatInstant(lost.validAt)} of ${lost.entity}: ${lost.reason}`;
    if (issuedAt < means.now - RECENT) return refused('/issued_at', detail);
    return fail({ reason: 'unavailable', dependency: `The past of ${model.target}`, retryAfterSeconds: 300 });
  }
  return ok({
    model: model.id,
    release: live.identity.id,
    issued_at: formatInstant(issuedAt),
    simulated: past.simulated,
    rows: answers.flatMap(rowOf),
  });
}

async function predictRecords(model: RecordModel, body: string, means: Means): Promise<Result<Prediction>> {
  const request = recordRequest(model, body);
  if (!request.ok) return request;
  const live = await means.releaseOf(model);
  if ('refused' in live) {
    return fail({ reason: 'unavailable', dependency: `A release of ${model.id}`, retryAfterSeconds: 3_600 });
  }
  const rows = await answerRecords(model, live.graph, request.value);
  const lost = rows.findIndex(({ values }) => !Object.values(values).every(Number.isFinite));
  if (lost >= 0) return refused(`/rows/${lost}`, `${model.id} has no number for this row`);
  const simulated = model.learnsFrom === 'simulated';
  return ok({ model: model.id, release: live.identity.id, simulated, rows });
}

/** The wire shape of an answer; nothing for one that has no number. */
export function rowOf(answer: SeriesAnswer): PredictedRow[] {
  if (answer.source === 'none') return [];
  const { entity, validAt, source, values } = answer;
  const row = { entity, valid_at: formatInstant(validAt), source, values };
  return [answer.source === 'baseline' ? { ...row, reason: answer.reason } : row];
}

const refused = (pointer: string, detail: string) =>
  fail({ reason: 'invalid', detail: 'The model cannot answer what the body asks.', errors: [{ pointer, detail }] });
