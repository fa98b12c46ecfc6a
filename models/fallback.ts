// When a series model's own answer does not count and its baseline answers in its place: one rule, for what is served and for what a backtest judges.
import { formatInstant, HOUR, type Instant } from '../data/time.ts';
import type { History } from './history.ts';
import type { SeriesModel } from './model.ts';

/** Null when the newest value of the target that is known at issue is young enough; else why nothing is asked of the model. */
export function staleTarget(model: SeriesModel, history: History, entity: string, issuedAt: Instant): string | null {
  const { target, staleAfter } = model;
  const newest = history.newest(target, entity);
  if (issuedAt - newest <= staleAfter) return null;
  const since = Number.isNaN(newest) ? 'no value is known' : `newest value is of ${formatInstant(newest)}`;
  return `${target} of ${entity} is stale: ${since}, at issue it must not be older than ${staleAfter / HOUR} h`;
}

/** The first head without a number: an answer counts whole or not at all. */
export function lostHead({ heads }: SeriesModel, values: Readonly<Record<string, number>>): string | null {
  return heads.find(({ name }) => !Number.isFinite(values[name]))?.name ?? null;
}

/** The head that a single number answers: the value, or the middle of the quantiles. The baseline has no other. */
export function pointHead({ id, heads }: SeriesModel): string {
  const head =
    heads.find(({ kind }) => kind === 'value') ?? heads.find((one) => one.kind === 'quantile' && one.level === 0.5);
  if (head) return head.name;
  throw new Error(`${id} has no head of kind value, and no quantile 0.5: nothing says what it expects`);
}
