// The recent past, kept in the isolate for seconds: many predictions, one question to Postgres. Falls back to the snapshot while Postgres is away.
import type { Instant } from '../../data/time.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Past } from './past.ts';

const FRESH_FOR_MS = 5_000;
/** While one request asks again, the others answer from what is here; a request that was cancelled never does. */
const USABLE_FOR_MS = 15_000;

interface Kept {
  readonly past: Past;
  readonly at: Instant;
  asking: Instant;
}

/** One per isolate. `read` gives what is known now, from wherever it can; null from nowhere. */
export function recentPast({
  read,
  clock = Date.now,
}: {
  readonly read: (model: SeriesModel) => Promise<Past | null>;
  readonly clock?: () => Instant;
}): (model: SeriesModel) => Promise<Past | null> {
  const kept = new Map<string, Kept>();
  return async (model) => {
    const now = clock();
    const known = kept.get(model.id);
    if (known) {
      const age = now - known.at;
      const isAsked = now - known.asking < FRESH_FOR_MS;
      if (age < FRESH_FOR_MS || (age < USABLE_FOR_MS && isAsked)) return known.past;
      known.asking = now;
    }
    const past = await read(model);
    if (past) kept.set(model.id, { past, at: clock(), asking: Number.NEGATIVE_INFINITY });
    return past;
  };
}
