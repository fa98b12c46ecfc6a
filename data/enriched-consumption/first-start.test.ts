import { expect, it } from 'vitest';
import { consumption } from '../consumption/dataset.ts';
import type { DatasetDefinition } from '../dataset.ts';
import { spotPrice } from '../spot-price/dataset.ts';
import { DAY } from '../time.ts';
import { weather } from '../weather/dataset.ts';
import { enrichedConsumption } from './dataset.ts';

const firstDays = ({ feeds }: DatasetDefinition, id: string): number =>
  (feeds.find((feed) => feed.id === id)?.firstWindow ?? Number.NaN) / DAY;

it('looks no further back on a first start than load, price and weather are there by then', () => {
  const days = firstDays(enrichedConsumption, 'recent');
  for (const feed of ['national-live', 'regional-live'])
    expect(firstDays(consumption, feed), feed).toBeGreaterThanOrEqual(days);
  expect(firstDays(spotPrice, 'day-ahead')).toBeGreaterThanOrEqual(days);
  expect(firstDays(weather, 'archive')).toBeGreaterThanOrEqual(days);
});

it('is judged by the load alone where it looks back for a quarter of a year', () => {
  const brought: readonly string[] = enrichedConsumption.feeds.find(({ id }) => id === 'consolidation')?.columns ?? [];
  expect(enrichedConsumption.quality.critical.filter((column) => brought.includes(column))).toEqual(['load_mw']);
});
