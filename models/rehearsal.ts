// A made-up past for any model, the same to the last bit in every runtime: for contract suites and golden vectors, never for training.
import { datasets } from '../data/catalogue.gen.ts';
import { type DatasetDefinition, partOf } from '../data/dataset.ts';
import { lastSlot } from '../data/schedule.ts';
import { DAY, type Duration, formatInstant, HOUR, type Instant, instantsIn, MINUTE, parisClock } from '../data/time.ts';
import { type Facts, type FactsBySeries, factsKey } from './history.ts';
import type { SeriesModel } from './model.ts';

/** A day of each season, a holiday, and both nights on which the clocks move: each is a day that is forecast. */
export const REHEARSAL_DAYS = [
  { what: 'a Wednesday in winter', noon: Date.UTC(2026, 0, 21, 11) },
  { what: 'the day of 23 hours', noon: Date.UTC(2026, 2, 29, 10) },
  { what: 'a week after the day of 23 hours', noon: Date.UTC(2026, 3, 5, 10) },
  { what: 'Ascension, a holiday on a Thursday', noon: Date.UTC(2026, 4, 14, 10) },
  { what: 'a Wednesday with gaps in its past', noon: Date.UTC(2026, 7, 12, 10) },
  { what: 'the day of 25 hours', noon: Date.UTC(2026, 9, 25, 11) },
] as const;

/** Missing on purpose: five hours a week before that Wednesday in August, and the night before its forecast is issued. */
const GAPS = [
  { from: Date.UTC(2026, 7, 5, 6), to: Date.UTC(2026, 7, 5, 11) },
  { from: Date.UTC(2026, 7, 10, 18), to: Date.UTC(2026, 7, 11, 2) },
] as const;

const STEP: Duration = 15 * MINUTE;
const WINDOW = { from: Date.UTC(2025, 10, 1), to: Date.UTC(2026, 10, 1) };

export interface Question {
  readonly what: string;
  readonly entity: string;
  readonly issuedAt: Instant;
  readonly validAt: Instant;
}

/** Every step of each of those days, as the model's own schedule issues it, for its first entity. */
export function rehearsalQuestions(model: SeriesModel): Question[] {
  const entity = model.entities[0];
  if (entity === undefined) throw new Error(`${model.id} has no entity to rehearse with`);
  return REHEARSAL_DAYS.flatMap(({ what, noon }) => {
    const issuedAt = issueOf(model, noon);
    return instantsIn(model.horizon.window(issuedAt), model.horizon.step).map((validAt) => {
      return { what: `${what}, ${formatInstant(validAt)}`, entity, issuedAt, validAt };
    });
  });
}

/** The last scheduled issue whose window holds this instant. */
function issueOf({ id, horizon }: SeriesModel, at: Instant): Instant {
  for (let slot = lastSlot(horizon.issue, at); slot > at - 30 * DAY; slot = lastSlot(horizon.issue, slot - 1)) {
    const { from, to } = horizon.window(slot);
    if (from <= at && at < to) return slot;
  }
  throw new Error(`${id}: nothing issued in the 30 days before ${formatInstant(at)} forecasts it`);
}

/** A year of quarter-hours for each input of each entity, known when the dataset says so. */
export function rehearsalFacts(model: Pick<SeriesModel, 'inputs' | 'entities'>): FactsBySeries {
  const instants = instantsIn(WINDOW, STEP).filter((at) => !GAPS.some(({ from, to }) => from <= at && at < to));
  const facts = new Map<string, Facts>();
  for (const series of model.inputs) {
    const knownAt = knownAtOf(series);
    for (const entity of model.entities) {
      facts.set(factsKey(series, entity), {
        at: Float64Array.from(instants),
        knownAt: Float64Array.from(instants, knownAt),
        value: Float64Array.from(instants, shape),
      });
    }
  }
  return facts;
}

/** The rule of the dataset's part that the column travels with. */
function knownAtOf(series: string): (at: Instant) => Instant {
  const [id = '', column = ''] = series.split('/');
  const definition = new Map<string, DatasetDefinition>(Object.entries(datasets)).get(id);
  const part = definition?.parts[partOf(definition, column) ?? ''];
  const timeColumn = definition?.timeColumn;
  const knownAt = part?.knownAt;
  if (!timeColumn || !knownAt)
    throw new Error(`${series}: no dataset has this series, or no rule says when it is known`);
  return (at) => knownAt({ [timeColumn]: at, quality: 'real time' });
}

/** Whole numbers from whole numbers and straight lines: sin and exp differ by a bit between runtimes. */
function shape(at: Instant): number {
  const { hour, weekday, dayOfYear } = parisClock(at);
  const season = Math.abs(dayOfYear - 200) / 165;
  const day = Math.min(Math.abs(hour - 4), 12) / 12;
  const weekend = weekday >= 5 ? 0.12 : 0;
  const noise = ((at / STEP) * 7_919) % 401;
  return Math.round(42_000 * (1 + 0.35 * season + 0.25 * day - weekend)) + noise + Math.round((at % HOUR) / MINUTE);
}
