// The columns every dataset table is made of: instants, quantities with their possible range, and provenance.
import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, check, customType, integer, pgEnum } from 'drizzle-orm/pg-core';
import { formatInstant, type Instant } from './time.ts';

/** Ordered: a value of lower quality never overwrites one of higher quality. */
export const QUALITIES = ['real time', 'consolidated', 'definitive'] as const;
export type Quality = (typeof QUALITIES)[number];
export const quality = pgEnum('quality', QUALITIES);

/** timestamptz in Postgres, milliseconds since 1970 in the program. */
const timestamp = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: formatInstant,
  fromDriver: Date.parse,
});
export const instant = <Name extends string>(name: Name) => timestamp(name);

/** Impossible outside, not unlikely: the CHECK of the table and the zod schema of the row both come from here. */
export type Ranges = Readonly<Record<string, readonly [min: number, max: number]>>;

export function rangeChecks(columns: Readonly<Record<string, AnyPgColumn>>, ranges: Ranges) {
  return Object.entries(ranges).map(([name, [min, max]]) => {
    const column = columns[name];
    if (!column) throw new Error(`range for ${name}: the table has no such column`);
    const rule: SQL = sql`${column} BETWEEN ${sql.raw(String(min))} AND ${sql.raw(String(max))}`;
    return check(`${name}_range`, rule);
  });
}

/**
 * Where the values of one part came from: `<part>_raw` is the row of raw_object that holds the bytes (and so the
 * source, the run and whether it is simulated), `<part>_known_at` when this version of the values could be known.
 */
export function provenance<P extends string>(part: P) {
  return {
    [`${part}_quality`]: quality(`${part}_quality`),
    [`${part}_known_at`]: instant(`${part}_known_at`),
    [`${part}_raw`]: integer(`${part}_raw`),
  } as Provenance<P>;
}
type Provenance<P extends string> = Record<`${P}_quality`, ReturnType<typeof quality<`${P}_quality`>>> &
  Record<`${P}_known_at`, ReturnType<typeof instant<`${P}_known_at`>>> &
  Record<`${P}_raw`, ReturnType<typeof integer<`${P}_raw`>>>;

/** Provenance is whole or absent: no value without its source. */
export function provenanceChecks(columns: Readonly<Record<string, AnyPgColumn>>, parts: readonly string[]) {
  return parts.map((part) => {
    const [q, k, r] = [columns[`${part}_quality`], columns[`${part}_known_at`], columns[`${part}_raw`]];
    return check(`${part}_provenance`, sql`num_nulls(${q}, ${k}, ${r}) IN (0, 3)`);
  });
}
