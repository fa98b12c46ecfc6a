// Sums of errors over a period, by contestant, hour and day, over the very same steps for everybody. Reads only; the figures are models/score.ts's.
import type { ErrorSums } from '../../models/score.ts';
import type { Db } from '../client.ts';
import { CONTESTANTS, type Contestant, PREDICTION_ROLES, type PredictionRole } from '../prediction-schema.ts';

export interface BoardAsked {
  readonly model: string;
  /** All of them when absent. */
  readonly entity?: string | undefined;
  /** As `2026-11-21`, in Paris; both included. */
  readonly from: string;
  readonly to: string;
}

/** One line of a board: of the whole period, of one hour of the day, or of one day. */
export interface BoardLine extends ErrorSums {
  readonly contestant: Contestant;
  readonly hour: number | null;
  readonly day: string | null;
  /** Steps that the baseline answered in the model's place. */
  readonly baselineSteps: number;
}

/** Who is on it: a role of the model, in one release where it is not live, and everybody it is compared with. */
export interface Entrant {
  readonly role: PredictionRole;
  readonly release?: string;
}

const SUMS = [
  'steps',
  'error',
  'absolute_error',
  'squared_error',
  'relative_steps',
  'relative_error',
  'bounded_steps',
  'inside_steps',
  'quantiles',
  'pinball',
  'baseline_steps',
] as const;

export async function board(
  { $client: client }: Db,
  { model, entity, from, to }: BoardAsked,
  { role, release }: Entrant,
): Promise<BoardLine[]> {
  const summed = SUMS.map((name) => `sum(${name})::float8 AS ${name}`).join(', ');
  const own = SUMS.filter((name) => name !== 'baseline_steps');
  const rows = await client.query(
    `WITH cell AS (
       SELECT contestant, entity, day, hour, ${own.map((name) => `sum(${name}) AS ${name}`).join(', ')},
         sum(steps) FILTER (WHERE source = 'baseline') AS baseline_steps
       FROM score
       WHERE model = $1 AND day BETWEEN $2 AND $3 AND ($4::text IS NULL OR entity = $4)
         AND (contestant IN ('live', 'persistence', 'last_week', 'published')
           OR contestant = $5 AND release = $6)
       GROUP BY contestant, entity, day, hour
     ), common AS (
       SELECT entity, day, hour FROM cell GROUP BY entity, day, hour
       HAVING count(*) = (SELECT count(DISTINCT contestant) FROM cell) AND min(steps) = max(steps)
     )
     SELECT contestant, hour, day::text AS day, ${summed}
     FROM cell JOIN common USING (entity, day, hour)
     GROUP BY GROUPING SETS ((contestant), (contestant, hour), (contestant, day))
     ORDER BY contestant, day, hour`,
    [model, from, to, entity ?? null, role, release ?? ''],
  );
  return rows.map(lineOf);
}

export interface ScoredPeriod {
  /** The last day of which anything live is scored. */
  readonly to: string;
  readonly from: string;
}

/** Null before the first score. `days` is null for everything. */
export async function scoredPeriod(
  { $client: client }: Db,
  model: string,
  days: number | null,
): Promise<ScoredPeriod | null> {
  const [row] = await client`
    SELECT max(day)::text AS "to", greatest(min(day), max(day) - ${days}::int + 1)::text AS "from"
    FROM score WHERE model = ${model} AND contestant = 'live'`;
  return row?.['to'] ? { to: String(row['to']), from: String(row['from']) } : null;
}

export interface EntrantSteps extends Entrant {
  readonly release: string;
  readonly steps: number;
  /** The last that it is scored on. */
  readonly lastDay: string;
}

/** Every release that answered in some role, with all the steps it is scored on: the boards may share fewer. */
export async function entrants(
  { $client: client }: Db,
  { model, entity, from, to }: BoardAsked,
): Promise<EntrantSteps[]> {
  const rows = await client`
    SELECT contestant, release, sum(steps)::float8 AS steps, max(day)::text AS last_day FROM score
    WHERE model = ${model} AND day BETWEEN ${from} AND ${to} AND (${entity ?? null}::text IS NULL OR entity = ${entity ?? null})
      AND contestant IN ('live', 'canary', 'shadow')
    GROUP BY contestant, release ORDER BY contestant, release`;
  return rows.flatMap((row) => {
    const role = PREDICTION_ROLES.find((one) => one === row['contestant']);
    if (!role) return [];
    return [{ role, release: String(row['release']), steps: Number(row['steps']), lastDay: String(row['last_day']) }];
  });
}

/** Whether the facts it is judged by come from the simulator. */
export async function isSimulated({ $client: client }: Db, dataset: string): Promise<boolean> {
  const [row] = await client`SELECT simulated FROM dataset_origin WHERE dataset = ${dataset}`;
  return row?.['simulated'] === true;
}

function lineOf(row: Record<string, unknown>): BoardLine {
  const sum = (name: (typeof SUMS)[number]): number => Number(row[name]);
  const contestant = CONTESTANTS.find((one) => one === row['contestant']);
  if (!contestant)
    throw new Error(`score has a contestant ${row['contestant']}, want one of ${CONTESTANTS.join(', ')}`);
  return {
    contestant,
    hour: row['hour'] === null ? null : Number(row['hour']),
    day: row['day'] === null ? null : String(row['day']),
    steps: sum('steps'),
    error: sum('error'),
    absoluteError: sum('absolute_error'),
    squaredError: sum('squared_error'),
    relativeSteps: sum('relative_steps'),
    relativeError: sum('relative_error'),
    boundedSteps: sum('bounded_steps'),
    insideSteps: sum('inside_steps'),
    quantiles: sum('quantiles'),
    pinball: sum('pinball'),
    baselineSteps: sum('baseline_steps'),
  };
}
