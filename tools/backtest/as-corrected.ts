// What a graph would have been served as: each issue corrected by what the errors of those before it say. Never looks at a later truth.
import type { Instant } from '../../data/time.ts';
import { CORRECTED_FROM, corrected, learnCorrection, type Uncorrected } from '../../models/correction.ts';
import { type FactsBySeries, historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Rolled } from './roll.ts';

/** Remembers what the graph said in the windows before: one for each graph, asked in the order of time. */
export function asCorrected(model: SeriesModel, facts: FactsBySeries): (rolled: readonly Rolled[]) => Rolled[] {
  const said = new Map<string, Uncorrected[]>();
  return (rolled) =>
    rolled.map((one) => {
      const { entity, issuedAt: issues, answeredBy } = one;
      const made = [...(said.get(entity) ?? []), ...answersOf(one)];
      const heads = Object.fromEntries(Object.entries(one.heads).map(([name, column]) => [name, column.slice()]));
      for (const issuedAt of new Set(issues)) {
        const history = historyAsOf(facts, issuedAt);
        const recent = made.filter(({ validAt }) => validAt >= issuedAt - CORRECTED_FROM && validAt < issuedAt);
        const correction = learnCorrection(model, recent, { history, entity, issuedAt });
        if (!correction) continue;
        for (const [i, by] of answeredBy.entries()) {
          if (issues[i] !== issuedAt || by !== 'model') continue;
          const moved = corrected(model, valuesAt(one, i), correction);
          for (const [name, value] of Object.entries(moved)) heads[name]![i] = value;
        }
      }
      const newest = made.reduce((latest, { validAt }) => Math.max(latest, validAt), Number.NEGATIVE_INFINITY);
      said.set(
        entity,
        made.filter(({ validAt }) => validAt >= newest - CORRECTED_FROM),
      );
      return { ...one, heads };
    });
}

const valuesAt = ({ heads }: Rolled, i: number): Record<string, number> =>
  Object.fromEntries(Object.entries(heads).map(([name, column]) => [name, column[i]!]));

function answersOf(rolled: Rolled): Uncorrected[] {
  return Array.from(rolled.validAt, (validAt: Instant, i) => ({
    issuedAt: rolled.issuedAt[i]!,
    validAt,
    values: valuesAt(rolled, i),
  })).filter((_, i) => rolled.answeredBy[i] === 'model');
}
