// What a series model answers, from a past that is already here. Pure but for running the graph: no clock, no database.
import type { Instant } from '../../data/time.ts';
import type { MadeForecast } from '../../db/queries/predictions.ts';
import { type Correction, corrected, learnCorrection, type Uncorrected, uncorrected } from '../../models/correction.ts';
import { lostHead, pointHead, staleTarget } from '../../models/fallback.ts';
import { type FactsBySeries, type History, historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { tensorOf } from '../../models/tensor.ts';
import { computed } from './computed.ts';
import type { LiveRelease } from './live-release.ts';
import { firstOf, lostPast } from './lost-past.ts';

export interface Question {
  readonly entity: string;
  readonly validAt: Instant;
}
type Values = Readonly<Record<string, number>>;

/** `none` when not even the baseline knows: never a number then. */
export type SeriesAnswer = Question &
  (
    | {
        readonly source: 'model';
        readonly values: Values;
        readonly features: readonly number[];
        /** What is in the values beside the graph's own word. */
        readonly correction: Correction | null;
        /** What it had to do without; absent when nothing is missing that it counts upon. */
        readonly reason?: string;
      }
    | { readonly source: 'baseline'; readonly values: Values; readonly reason: string }
    | { readonly source: 'none'; readonly reason: string }
  );

export interface SeriesQuestions {
  readonly model: SeriesModel;
  readonly live: LiveRelease;
  readonly facts: FactsBySeries;
  readonly made: readonly MadeForecast[];
  readonly issuedAt: Instant;
  readonly questions: readonly Question[];
}

export async function answerSeries(asked: SeriesQuestions): Promise<SeriesAnswer[]> {
  const { model, live, facts, made, issuedAt, questions } = asked;
  const history = historyAsOf(facts, issuedAt);
  const baseline = (question: Question, reason: string) => baselineAnswer(model, history, question, issuedAt, reason);
  if ('refused' in live) {
    const reason = live.missing ? live.refused : `release refused: ${live.refused}`;
    return questions.map((question) => baseline(question, reason));
  }

  const staleness = new Map(model.entities.map((entity) => [entity, staleTarget(model, history, entity, issuedAt)]));
  const answers = new Map<Question, SeriesAnswer>();
  for (const question of questions) {
    const reason = staleness.get(question.entity);
    if (reason) answers.set(question, baseline(question, reason));
  }
  const fresh = questions.filter((question) => !answers.has(question));
  const corrections = new Map(
    [...new Set(fresh.map(({ entity }) => entity))].map((entity) => {
      const ownWords = made.flatMap((one) =>
        one.entity === entity && one.release === live.identity.id ? [ownWord(model, one)] : [],
      );
      return [entity, learnCorrection(model, ownWords, { history, entity, issuedAt })];
    }),
  );
  const { expects } = live;
  const rows = fresh.map(({ entity, validAt }) => model.row(history, entity, validAt, issuedAt));
  const width = model.features.length;
  const tensor = tensorOf(model.features, rows);
  const { outputs, refused } = await computed(live.graph, tensor, { features: width, heads: model.heads.length });
  for (const [i, question] of fresh.entries()) {
    const why = refused.get(i);
    if (why !== undefined) {
      answers.set(question, baseline(question, `the release cannot compute with what is known: ${why}`));
      continue;
    }
    const said = Object.fromEntries(model.heads.map(({ name }, head) => [name, outputs[head]![i]!]));
    const lost = lostHead(model, said);
    const correction = corrections.get(question.entity) ?? null;
    const values = correction && lost === null ? corrected(model, said, correction) : said;
    const features = [...tensor.subarray(i * width, (i + 1) * width)];
    answers.set(
      question,
      lost === null
        ? { ...question, source: 'model', values, features, correction, ...without(expects, rows[i]!) }
        : baseline(
            question,
            `the model gave no number for ${lost}${lostPast({ ...asked, entity: question.entity, row: rows[i]! })}`,
          ),
    );
  }
  return questions.map((question) => answers.get(question)!);
}

function without(expects: readonly string[], row: Readonly<Record<string, number>>): { readonly reason?: string } {
  const missing = expects.filter((feature) => Number.isNaN(row[feature]));
  return missing.length === 0 ? {} : { reason: `the model answered without ${firstOf(missing)}` };
}

/** What the graph had said, before it was corrected. */
const ownWord = (model: SeriesModel, { issuedAt, validAt, values, correction }: MadeForecast): Uncorrected => ({
  issuedAt,
  validAt,
  values: correction ? uncorrected(model, values, correction) : values,
});

function baselineAnswer(
  model: SeriesModel,
  history: History,
  question: Question,
  issuedAt: Instant,
  reason: string,
): SeriesAnswer {
  const value = model.baseline(history, question.entity, question.validAt, issuedAt);
  if (Number.isFinite(value)) {
    return { ...question, source: 'baseline', values: { [pointHead(model)]: value }, reason };
  }
  return { ...question, source: 'none', reason: `${reason}; the baseline knows none of the past it needs either` };
}
