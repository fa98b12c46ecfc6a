// Request metrics of one isolate: added up by label set, sent in batches. Never one call per request, never counted twice.
import type { MetricsBatch, MonitorRpc, RequestSample } from './contracts.ts';

/** Upper bounds of the histogram; what is slower is counted in +Inf. */
export const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** Where label values go that a stranger could multiply. */
export const OTHER = 'other';

const MAX_SERIES = 1_000;
const MAX_LABEL_CHARACTERS = 120;
/** What is counted leaves the isolate this late at most: two calls a second, whatever the load. */
const GATHER_MS = 500;
/** A request that was cancelled cannot finish its flush: after this long another one takes over. */
const ABANDONED_MS = 10_000;
/** waitUntil ends after 30 s. What is still not sent then goes with the next request. */
const RETRY_AFTER_MS = [500, 1_000, 2_000, 4_000] as const;
/** The monitor remembers isolates for twice as long: beyond this, sending again could count twice. */
const RESEND_FOR_MS = 24 * 3_600_000;

export interface FinishedRequest {
  readonly method: string;
  /** The route, `/v1/models/{id}/predict`: never the path, which a stranger chooses. */
  readonly endpoint: string;
  readonly status: number;
  readonly durationSeconds: number;
  readonly errorType?: string;
}

export interface RequestMetrics {
  started(): void;
  finished(request: FinishedRequest): void;
  /** For `waitUntil`, after each request: gathers for a moment, then sends what all requests counted. Never throws. Null while another request gathers: most requests cost nothing then. */
  flush(): Promise<void> | null;
  /** Sends at once: for whoever is about to read the figures. Never throws. */
  flushNow(): Promise<void>;
}

type Counted = { -readonly [K in keyof RequestSample]: RequestSample[K] } & { buckets: number[] };

/** One per isolate. `started` and `finished` come in pairs. */
export function requestMetrics(
  monitor: Pick<MonitorRpc, 'record'>,
  {
    isolate = crypto.randomUUID() as string,
    clock = Date.now,
    wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms)),
    failed = (_error: unknown): void => {},
  } = {},
): RequestMetrics {
  let identity = isolate;
  let sequence = 0;
  let inProgress = 0;
  let inProgressSent = 0;
  let pending = new Map<string, Counted>();
  /** Sent, not yet acknowledged. Sent again as it is, under its own sequence: the monitor may have counted it. */
  let unacknowledged: { readonly batch: MetricsBatch; readonly since: number } | null = null;
  // Each request sends for itself: a promise of another request's I/O must not be awaited in workerd.
  let gatheringSince: number | null = null;
  let sendingSince: number | null = null;

  const busy = (since: number | null): boolean => since !== null && clock() - since < ABANDONED_MS;

  function nextBatch(): MetricsBatch | null {
    if (unacknowledged && clock() - unacknowledged.since > RESEND_FOR_MS) {
      failed(new Error(`batch ${sequence} was not acknowledged for a day: given up, it may or may not be counted`));
      unacknowledged = null;
      identity = crypto.randomUUID();
      sequence = 0;
    }
    if (unacknowledged) return unacknowledged.batch;
    if (pending.size === 0 && inProgress === inProgressSent) return null;
    sequence += 1;
    const batch = { isolate: identity, sequence, requests: [...pending.values()], inProgress };
    pending = new Map();
    unacknowledged = { batch, since: clock() };
    return batch;
  }

  /** False when this call could not send what there was. What comes while it sends waits for a flush of its own. */
  async function send(): Promise<boolean> {
    if (busy(sendingSince)) return false;
    const turn = clock();
    sendingSince = turn;
    try {
      let isOverdue: boolean;
      do {
        isOverdue = unacknowledged !== null;
        const batch = nextBatch();
        if (!batch) return true;
        await monitor.record(batch);
        if (unacknowledged?.batch !== batch) return true;
        unacknowledged = null;
        inProgressSent = batch.inProgress;
      } while (isOverdue);
      return true;
    } catch (error) {
      failed(error);
      return false;
    } finally {
      if (sendingSince === turn) sendingSince = null;
    }
  }

  async function gathered(): Promise<void> {
    const turn = clock();
    gatheringSince = turn;
    await wait(GATHER_MS);
    if (gatheringSince === turn) gatheringSince = null;
    for (const pauseMs of RETRY_AFTER_MS) {
      if (await send()) return;
      await wait(pauseMs);
    }
  }

  return {
    started() {
      inProgress += 1;
    },
    finished(request) {
      inProgress -= 1;
      add(pending, request);
    },
    flush: () => (busy(gatheringSince) ? null : gathered()),
    async flushNow() {
      await send();
    },
  };
}

function add(pending: Map<string, Counted>, request: FinishedRequest): void {
  const labels = labelsOf(request);
  let key = JSON.stringify(labels);
  if (!pending.has(key) && pending.size >= MAX_SERIES) {
    labels.endpoint = OTHER;
    key = JSON.stringify(labels);
  }
  let counted = pending.get(key);
  if (!counted) {
    counted = {
      ...labels,
      count: 0,
      durationSumSeconds: 0,
      buckets: new Array(DURATION_BUCKETS_SECONDS.length + 1).fill(0),
    };
    pending.set(key, counted);
  }
  counted.count += 1;
  // The clock of a machine may be set back in the middle of a request.
  const seconds = Math.max(0, request.durationSeconds);
  counted.durationSumSeconds += seconds;
  const bucket = DURATION_BUCKETS_SECONDS.findIndex((bound) => seconds <= bound);
  counted.buckets[bucket === -1 ? DURATION_BUCKETS_SECONDS.length : bucket]! += 1;
}

function labelsOf({ method, endpoint, status, errorType }: FinishedRequest) {
  return {
    method: METHODS.find((known) => known === method) ?? OTHER,
    endpoint: endpoint.slice(0, MAX_LABEL_CHARACTERS),
    status,
    ...(errorType === undefined ? {} : { errorType: errorType.slice(0, MAX_LABEL_CHARACTERS) }),
  };
}
