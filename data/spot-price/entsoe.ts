// The day-ahead prices of France as ENTSO-E's Transparency Platform lets people download them: one file a year, steps as labels of a Paris clock.

import { glimpse } from '../glimpse.ts';
import type { Finding, Memory, TableFormat, TableRecord } from '../table-format.ts';
import { MINUTE } from '../time.ts';
import { instantAfter, labelOf, priceOf } from './delivery.ts';
import type { Resolution } from './table.ts';

const STEP = 'MTU (CET/CEST)';
const PRICE = 'Day-ahead Price [EUR/MWh]';
const WANT = 'want a step as 31.12.2023 23:00 - 01.01.2024 00:00';
const RESOLUTION_OF_MINUTES: Readonly<Record<number, Resolution>> = { 15: 'PT15M', 60: 'PT60M' };

export const entsoeFile: TableFormat = {
  id: 'entsoe-day-ahead',
  required: [STEP, PRICE, 'Currency'],
  // Says whose prices these are: a file of another zone is refused.
  titles: ['BZN|FR'],
  read,
};

function read(record: TableRecord, memory: Memory = new Map()): Finding | readonly Finding[] {
  const [start = '', end = ''] = (record[STEP] ?? '').split(' - ').map((text) => text.trim());
  const [from, to] = [start, end].map((text) => labelOf(text.slice(0, 10), text.slice(11)));
  if (!from || !to) return WANT;
  const price = priceOf(record[PRICE] ?? '');
  if (price === undefined) return `want a price, got ${glimpse(record[PRICE])}`;
  if (price !== null && record['Currency'] !== 'EUR') return `want EUR, got ${glimpse(record['Currency'])}`;
  const minutes = (wall(to) - wall(from)) / MINUTE;
  const resolution = RESOLUTION_OF_MINUTES[minutes];
  if (!resolution) return `a step of ${minutes} minutes is new to us`;
  const at = instantAfter(from, memory.get('last'));
  // The file has a line for the hour that March skips, with nothing in it.
  if (at === null) return price === null ? [] : `${start} was skipped by the clocks, and yet has a price`;
  memory.set('last', at);
  if (price === null) return [];
  return { zone: 'FR', resolution, at, price_eur_per_mwh: price, quality: 'definitive' };
}

const wall = ({ year, month, day, hour, minute }: NonNullable<ReturnType<typeof labelOf>>): number =>
  Date.UTC(year, month - 1, day, hour, minute);
