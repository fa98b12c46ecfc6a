// How far a step has come, for whoever watches: written down once a second at most. Postgres being away is no reason to stop working.
import { SECOND } from '../../data/time.ts';
import { isOutage } from '../../db/outage.ts';
import { noteProgress } from '../../db/queries/runs.ts';
import type { RunProgress } from '../../db/schema.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';

export type Progress = (progress: RunProgress) => Promise<void>;

export function progressOf({ db, clock, log }: Pick<Shell, 'db' | 'clock' | 'log'>, { id }: RunOrder): Progress {
  let next = clock() + SECOND;
  return async (progress) => {
    if (clock() < next) return;
    next = clock() + SECOND;
    try {
      await noteProgress(db, id, progress);
    } catch (error) {
      if (!isOutage(error)) throw error;
      log.warn('progress not noted', { run: id });
    }
  };
}

/** Bytes as they pass. */
export async function* watched(
  bytes: AsyncIterable<Uint8Array>,
  seen: (length: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    await seen(chunk.byteLength);
    yield chunk;
  }
}
