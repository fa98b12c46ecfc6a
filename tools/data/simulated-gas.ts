// The simulator's gas as its publishers would have written it, read back as the dataset reads it: hours of regions.
import { isWarning, type Row } from '../../data/dataset.ts';
import { gasReader } from '../../data/gas/record.ts';
import { DAY, type TimeWindow } from '../../data/time.ts';
import { gasCurves } from '../simulate/gas-curves.ts';
import type { World } from '../simulate/world.ts';

/** Long after, when every day is published. */
const PUBLISHED_AFTER = 90 * DAY;

export function* simulatedGasHours(world: World, window: TimeWindow): Generator<Row> {
  const curves = gasCurves(world, window.to + PUBLISHED_AFTER);
  const reader = gasReader(curves.names);
  for (const date of curves.instants(window))
    for (const record of curves.records(date))
      for (const found of reader.read(record)) if (typeof found !== 'string' && !isWarning(found)) yield found;
}
