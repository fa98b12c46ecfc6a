// How many rows the datasets hold, for those a dashboard already has a name for. Absent rather than wrong when Postgres is away.
import type { DatasetDefinition } from '../../data/dataset.ts';

export interface RecordCount {
  readonly metric: string;
  readonly help: string;
  /** Null when Postgres did not say in time. */
  readonly rows: number | null;
}

/** Counting reads the whole table: a scrape every second must not become a count every second. */
const FRESH_FOR_MS = 5_000;
const WAIT_AT_MOST_MS = 3_000;

/** One per isolate. `count` asks Postgres. */
export function recordCounts({
  datasets,
  count,
  clock = Date.now,
  timeout = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms)),
}: {
  readonly datasets: readonly DatasetDefinition[];
  readonly count: (dataset: DatasetDefinition) => Promise<number>;
  readonly clock?: () => number;
  readonly timeout?: (ms: number) => Promise<null>;
}) {
  const last = new Map<string, { readonly at: number; readonly rows: number }>();

  async function rowsOf(dataset: DatasetDefinition): Promise<number | null> {
    const known = last.get(dataset.id);
    if (known && clock() - known.at < FRESH_FOR_MS) return known.rows;
    const rows = await Promise.race([count(dataset), timeout(WAIT_AT_MOST_MS)]);
    if (rows !== null) last.set(dataset.id, { at: clock(), rows });
    return rows;
  }

  /** `failed` is told why a count is missing. */
  return (failed: (dataset: string, error: unknown) => void): Promise<RecordCount[]> =>
    Promise.all(
      datasets.flatMap((dataset) => {
        if (dataset.recordsMetric === undefined) return [];
        const named = { metric: dataset.recordsMetric, help: `Rows of ${dataset.id}: ${dataset.title.en}.` };
        return rowsOf(dataset).then(
          (rows) => ({ ...named, rows }),
          (error: unknown) => {
            failed(dataset.id, error);
            return { ...named, rows: null };
          },
        );
      }),
    );
}
