// Bodies of pushes between their acceptance and the raw lake. Temporary: what a run has loaded lies under raw/.
import type { Log } from '../mesh/log.ts';

export const inboxKey = (dataset: string, push: string): string => `inbox/${dataset}/${push}`;

/** Of what nobody will read again. One that stays takes room and does no harm. */
export async function discard(lake: R2Bucket, log: Log, keys: readonly string[]): Promise<void> {
  // R2 deletes at most 1,000 at once.
  for (let i = 0; i < keys.length; i += 1_000) {
    try {
      await lake.delete(keys.slice(i, i + 1_000));
    } catch (error) {
      log.warn('inbox not tidied', { objects: keys.length, error });
    }
  }
}
