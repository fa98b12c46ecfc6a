// A run and a raw object as tests of other things need one: what stands in them does not matter. Never used by the product.
import type { NewRawObject } from '../queries/raw-objects.ts';
import type { NewRun } from '../queries/runs.ts';

export const runOrder = (id: string, over: Partial<NewRun> = {}): NewRun => ({
  id,
  dataset: 'consumption',
  feed: 'national-live',
  trigger: 'cron',
  requestId: 'request-1',
  from: 1_000,
  to: 2_000,
  createdAt: 5_000,
  ...over,
});

export const rawOf = (run: string, lakeKey: string, dataset = 'consumption'): NewRawObject => ({
  run,
  dataset,
  feed: 'national-live',
  source: 'rte',
  lakeKey,
  sha256: 'a'.repeat(64),
  bytes: 12,
  fetchedAt: 5_500,
  simulated: false,
});
