// Refuses what nobody can know yet: a load measured in 2099 would count as the newest fact for seventy years. Pure.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { formatInstant, HOUR, type Instant } from '../../data/time.ts';

/** Forecasts of the coming day are often there some hours before their rule says. */
const TOLERANCE = 36 * HOUR;

/** For rows that a definition accepts. Names the first part with a value whose time has not come. */
export function foreknowledge(definition: DatasetDefinition, fetchedAt: Instant): (row: Row) => string | null {
  const { timeColumn } = definition;
  if (timeColumn === undefined) return () => null;
  const parts = Object.entries(definition.parts);
  const latest = fetchedAt + TOLERANCE;
  return (row) => {
    // Nearly all rows speak of the past, and rules of the world cost some time.
    if (Number(row[timeColumn]) <= fetchedAt) return null;
    for (const [name, { columns, knownAt }] of parts) {
      if (columns.every((column) => (row[column] ?? null) === null)) continue;
      const known = knownAt?.(row) ?? fetchedAt;
      if (known > latest)
        return `${name}: could only be known at ${formatInstant(known)}, want ${formatInstant(latest)} or earlier`;
    }
    return null;
  };
}
