// One record of éCO2mix to one row of `consumption`. Never guesses: what it does not know it refuses, with the reason.
import type { Quality } from '../columns.ts';
import { type Reject, type Row, ShapeError } from '../dataset.ts';
import { glimpse } from '../glimpse.ts';
import { newColumns, type Value } from '../opendatasoft.ts';
import { type Instant, parisOffset, parseInstant } from '../time.ts';
import { type Grain, IGNORED, QUALITY_OF_NATURE, SOMETIMES } from './eco2mix.ts';

interface Reader {
  readonly warnings: readonly string[];
  /** Values stand in the order of the names; a sentence says why the record cannot be accepted. */
  read(values: readonly Value[]): Row | string;
}

/** Checks the names once. A column that is gone is another source; one that is new must not stop the country, but somebody must look. */
export function recordReader(grain: Grain, names: readonly string[]): Reader {
  const known = new Map([...Object.entries(grain.readings), ...Object.entries(SOMETIMES)]);
  const areas = new Map(Object.entries(grain.areas));
  const qualities = new Map(Object.entries(QUALITY_OF_NATURE));
  const position = new Map(names.map((name, i) => [name, i]));
  const keys = ['nature', 'heure', 'date_heure', grain.placeField];
  const gone = [...keys, ...Object.keys(grain.readings)].filter((name) => !position.has(name));
  const fresh = names.filter((name) => !known.has(name) && !keys.includes(name) && !IGNORED.test(name));
  if (gone.length > 0 || position.size < names.length) {
    const missing = gone.length > 0 ? ` missing ${gone.join(', ')};` : '';
    const twice = position.size < names.length ? ' a name comes twice;' : '';
    throw new ShapeError(`${grain.name}:${missing}${twice} got ${names.length} columns. See eco2mix.ts.`);
  }
  const [nature, clock, when, place] = keys.map((name) => Number(position.get(name)));
  const momentOf = momentReader();
  const readings = names.flatMap((name, i) => {
    const reading = known.get(name);
    return reading ? [{ ...reading, name, i }] : [];
  });

  const read = (values: readonly Value[]): Row | string => {
    const area = areas.get(String(values[place!]));
    if (!area) return `${grain.placeField} ${glimpse(values[place!])} is new to us`;
    const quality = qualities.get(String(values[nature!]));
    if (!quality) return `nature ${glimpse(values[nature!])} is new to us`;
    const moment = momentOf(String(values[when!]));
    if (!moment) return `date_heure ${glimpse(values[when!])} is no instant, want 2026-01-31T12:00:00+00:00`;
    // On the March night ODRÉ also labels the hour that the clocks skip, with the instants of the next one.
    if (values[clock!] !== moment.clock) {
      return `labelled ${glimpse(values[clock!])}, but at that instant a clock in Paris shows ${moment.clock}`;
    }
    const row: Record<string, string | number | null> & { quality: Quality } = { area, at: moment.at, quality };
    for (const { column, sign, name, i } of readings) {
      const value = wholeNumber(values[i]);
      if (value === undefined) return `${name}: got ${glimpse(values[i])}, want a whole number or nothing`;
      // Plus zero: minus zero is not zero to everyone.
      row[column] = value === null ? null : sign * value + 0;
    }
    return row;
  };
  return { warnings: newColumns(grain.name, fresh), read };
}

const WHOLE = /^[+-]?\d{1,9}(\.0+)?$/;

/** Null where nothing is said: empty, `ND` (not available) or a dash, which text columns write. Undefined for anything else. */
function wholeNumber(value: Value): number | null | undefined {
  if (value === null || value === '' || value === 'ND' || value === '-') return null;
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && WHOLE.test(value) ? Number(value) : undefined;
}

interface Moment {
  readonly at: Instant;
  /** `12:00`: what a clock in Paris shows. */
  readonly clock: string;
}

/** Twelve regions share each instant: the last few are remembered, not read again. */
function momentReader(): (text: string) => Moment | null {
  const read = new Map<string, Moment>();
  return (text) => {
    const known = read.get(text);
    if (known) return known;
    const at = parseInstant(text);
    if (at === null) return null;
    const moment = { at, clock: new Date(at + parisOffset(at)).toISOString().slice(11, 16) };
    if (read.size >= 1_000) read.clear();
    read.set(text, moment);
    return moment;
  };
}

export const reject = (where: string, reason: string, fragment: string): Reject => ({
  reject: { where, reason, fragment: fragment.slice(0, 300) },
});
