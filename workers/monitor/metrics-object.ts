// The one object that holds the mesh's counters: exact because it is one, durable because it is SQLite. Knows nothing of Postgres.
import { DurableObject } from 'cloudflare:workers';
import type { MetricsBatch } from '../mesh/contracts.ts';
import { logger } from '../mesh/log.ts';
import { Batch } from './batch.ts';
import { type Snapshot, type Tally, tally } from './tally.ts';

export class Metrics extends DurableObject {
  readonly #tally: Tally = tally(this.ctx.storage);

  add(batch: MetricsBatch): void {
    const read = Batch.safeParse(batch);
    if (read.success) {
      this.#tally.add(batch, Date.now());
      return;
    }
    // Acknowledged all the same: sent again it would be no better, and would hold back what comes after it.
    const context = { requestId: `metrics-${batch.sequence}`, caller: 'metrics' };
    logger({ worker: 'monitor', context }).error('metrics_batch_refused', { reason: read.error.message });
  }

  snapshot(): Snapshot {
    return this.#tally.snapshot(Date.now());
  }
}
