// One issue of a series model: every place and step that is asked of it, answered by one release and ready to be stored. Stores nothing.
import type { Instant } from '../../data/time.ts';
import type { PredictionRole } from '../../db/prediction-schema.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';
import { answerSeries, type SeriesAnswer } from './series-answer.ts';
import type { StoredPrediction } from './unsaved.ts';

export interface IssueAsked {
  readonly model: SeriesModel;
  readonly live: LiveRelease;
  readonly role: PredictionRole;
  readonly past: Past;
  readonly issuedAt: Instant;
  readonly validAt: readonly Instant[];
  readonly createdAt: Instant;
}
export interface Issue {
  readonly predictions: readonly StoredPrediction[];
  /** Why the first of the rows that have no number has none. */
  readonly lost: { readonly rows: number; readonly reason: string } | null;
}

export async function issue(asked: IssueAsked): Promise<Issue> {
  const { model, live, past, issuedAt, validAt } = asked;
  const questions = model.entities.flatMap((entity) => validAt.map((at) => ({ entity, validAt: at })));
  const answers = await answerSeries({ model, live, facts: past.facts, made: past.made, issuedAt, questions });
  const predictions = answers.flatMap((answer) => (answer.source === 'none' ? [] : [storedOf(answer, asked)]));
  const lost = answers.find((answer) => answer.source === 'none');
  return { predictions, lost: lost ? { rows: answers.length - predictions.length, reason: lost.reason } : null };
}

const storedOf = (
  answer: Exclude<SeriesAnswer, { source: 'none' }>,
  { model, live: { identity }, role, past, issuedAt, createdAt }: IssueAsked,
): StoredPrediction => ({
  id: crypto.randomUUID(),
  role,
  model: model.id,
  entity: answer.entity,
  issuedAt,
  validAt: answer.validAt,
  release: identity.id,
  onnxSha256: identity.onnx_sha256,
  featureSha256: identity.feature_sha256,
  source: answer.source,
  reason: answer.reason ?? null,
  features: answer.source === 'model' ? [...answer.features] : null,
  values: { ...answer.values },
  correction: answer.source === 'model' ? answer.correction : null,
  simulated: past.simulated,
  createdAt,
});
