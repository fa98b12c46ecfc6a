// What the mesh has counted, in the SQLite of the Durable Object. Each batch is added once; nothing a stranger sends makes it grow without end.
import type { MetricsBatch, RequestSample } from '../mesh/contracts.ts';
import { DURATION_BUCKETS_SECONDS, OTHER } from '../mesh/metrics.ts';

const MAX_SERIES = 5_000;
/** An isolate gives up sending again after half of this: nothing can come twice once it is forgotten. */
const FORGET_AFTER_MS = 48 * 3_600_000;
/** An isolate that was taken down in the middle of a request cannot say that the request is over. */
const IN_PROGRESS_FOR_MS = 5 * 60_000;

export interface Snapshot {
  readonly requests: readonly RequestSample[];
  readonly inProgress: number;
}

export interface Tally {
  /** False when this batch was added before. */
  add(batch: MetricsBatch, now: number): boolean;
  snapshot(now: number): Snapshot;
}

type Storage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;

const BUCKETS = [...DURATION_BUCKETS_SECONDS.map((_, i) => `bucket_${i}`), 'bucket_inf'];
const SUMS = ['count', 'duration_sum_seconds', ...BUCKETS];

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS isolate (
    id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, in_progress INTEGER NOT NULL, seen_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS requests (
    method TEXT NOT NULL, endpoint TEXT NOT NULL, status INTEGER NOT NULL, error_type TEXT NOT NULL,
    ${SUMS.map((name) => `${name} ${name === 'duration_sum_seconds' ? 'REAL' : 'INTEGER'} NOT NULL`).join(', ')},
    PRIMARY KEY (method, endpoint, status, error_type)
  ) WITHOUT ROWID;`;

const ADD = `
  INSERT INTO requests (method, endpoint, status, error_type, ${SUMS.join(', ')})
  VALUES (?, ?, ?, ?, ${SUMS.map(() => '?').join(', ')})
  ON CONFLICT (method, endpoint, status, error_type)
  DO UPDATE SET ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`;

export function tally(storage: Storage): Tally {
  const { sql } = storage;
  sql.exec(SCHEMA);

  const isKnown = ({ method, endpoint, status, errorType = '' }: RequestSample): boolean =>
    sql
      .exec(
        'SELECT 1 FROM requests WHERE method = ? AND endpoint = ? AND status = ? AND error_type = ?',
        method,
        endpoint,
        status,
        errorType,
      )
      .toArray().length > 0;
  const series = (): number => Number(sql.exec('SELECT count(*) AS n FROM requests').one()['n']);

  function addSample(sample: RequestSample): void {
    const full = !isKnown(sample) && series() >= MAX_SERIES;
    const errorType = sample.errorType ?? '';
    sql.exec(
      ADD,
      sample.method,
      full ? OTHER : sample.endpoint,
      sample.status,
      full && errorType !== '' ? OTHER : errorType,
      sample.count,
      sample.durationSumSeconds,
      ...sample.buckets,
    );
  }

  return {
    add: ({ isolate, sequence, requests, inProgress }, now) =>
      storage.transactionSync(() => {
        const [last] = sql.exec('SELECT sequence FROM isolate WHERE id = ?', isolate).toArray();
        if (last && Number(last['sequence']) >= sequence) return false;
        sql.exec('DELETE FROM isolate WHERE seen_at < ?', now - FORGET_AFTER_MS);
        sql.exec('INSERT OR REPLACE INTO isolate VALUES (?, ?, ?, ?)', isolate, sequence, inProgress, now);
        requests.forEach(addSample);
        return true;
      }),

    snapshot: (now) => ({
      requests: sql.exec('SELECT * FROM requests').toArray().map(sampleOf),
      inProgress: Number(
        sql.exec('SELECT total(in_progress) AS n FROM isolate WHERE seen_at >= ?', now - IN_PROGRESS_FOR_MS).one()['n'],
      ),
    }),
  };
}

function sampleOf(row: Record<string, SqlStorageValue>): RequestSample {
  return {
    method: String(row['method']),
    endpoint: String(row['endpoint']),
    status: Number(row['status']),
    ...(row['error_type'] === '' ? {} : { errorType: String(row['error_type']) }),
    count: Number(row['count']),
    durationSumSeconds: Number(row['duration_sum_seconds']),
    buckets: BUCKETS.map((name) => Number(row[name])),
  };
}
