// A made-up past for any model, the same to the last bit in every runtime: for contract suites and golden vectors, never for training.
import { getTableColumns } from 'drizzle-orm';
import { datasets } from '../data/catalogue.gen.ts';
import { type DatasetDefinition, hasPlaces, partOf } from '../data/dataset.ts';
import { type Step, stepsIn } from '../data/grid.ts';
import { lastSlot } from '../data/schedule.ts';
import { DAY, formatInstant, HOUR, type Instant, MINUTE, parisClock, parisDay } from '../data/time.ts';
import { askedRow } from './asked-row.ts';
import { EVERYWHERE, type Facts, type FactsBySeries, factsKey, historyAsOf } from './history.ts';
import type { DetectorModel, SeriesModel } from './model.ts';

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

/** Finer grids are rehearsed at this step: means are what models look at. */
const FINEST_STEP = 15 * MINUTE;
const WINDOW = { from: Date.UTC(2025, 10, 1), to: Date.UTC(2026, 10, 1) };

export interface Question {
  readonly what: string;
  readonly entity: string;
  readonly validAt: Instant;
  /** Of a detector, which judges once all of its step is known: the end of time. */
  readonly issuedAt: Instant;
}

/** Every step of each of those days, as the model's own schedule issues it or as a detector judges it, for its first entity. */
export function rehearsalQuestions(model: SeriesModel | DetectorModel): Question[] {
  const entity = model.entities[0];
  if (entity === undefined) throw new Error(`${model.id} has no entity to rehearse with`);
  return REHEARSAL_DAYS.flatMap(({ what, noon }) =>
    stepsAround(model, noon).map(({ validAt, issuedAt }) => {
      return { what: `${what}, ${formatInstant(validAt)}`, entity, issuedAt, validAt };
    }),
  );
}

export function rehearsedRow(
  model: SeriesModel | DetectorModel,
  facts: FactsBySeries,
  asked: Omit<Question, 'what'>,
): Readonly<Record<string, number>> {
  return askedRow(model, historyAsOf(facts, asked.issuedAt), asked);
}

function stepsAround(model: SeriesModel | DetectorModel, noon: Instant): { validAt: Instant; issuedAt: Instant }[] {
  if (model.kind === 'detector') {
    return stepsIn(model.step, parisDay(noon)).map((validAt) => ({ validAt, issuedAt: Number.POSITIVE_INFINITY }));
  }
  const issuedAt = issueOf(model, noon);
  const { window, step } = model.horizon;
  return stepsIn(step, window(issuedAt)).map((validAt) => ({ validAt, issuedAt }));
}

/** The last scheduled issue whose window holds this instant. */
function issueOf({ id, horizon }: SeriesModel, at: Instant): Instant {
  for (let slot = lastSlot(horizon.issue, at); slot > at - 30 * DAY; slot = lastSlot(horizon.issue, slot - 1)) {
    const { from, to } = horizon.window(slot);
    if (from <= at && at < to) return slot;
  }
  throw new Error(`${id}: nothing issued in the 30 days before ${formatInstant(at)} forecasts it`);
}

/** A year on the dataset's grid for each input of each entity, known when the dataset says so. */
export function rehearsalFacts(model: Pick<SeriesModel, 'inputs' | 'entities'>): FactsBySeries {
  const facts = new Map<string, Facts>();
  for (const series of model.inputs) {
    const { definition, column, knownAt } = inputOf(series);
    const instants = stepsIn(rehearsed(definition.grid), WINDOW).filter(
      (at) => !GAPS.some(({ from, to }) => from <= at && at < to),
    );
    const values = valuesOf(definition, column, shapeOf(series));
    for (const entity of hasPlaces(definition) ? model.entities : [EVERYWHERE]) {
      facts.set(factsKey(series, entity), {
        at: Float64Array.from(instants),
        knownAt: Float64Array.from(instants, knownAt),
        value: Float64Array.from(instants, values),
      });
    }
  }
  return facts;
}

function rehearsed(grid: DatasetDefinition['grid']): Step {
  if (typeof grid === 'number') return Math.max(grid, FINEST_STEP);
  return grid === 'paris-month' ? grid : 'paris-day';
}

/** The column, and the rule of the part that it travels with. */
function inputOf(series: string) {
  const [id = '', column = ''] = series.split('/');
  const definition = new Map<string, DatasetDefinition>(Object.entries(datasets)).get(id);
  const part = definition?.parts[partOf(definition, column) ?? ''];
  const timeColumn = definition?.timeColumn;
  const knownAt = part?.knownAt;
  if (!timeColumn || !knownAt)
    throw new Error(`${series}: no dataset has this series, or no rule says when it is known`);
  return { definition, column, knownAt: (at: Instant) => knownAt({ [timeColumn]: at, quality: 'real time' }) };
}

/** Of the size that its dataset thinks likely: a model of temperatures is not rehearsed with thousands of degrees. */
function valuesOf(
  definition: DatasetDefinition,
  column: string,
  shape: (at: Instant) => number,
): (at: Instant) => number {
  const sqlType = Object.entries(getTableColumns(definition.table))
    .find(([name]) => name === column)?.[1]
    .getSQLType();
  if (sqlType === 'boolean') return (at) => (at % (7 * DAY) < 2 * DAY ? 1 : 0);
  const likely = definition.quality.anomalies?.find((rule) => rule.kind === 'range' && rule.column === column);
  const [low, high] =
    likely?.kind === 'range' ? [likely.low, likely.high] : (definition.ranges[column] ?? [LEAST, MOST]);
  if (low <= LEAST && high >= MOST) return shape;
  return (at) => low + (high - low) * ((shape(at) - LEAST) / (MOST - LEAST));
}

/** What `shape` stays between. */
const LEAST = 30_000;
const MOST = 75_000;

/**
 * Whole numbers from whole numbers and straight lines: sin and exp differ by a bit between runtimes. No two series are the same, or a
 * forecast would be rehearsed that is never wrong.
 */
function shapeOf(series: string): (at: Instant) => number {
  const salt = Array.from(series).reduce((sum, letter) => (31 * sum + (letter.codePointAt(0) ?? 0)) % 9_973, 7);
  return (at) => {
    const { hour, weekday, dayOfYear } = parisClock(at);
    const season = Math.abs(dayOfYear - 200) / 165;
    const day = Math.min(Math.abs(hour - 4), 12) / 12;
    const weekend = weekday >= 5 ? 0.12 : 0;
    const noise = ((at / FINEST_STEP) * (7_919 + salt)) % 1_201;
    return Math.round(42_000 * (1 + 0.35 * season + 0.25 * day - weekend)) + noise + Math.round((at % HOUR) / MINUTE);
  };
}
