import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, HOUR } from '../../data/time.ts';
import { MAX_SLICES_PER_RUN, runWindows, slicesOf } from './pieces.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

it('names slices by the day they begin', () => {
  expect(slicesOf({ slice: 31 * DAY }, { from: day('2026-01-01'), to: day('2026-03-01') })).toEqual([
    { from: day('2026-01-01'), to: day('2026-02-01'), label: '2026-01-01' },
    { from: day('2026-02-01'), to: day('2026-03-01'), label: '2026-02-01' },
  ]);
});

it('names them by the minute when a day may hold several', () => {
  const from = day('2026-01-01') + HOUR;
  expect(slicesOf({ slice: 12 * HOUR }, { from, to: from + DAY }).map(({ label }) => label)).toEqual([
    '2026-01-01T01:00',
    '2026-01-01T13:00',
  ]);
});

it('gives a single slice no name', () => {
  expect(slicesOf({ slice: 31 * DAY }, { from: day('2026-01-01'), to: day('2026-01-02') })).toEqual([
    { from: day('2026-01-01'), to: day('2026-01-02'), label: '' },
  ]);
});

const feeds = Object.values(datasets).flatMap((dataset: DatasetDefinition) =>
  dataset.feeds.map((feed) => ({ name: `${dataset.id}/${feed.id}`, feed })),
);
it.each(feeds)('$name: twenty years fall into runs of bounded steps, without a hole', ({ feed }) => {
  const window = { from: day('2012-01-01'), to: day('2032-01-01') };
  const runs = runWindows(feed, window);
  expect(runs[0]?.from).toBe(window.from);
  expect(runs.at(-1)?.to).toBe(window.to);
  for (const [i, run] of runs.entries()) {
    if (i > 0) expect(run.from).toBe(runs[i - 1]?.to);
    const slices = slicesOf(feed, run);
    expect(slices.length).toBeLessThanOrEqual(MAX_SLICES_PER_RUN);
    expect(new Set(slices.map(({ label }) => label)).size).toBe(slices.length);
    // Four questions and four further steps for each source, and a report: what even a free account allows.
    expect(slices.length * feed.alternatives.length * 8 + 1).toBeLessThan(1_024);
  }
});
