// What a series model answers, from a past that is already here. Pure but for running the graph: no clock, no database.
import { formatInstant, HOUR, type Instant } from '../../data/time.ts';
import { type Facts, type FactsBySeries, factsKey, type History, historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { tensorOf } from '../../models/tensor.ts';
import type { LiveRelease } from './live-release.ts';

export interface Question {
  readonly entity: string;
  readonly validAt: Instant;
}
type Values = Readonly<Record<string, number>>;

/** `none` when not even the baseline knows: never a number then. */
export type SeriesAnswer = Question &
  (
    | { readonly source: 'model'; readonly values: Values; readonly features: readonly number[] }
    | { readonly source: 'baseline'; readonly values: Values; readonly reason: string }
    | { readonly source: 'none'; readonly reason: string }
  );

export interface SeriesQuestions {
  readonly model: SeriesModel;
  readonly live: LiveRelease;
  readonly facts: FactsBySeries;
  readonly issuedAt: Instant;
  readonly questions: readonly Question[];
}

export async function answerSeries(asked: SeriesQuestions): Promise<SeriesAnswer[]> {
  const { model, live, facts, issuedAt, questions } = asked;
  const history = historyAsOf(facts, issuedAt);
  const baseline = (question: Question, reason: string) => baselineAnswer(model, history, question, issuedAt, reason);
  if ('refused' in live) {
    const reason = live.missing ? live.refused : `release refused: ${live.refused}`;
    return questions.map((question) => baseline(question, reason));
  }

  const staleness = new Map(model.entities.map((entity) => [entity, staleTarget(model, facts, entity, issuedAt)]));
  const answers = new Map<Question, SeriesAnswer>();
  for (const question of questions) {
    const reason = staleness.get(question.entity);
    if (reason) answers.set(question, baseline(question, reason));
  }
  const fresh = questions.filter((question) => !answers.has(question));
  const rows = fresh.map(({ entity, validAt }) => model.row(history, entity, validAt, issuedAt));
  const width = model.features.length;
  const tensor = tensorOf(model.features, rows);
  const outputs = rows.length === 0 ? [] : await live.graph.run(tensor);
  for (const [i, question] of fresh.entries()) {
    const values = Object.fromEntries(model.heads.map(({ name }, head) => [name, outputs[head]![i]!]));
    const lost = Object.keys(values).find((name) => !Number.isFinite(values[name]));
    const features = [...tensor.subarray(i * width, (i + 1) * width)];
    answers.set(
      question,
      lost === undefined
        ? { ...question, source: 'model', values, features }
        : baseline(question, `the model gave no number for ${lost}: too much of its past is missing`),
    );
  }
  return questions.map((question) => answers.get(question)!);
}

/** Null when the newest value of the target that is known at issue is young enough. */
function staleTarget(model: SeriesModel, facts: FactsBySeries, entity: string, issuedAt: Instant): string | null {
  const { target, staleAfter } = model;
  const newest = newestKnown(facts.get(factsKey(target, entity)), issuedAt);
  if (newest !== null && issuedAt - newest <= staleAfter) return null;
  const since = newest === null ? 'no value is known' : `newest value is of ${formatInstant(newest)}`;
  return `${target} of ${entity} is stale: ${since}, at issue it must not be older than ${staleAfter / HOUR} h`;
}

function newestKnown(known: Facts | undefined, issuedAt: Instant): Instant | null {
  if (!known) return null;
  const { at, knownAt, value } = known;
  const newest = at.findLastIndex((_, i) => knownAt[i]! <= issuedAt && !Number.isNaN(value[i]!));
  return newest < 0 ? null : at[newest]!;
}

function baselineAnswer(
  model: SeriesModel,
  history: History,
  question: Question,
  issuedAt: Instant,
  reason: string,
): SeriesAnswer {
  const value = model.baseline(history, question.entity, question.validAt, issuedAt);
  if (Number.isFinite(value)) {
    return { ...question, source: 'baseline', values: { [baselineHead(model)]: value }, reason };
  }
  return { ...question, source: 'none', reason: `${reason}; the baseline knows none of the past it needs either` };
}

/** The head that a single number answers: the value, or the middle of the quantiles. The baseline has no interval. */
function baselineHead({ id, heads }: SeriesModel): string {
  const head =
    heads.find(({ kind }) => kind === 'value') ?? heads.find((one) => one.kind === 'quantile' && one.level === 0.5);
  if (!head) throw new Error(`${id} has neither a value nor a median for its baseline`);
  return head.name;
}
