// Requests counted in an isolate reach the monitor once each, in few calls, whatever fails on the way.
import { expect, it, onTestFinished, vi } from 'vitest';
import type { MetricsBatch } from './contracts.ts';
import { requestMetrics } from './metrics.ts';

/** A monitor that keeps what it acknowledged, and can be away or lose its acknowledgement. */
function monitor() {
  const added = new Map<string, MetricsBatch>();
  const calls: MetricsBatch[] = [];
  const state = { next: [] as ('away' | 'acknowledgement lost')[] };
  return {
    state,
    calls,
    counted: () => [...added.values()].flatMap(({ requests }) => requests).reduce((sum, { count }) => sum + count, 0),
    async record(batch: MetricsBatch): Promise<void> {
      calls.push(batch);
      const trouble = state.next.shift();
      if (trouble === 'away') throw new Error('monitor is away');
      added.set(`${batch.isolate} ${batch.sequence}`, batch);
      if (trouble === 'acknowledgement lost') throw new Error('connection lost');
    },
  };
}

/** Time that passes only when someone waits. */
function clock() {
  let now = 0;
  return {
    clock: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const DATASETS = { method: 'GET', endpoint: '/v1/datasets', status: 200, durationSeconds: 0.003 };

it('sends a thousand requests in one batch, aggregated by label set', async () => {
  const to = monitor();
  const metrics = requestMetrics(to, { isolate: 'a', ...clock() });
  const flushes = Array.from({ length: 1_000 }, () => {
    metrics.started();
    metrics.finished(DATASETS);
    return metrics.flush();
  });
  await Promise.all(flushes);
  expect(to.calls).toEqual([
    {
      isolate: 'a',
      sequence: 1,
      inProgress: 0,
      requests: [
        {
          method: 'GET',
          endpoint: '/v1/datasets',
          status: 200,
          count: 1_000,
          durationSumSeconds: expect.closeTo(3, 6),
          buckets: [1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        },
      ],
    },
  ]);
});

it('makes two calls a second at five hundred requests a second, however long a call takes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const to = monitor();
  const slow = {
    record: (batch: MetricsBatch) => new Promise((answer) => setTimeout(answer, 40)).then(() => to.record(batch)),
  };
  const metrics = requestMetrics(slow);
  for (let i = 0; i < 5_000; i++) {
    metrics.started();
    metrics.finished(DATASETS);
    void metrics.flush();
    await vi.advanceTimersByTimeAsync(2);
  }
  expect(to.calls.length).toBeLessThanOrEqual(20);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(to.counted()).toBe(5_000);
});

it('sends what came during a call that took longer than gathering does', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const to = monitor();
  const slow = {
    record: (batch: MetricsBatch) => new Promise((answer) => setTimeout(answer, 1_200)).then(() => to.record(batch)),
  };
  const metrics = requestMetrics(slow);
  for (let i = 0; i < 3; i++) {
    metrics.started();
    metrics.finished(DATASETS);
    void metrics.flush();
    await vi.advanceTimersByTimeAsync(600);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  expect(to.counted()).toBe(3);
});

it('puts a duration into the first bucket whose bound it does not exceed, and the rest into +Inf', async () => {
  const to = monitor();
  const metrics = requestMetrics(to, clock());
  for (const durationSeconds of [0.005, 0.0051, 10, 10.01]) {
    metrics.started();
    metrics.finished({ ...DATASETS, durationSeconds });
  }
  await metrics.flushNow();
  expect(to.calls[0]?.requests[0]?.buckets).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
});

it('sends the same batch again when the monitor was away, and what came since after it', async () => {
  const to = monitor();
  const metrics = requestMetrics(to, { isolate: 'a', ...clock() });
  to.state.next = ['away'];
  metrics.started();
  metrics.finished(DATASETS);
  await metrics.flushNow();
  metrics.started();
  metrics.finished(DATASETS);
  await metrics.flushNow();
  expect(to.calls.map(({ sequence }) => sequence)).toEqual([1, 1, 2]);
  expect(to.counted()).toBe(2);
});

it('counts once what the monitor added without being able to say so', async () => {
  const to = monitor();
  const metrics = requestMetrics(to, { isolate: 'a', ...clock() });
  to.state.next = ['acknowledgement lost', 'acknowledgement lost'];
  for (let i = 0; i < 3; i++) {
    metrics.started();
    metrics.finished(DATASETS);
    await metrics.flush();
  }
  expect(to.calls.map(({ sequence }) => sequence)).toEqual([1, 1, 1, 2, 3]);
  expect(to.counted()).toBe(3);
});

it('lets another request take over when the one that was gathering never came back', async () => {
  const to = monitor();
  const time = clock();
  const never = new Promise<void>(() => {});
  let cancelled = true;
  const wait = (ms: number) => (cancelled ? never : time.wait(ms));
  const metrics = requestMetrics(to, { isolate: 'a', clock: time.clock, wait });
  metrics.started();
  metrics.finished(DATASETS);
  void metrics.flush();
  cancelled = false;
  time.pass(10_000);
  await metrics.flush();
  expect(to.counted()).toBe(1);
});

it('says how many requests are being answered, and that none is any more', async () => {
  const to = monitor();
  const metrics = requestMetrics(to, { isolate: 'a', ...clock() });
  metrics.started();
  await metrics.flushNow();
  metrics.finished(DATASETS);
  await metrics.flushNow();
  await metrics.flushNow();
  expect(to.calls.map(({ inProgress }) => inProgress)).toEqual([1, 0]);
});

it('keeps the number of label sets bounded whatever methods and routes strangers make up', async () => {
  const to = monitor();
  const metrics = requestMetrics(to, clock());
  for (let i = 0; i < 5_000; i++) {
    metrics.started();
    metrics.finished({ ...DATASETS, method: `M${i}`, endpoint: `/${i}`, status: 404 });
  }
  await metrics.flushNow();
  expect(to.calls[0]?.requests).toHaveLength(1_001);
  expect(to.calls[0]?.requests.at(-1)).toMatchObject({ method: 'other', endpoint: 'other', count: 4_000 });
});
