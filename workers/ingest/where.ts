// Where a row stands: its key in words, for people who look for it. Pure.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { formatInstant } from '../../data/time.ts';

/** `FR-BRE 2026-01-31T12:00:00Z`: enough to find the row again in the raw object. */
export function whereOf({ key, timeColumn }: DatasetDefinition, row: Row): string {
  return key
    .map((column) => {
      const value = row[column];
      const isInstant = column === timeColumn && typeof value === 'number' && Math.abs(value) <= 8.64e15;
      return isInstant ? formatInstant(value) : String(value);
    })
    .join(' ')
    .slice(0, 200);
}
