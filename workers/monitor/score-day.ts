// The scores of one day of a series model: everybody who forecast it, beside what happened. Pure; the same facts and forecasts give the same sums, in any order.
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { nextStep, stepsIn } from '../../data/grid.ts';
import { type Instant, parisClock, parisDay } from '../../data/time.ts';
import type { NewScore } from '../../db/queries/scores.ts';
import type { StoredForecast } from '../../db/queries/stored-forecasts.ts';
import { pointHead } from '../../models/fallback.ts';
import { type FactsBySeries, type History, historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { lastWeek, newestWholeDay, PUBLISHED, persistence } from '../../models/rivals.ts';
import { addedUp, type ErrorSums, errorSums, type ForecastStep } from '../../models/score.ts';
import type { SeriesRef } from '../../models/series.ts';
import { wholeStep } from '../../models/whole-step.ts';

export interface DayToScore {
  readonly model: SeriesModel;
  /** As `2026-11-21`, in Paris. */
  readonly day: string;
  /** Every version of the target and of what others publish of it, as far back as rivals look. */
  readonly facts: FactsBySeries;
  /** Of this day. */
  readonly forecasts: readonly StoredForecast[];
}

type Contender = Pick<NewScore, 'contestant' | 'release' | 'source'>;

export function scoreDay({ model, day, facts, forecasts }: DayToScore): NewScore[] {
  const { to: knownTo } = parisDay(Date.parse(`${day}T12:00:00Z`), 1);
  const everything = until(knownTo, historyAsOf<SeriesRef>(facts, Number.POSITIVE_INFINITY));
  const truth = truthOf(model, everything, knownTo);
  const rivals = rivalsOf(model, facts, everything);
  const scores = new Map<string, NewScore>();
  const count = (who: Contender, entity: string, validAt: Instant, step: ForecastStep) => {
    if (!Number.isFinite(step.value)) return;
    const place = { model: model.id, ...who, entity, day, hour: parisClock(validAt).hour };
    const key = JSON.stringify(place);
    const before: ErrorSums | undefined = scores.get(key);
    const sums = errorSums(step);
    scores.set(key, { ...place, ...(before ? addedUp(before, sums) : sums) });
  };
  const served = lastSaid(forecasts);
  for (const { role, release, source, entity, validAt, values } of served) {
    const happened = truth(entity, validAt);
    if (Number.isNaN(happened)) continue;
    count({ contestant: role, release, source }, entity, validAt, { truth: happened, ...saidOf(model, values) });
  }
  for (const { entity, validAt, issuedAt } of served.filter(({ role }) => role === 'live')) {
    const happened = truth(entity, validAt);
    if (Number.isNaN(happened)) continue;
    for (const [contestant, value] of rivals(entity, validAt, issuedAt))
      count({ contestant, release: '', source: '' }, entity, validAt, { truth: happened, value });
  }
  return [...scores.values()];
}

/** Of what was issued several times for one step, what was issued last: live whichever release said it, others release by release. */
function lastSaid(forecasts: readonly StoredForecast[]): StoredForecast[] {
  const last = new Map<string, StoredForecast>();
  const rank = ({ issuedAt, createdAt, release }: StoredForecast) => [issuedAt, createdAt, release] as const;
  for (const one of forecasts) {
    const key = JSON.stringify([one.role, one.role === 'live' ? '' : one.release, one.entity, one.validAt]);
    const before = last.get(key);
    if (!before || isAfter(rank(one), rank(before))) last.set(key, one);
  }
  return [...last.values()].sort((a, b) => a.validAt - b.validAt);
}

function isAfter(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i >= 0 && a[i]! > b[i]!;
}

/** The day after is the last that a day is scored by: what comes later moves nothing, whichever days are read together. */
const until = (end: Instant, history: History<SeriesRef>): History<SeriesRef> => ({
  ...history,
  at: (series, entity, at) => (at < end ? history.at(series, entity, at) : Number.NaN),
});

/** The value of a step, once it is over and all of it is known: a part of an hour is not the hour. */
function truthOf({ target, horizon }: SeriesModel, history: History<SeriesRef>, knownTo: Instant) {
  const [id = ''] = target.split('/');
  const dataset = catalogue.get(id);
  if (!dataset) throw new Error(`${target}: there is no dataset ${id}`);
  const { grid } = dataset;
  return (entity: string, at: Instant): number => {
    const end = nextStep(horizon.step, at);
    const isOver =
      !Number.isNaN(history.mean(target, entity, end, knownTo - end)) ||
      (grid !== 'event' &&
        grid !== 'snapshot' &&
        stepsIn(grid, { from: at, to: end }).every((slot) => !Number.isNaN(history.at(target, entity, slot))));
    return isOver ? wholeStep({ history, series: target, entity }, horizon.step, at) : Number.NaN;
  };
}

const catalogue: ReadonlyMap<string, DatasetDefinition> = new Map(Object.entries(datasets));

function saidOf(model: SeriesModel, values: Readonly<Record<string, number>>): Omit<ForecastStep, 'truth'> {
  return {
    value: values[pointHead(model)] ?? Number.NaN,
    quantiles: model.heads.flatMap((head) => {
      const value = head.kind === 'quantile' ? values[head.name] : undefined;
      return head.kind === 'quantile' && value !== undefined ? [{ level: head.level, value }] : [];
    }),
  };
}

/** What needs no model would have said at the same issue, and what others have published. */
function rivalsOf(model: SeriesModel, facts: FactsBySeries, everything: History<SeriesRef>) {
  const published = PUBLISHED[model.target];
  const issues = new Map<string, { asked: Parameters<typeof lastWeek>[0]; wholeDay: number | undefined }>();
  const issueOf = (entity: string, issuedAt: Instant) => {
    const key = `${entity}|${issuedAt}`;
    const known = issues.get(key);
    if (known) return known;
    const asked = { model, history: historyAsOf(facts, issuedAt), entity, issuedAt };
    const issue = { asked, wholeDay: newestWholeDay(asked) };
    issues.set(key, issue);
    return issue;
  };
  return (entity: string, validAt: Instant, issuedAt: Instant) => {
    const { asked, wholeDay } = issueOf(entity, issuedAt);
    return [
      ['persistence', persistence(asked, validAt, wholeDay)],
      ['last_week', lastWeek(asked, validAt)],
      [
        'published',
        published
          ? wholeStep({ history: everything, series: published, entity }, model.horizon.step, validAt)
          : Number.NaN,
      ],
    ] as const;
  };
}
