// What the experts learn from: every example there was, some of them again as they would have looked on a bad day. Later examples can be cut off.
import { DAY, HOUR, type Instant, parisClock } from '../../../data/time.ts';
import { TEMPERATURE_EFFECT } from '../../../models/features/temperature-effect.ts';
import type { FactsBySeries } from '../../../models/history.ts';
import type { SeriesModel } from '../../../models/model.ts';
import { type Examples, examplesOf, pick, together, withoutFeatures } from '../examples.ts';
import type { Lessons } from './pair.ts';

/** A source that is late is late by this much. */
const LATE = 6 * HOUR;

/** Of every ten days one is learnt again as if all sources were late, and another as if no weather had come. */
export function withBadDays(model: SeriesModel, facts: FactsBySeries, plain: Examples): Examples {
  const days = [...new Set(plain.issuedAt)];
  const late = days
    .filter((_, day) => day % 10 === 0)
    .map((issuedAt) => examplesOf(model, facts, model.horizon.window(issuedAt), { lag: LATE }));
  const unforeseen = new Set(days.filter((_, day) => day % 10 === 5));
  const blind = withoutFeatures(
    pick(plain, (i) => unforeseen.has(plain.issuedAt[i]!)),
    TEMPERATURE_EFFECT.filter((name) => plain.features.includes(name)),
  );
  return together(plain, [...late, blind].reduce(together));
}

/** Confined from 16 March 2020: days like no other before or since, of which little is to be learnt. */
const CONFINED = { from: Date.UTC(2020, 2, 16), to: Date.UTC(2020, 5, 15) };
const WORTH_OF_CONFINED = 0.3;

/** Those that came true before `until`. */
export function lessonsBefore(examples: Examples, until: Instant): Lessons {
  const { features, x, target, validAt } = pick(examples, (i) => examples.validAt[i]! < until);
  const weights = validAt.map((at) => (at >= CONFINED.from && at < CONFINED.to ? WORTH_OF_CONFINED : 1));
  return { features, x, target, weights };
}

export const inParisYear = (examples: Examples, year: number): Examples =>
  pick(examples, (i) => parisClock(examples.validAt[i]!).year === year);

/** A month of load must lie before the first example: features look back that far. */
export const FIRST_LESSON_AFTER = 31 * DAY;
