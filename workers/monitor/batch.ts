// What a batch of metrics looks like when it is well: the border of the Durable Object. Never decides what is counted.
import { z } from 'zod';
import { DURATION_BUCKETS_SECONDS } from '../mesh/metrics.ts';

const count = z.int().nonnegative();
const label = z.string().max(200);

const Sample = z
  .object({
    method: label,
    endpoint: label,
    status: z.int().min(100).max(599),
    errorType: label.optional(),
    count,
    durationSumSeconds: z.number().nonnegative(),
    buckets: z.array(count).length(DURATION_BUCKETS_SECONDS.length + 1),
  })
  .refine(
    (sample) => sample.buckets.reduce((sum, bucket) => sum + bucket, 0) === sample.count,
    'buckets must add up to count',
  );

export const Batch = z.object({
  isolate: label.min(1),
  sequence: z.int().positive(),
  requests: z.array(Sample).max(10_000),
  inProgress: z.int().nonnegative(),
});
