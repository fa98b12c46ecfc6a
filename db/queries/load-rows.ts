// Facts into their table, 10,000 rows a round trip. Loading the same twice, twice at once, or late changes nothing that stands by right.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { type Gathered, gather } from './gathered.ts';
import { type LoadPlan, type LoadTarget, loadPlan } from './load-statement.ts';

export interface Load {
  /** The raw object these rows were read from. */
  readonly raw: { readonly id: number; readonly fetchedAt: Instant };
  /** Position of these rows (10,000 at most) among those of the raw object: a load that is repeated gives the counts of the first time. */
  readonly chunk?: number;
  /** What the feed brings: nothing else is touched. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** The table itself, when absent. */
  readonly schema?: LoadTarget['schema'];
}

/** Rows that name one key count once. A row that brings nothing at all is `unchanged`. */
export interface LoadCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Something else stands, of better quality or fetched later, and nothing of this row was taken. */
  readonly outranked: number;
}

export const NOTHING_LOADED: LoadCounts = { inserted: 0, updated: 0, unchanged: 0, outranked: 0 };

export const addCounts = (a: LoadCounts, b: LoadCounts): LoadCounts => ({
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  outranked: a.outranked + b.outranked,
});

const ROWS_PER_TRIP = 10_000;

/**
 * A part (columns that become known together) is taken when its quality is higher than what stands, or the same and
 * fetched later; of two raw objects fetched at the same instant the one recorded later. Equal values write nothing,
 * unless their quality is better. A part without a single value in a row is not written; within a part that is taken,
 * an empty value is one too. A load that brings only some of the values that stand in a part never raises its quality.
 * What is replaced by another value goes to `revision`.
 */
export async function loadRows(db: Db, definition: DatasetDefinition, load: Load): Promise<LoadCounts> {
  if (load.chunk !== undefined && load.rows.length > ROWS_PER_TRIP)
    throw new Error(
      `chunk ${load.chunk} has ${load.rows.length} rows, want ${ROWS_PER_TRIP} at most: one receipt for one trip`,
    );
  const plan = planOf(definition, load.columns, load.schema);
  let total = NOTHING_LOADED;
  let onTheWay: Promise<LoadCounts> | undefined;
  for (let i = 0; i < load.rows.length; i += ROWS_PER_TRIP) {
    // Gathered while Postgres works on the rows before.
    const gathered = gather(definition, plan, load.rows.slice(i, i + ROWS_PER_TRIP), load.raw.fetchedAt);
    if (onTheWay) total = addCounts(total, await onTheWay);
    onTheWay = trip(db, definition.id, plan, load, gathered);
  }
  return onTheWay ? addCounts(total, await onTheWay) : total;
}

async function trip(
  { $client: client }: Db,
  dataset: string,
  plan: LoadPlan,
  { raw, chunk }: Pick<Load, 'raw' | 'chunk'>,
  { quality, arrays }: Gathered,
): Promise<LoadCounts> {
  const results = await client.transaction(
    [
      client.query(plan.lock, [dataset]),
      client.query(plan.load, [dataset, raw.id, raw.fetchedAt, quality, chunk ?? null, ...arrays]),
    ],
    // The second statement must see what the one before it in the queue has committed.
    { isolationLevel: 'ReadCommitted' },
  );
  const { inserted = 0, updated = 0, outranked = 0, rows = 0 } = results[1]?.[0] ?? {};
  return { inserted, updated, outranked, unchanged: rows - inserted - updated - outranked };
}

/** One row that a load would change: its key and, of the columns it brings, what stands and what would. */
export interface Change {
  readonly key: readonly string[];
  /** Null where nothing stands. */
  readonly old: Readonly<Record<string, string | number | boolean>> | null;
  readonly new: Readonly<Record<string, string | number | boolean>>;
}

/** Later than any that stands. */
const NO_RAW_OBJECT = 2_147_483_647;

/** What a load would do, and some of its changes. Rows that name one key in two trips are compared with what stands, not with each other. */
export async function lookAtRows(
  { $client: client }: Db,
  definition: DatasetDefinition,
  { fetchedAt, columns, rows }: Pick<Load, 'columns' | 'rows'> & Pick<Load['raw'], 'fetchedAt'>,
): Promise<LoadCounts & { readonly changes: readonly Change[] }> {
  const plan = planOf(definition, columns);
  let total = NOTHING_LOADED;
  const changes: Change[] = [];
  for (let i = 0; i < rows.length; i += ROWS_PER_TRIP) {
    const { quality, arrays } = gather(definition, plan, rows.slice(i, i + ROWS_PER_TRIP), fetchedAt);
    const [found] = await client.query(plan.look, [definition.id, NO_RAW_OBJECT, fetchedAt, quality, null, ...arrays]);
    const { inserted = 0, updated = 0, outranked = 0, rows: count = 0 } = found ?? {};
    total = addCounts(total, { inserted, updated, outranked, unchanged: count - inserted - updated - outranked });
    changes.push(...(found?.['changes'] ?? []));
  }
  return { ...total, changes };
}

/** A statement of forty columns is text worth keeping. */
const plans = new WeakMap<DatasetDefinition, Map<string, LoadPlan>>();

function planOf(
  definition: DatasetDefinition,
  columns: readonly string[],
  schema: LoadTarget['schema'] = 'public',
): LoadPlan {
  const known = plans.get(definition) ?? new Map<string, LoadPlan>();
  plans.set(definition, known);
  const id = `${schema} ${columns.join()}`;
  const plan = known.get(id) ?? loadPlan(definition, columns, { schema });
  known.set(id, plan);
  return plan;
}
