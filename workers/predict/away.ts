// How long predict waits for Postgres, and what it does without it. Only an outage has a way around it: whatever else goes wrong there is a bug.
import { isOutage, isOvertime } from '../../db/outage.ts';

interface Patience {
  /** Postgres that says nothing for this long is as far away as one that cannot be reached. */
  readonly ms: number;
  readonly isAway: (error: unknown) => boolean;
}

/** Somebody waits for the answer, or for what is published. */
const OF_REQUEST: Patience = { ms: 5_000, isAway: isOutage };
/** Nobody waits, and late is better than not: a Postgres that is slow today may be away tomorrow. Longer than the time limit of the role, so that Postgres itself says that it was too slow. */
export const OF_TICK: Patience = { ms: 30_000, isAway: isOutage };
/** What was too slow is thrown: a smaller piece may do. */
export const OF_PIECES: Patience = { ...OF_TICK, isAway: (error) => isOutage(error) && !isOvertime(error) };
const SILENCE = Symbol('silence');

export async function away<T>(
  ask: () => Promise<T>,
  otherwise: () => Promise<T>,
  { ms, isAway }: Patience = OF_REQUEST,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const silence = new Promise<typeof SILENCE>((resolve) => {
    timer = setTimeout(() => resolve(SILENCE), ms);
  });
  try {
    const answer = await Promise.race([ask(), silence]);
    return answer === SILENCE ? await otherwise() : answer;
  } catch (error) {
    if (isAway(error)) return otherwise();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Null while Postgres is away. */
export const orNull = <T>(ask: () => Promise<T>, patience = OF_REQUEST): Promise<T | null> =>
  away<T | null>(ask, async () => null, patience);

/** False while Postgres is away. */
export const stored = (save: () => Promise<unknown>, patience = OF_REQUEST): Promise<boolean> =>
  away(
    async () => {
      await save();
      return true;
    },
    async () => false,
    patience,
  );
