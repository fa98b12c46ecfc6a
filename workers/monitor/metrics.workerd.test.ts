// The counters of the mesh: exact over many isolates, over lost acknowledgements and over the end of the object that holds them.
import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { MetricsBatch, RequestSample } from '../mesh/contracts.ts';
import { requestMetrics } from '../mesh/metrics.ts';
import { exposition } from './exposition.ts';
import type { Metrics } from './metrics-object.ts';

const { METRICS } = env as { METRICS: DurableObjectNamespace<Metrics> };
const object = (name: string) => METRICS.getByName(name);

const SAMPLE: RequestSample = {
  method: 'GET',
  endpoint: '/v1/datasets',
  status: 200,
  count: 1,
  durationSumSeconds: 0.25,
  buckets: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
};
const batch = (more: Partial<MetricsBatch>): MetricsBatch => ({
  isolate: 'a',
  sequence: 1,
  requests: [SAMPLE],
  inProgress: 0,
  ...more,
});

it('adds a batch once, however often it is sent', async () => {
  const metrics = object('once');
  await Promise.all([metrics.add(batch({})), metrics.add(batch({})), metrics.add(batch({}))]);
  await metrics.add(batch({ sequence: 2 }));
  await metrics.add(batch({ sequence: 1 }));
  expect(await metrics.snapshot()).toEqual({
    requests: [{ ...SAMPLE, count: 2, durationSumSeconds: 0.5, buckets: [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0] }],
    inProgress: 0,
  });
});

it('equals what ten isolates counted at once, with lost acknowledgements and the object taken down in between', async () => {
  let calls = 0;
  let taken = 0;
  const monitor = {
    async record(sent: MetricsBatch): Promise<void> {
      calls += 1;
      // The object ends in between now and then; every fourth call is counted without its sender ever knowing.
      if (calls % 7 === 0) {
        // Refused while another call is waking it: then it is down already.
        await evictDurableObject(object('many')).then(
          () => (taken += 1),
          () => {},
        );
      }
      await object('many').add(sent);
      if (calls % 4 === 0) throw new Error('acknowledgement lost');
    },
  };
  const isolates = Array.from({ length: 10 }, () => requestMetrics(monitor));
  await Promise.all(
    isolates.map(async (metrics, n) => {
      for (let i = 0; i < 50; i++) {
        metrics.started();
        const status = i % 10 === 0 ? 503 : 200;
        const errorType = status === 503 ? { errorType: 'unavailable' } : {};
        metrics.finished({ method: 'GET', endpoint: `/${n % 2}`, status, durationSeconds: 0.03, ...errorType });
        await metrics.flushNow();
      }
      // The last acknowledgement may be lost too.
      for (let i = 0; i < 8; i++) await metrics.flushNow();
    }),
  );
  expect(taken).toBeGreaterThan(5);
  await evictDurableObject(object('many'));
  const text = exposition(await object('many').snapshot(), [], []);
  expect(
    text.split('\n').filter((line) => /^api_(requests_total|errors_total|requests_in_progress|\w+_count)/.test(line)),
  ).toEqual([
    'api_requests_total{method="GET",endpoint="/0",status="200"} 225',
    'api_requests_total{method="GET",endpoint="/0",status="503"} 25',
    'api_requests_total{method="GET",endpoint="/1",status="200"} 225',
    'api_requests_total{method="GET",endpoint="/1",status="503"} 25',
    'api_request_duration_seconds_count{method="GET",endpoint="/0"} 250',
    'api_request_duration_seconds_count{method="GET",endpoint="/1"} 250',
    'api_requests_in_progress 0',
    'api_errors_total{endpoint="/0",error_type="unavailable"} 25',
    'api_errors_total{endpoint="/1",error_type="unavailable"} 25',
  ]);
  expect(text).toContain('api_request_duration_seconds_bucket{method="GET",endpoint="/0",le="0.025"} 0\n');
  expect(text).toContain('api_request_duration_seconds_bucket{method="GET",endpoint="/0",le="0.05"} 250\n');
});

it('adds up what each isolate last said is in progress', async () => {
  const metrics = object('gauge');
  await metrics.add(batch({ isolate: 'a', inProgress: 4 }));
  await metrics.add(batch({ isolate: 'b', inProgress: 3 }));
  await metrics.add(batch({ isolate: 'a', sequence: 2, inProgress: 1 }));
  expect((await metrics.snapshot()).inProgress).toBe(4);
});

it('stays bounded when routes are made up, and still counts every request', async () => {
  const metrics = object('bounded');
  for (let sequence = 1; sequence <= 6; sequence++) {
    const requests = Array.from({ length: 1_000 }, (_, i) => ({ ...SAMPLE, endpoint: `/${sequence}/${i}` }));
    await metrics.add(batch({ sequence, requests }));
  }
  const { requests } = await metrics.snapshot();
  expect(requests).toHaveLength(5_001);
  expect(requests.find(({ endpoint }) => endpoint === 'other')?.count).toBe(1_000);
});

it('puts a batch aside that cannot be right, so that what follows it is counted', async () => {
  const metrics = object('refused');
  await metrics.add(batch({ requests: [{ ...SAMPLE, count: 2 }] }));
  await metrics.add(batch({ requests: [{ ...SAMPLE, buckets: [1] }] }));
  await metrics.add(batch({ sequence: 2 }));
  expect((await metrics.snapshot()).requests).toEqual([SAMPLE]);
});
