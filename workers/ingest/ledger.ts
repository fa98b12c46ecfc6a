// Which steps of the grid of a slice are there and which are missing; keys off the grid are looked up in those seen. Memory is bounded by grid and places, never by rows. Pure.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { isOwed } from '../../data/owed.ts';
import type { Instant, TimeWindow } from '../../data/time.ts';
import { always, type FeedOfLedger, gridOf, placesOf } from './expected.ts';
import { placeNamer } from './place.ts';
import type { SeenKeys } from './seen-keys.ts';

export interface Gap {
  readonly place: string;
  readonly from: Instant;
  readonly to: Instant;
}
export interface PlaceCount {
  readonly place: string;
  readonly expected: number;
  readonly present: number;
}
export interface Lane {
  readonly place: string;
  readonly present: readonly number[];
  /** Where it is not what is due at every other place. */
  readonly expected?: readonly number[];
}
/** The window in stretches of equal length: how many steps are due in each at one place, and how many are there. */
export interface Coverage {
  readonly expected: readonly number[];
  /** The places that lack most first; the others are added up. */
  readonly lanes: readonly Lane[];
  readonly others?: { readonly places: number; readonly present: readonly number[] };
}
export interface Completeness {
  readonly columns: readonly string[];
  readonly expected: number;
  readonly present: number;
  /** The worst first, a bounded number. */
  readonly places: readonly PlaceCount[];
  readonly coverage: Coverage;
  /** Runs of missing steps, in order of place and time. */
  readonly gaps: readonly Gap[];
}

/** A report of a thousand places would be read by nobody. */
const MAX_PLACES_NAMED = 200;
const MAX_LANES = 40;
const STRETCHES = 60;

const UNSEEN = 0;
const SEEN = 1;
const PRESENT = 2;

export interface Ledger {
  /** False when the key was there before. */
  see(row: Row, place?: string): boolean;
  /** Of a further pass over the same rows: those on the grid were counted in the first. */
  seeAgain(row: Row, place?: string): boolean;
  /** Null where no grid says what is expected. */
  completeness(): Completeness | null;
}

export function ledger(
  definition: DatasetDefinition,
  feed: FeedOfLedger,
  window: TimeWindow,
  fetchedAt: Instant,
  /** Of the whole slice. `label` tells the keys of this ledger from those of others. */
  { keys, label = '' }: { readonly keys: SeenKeys; readonly label?: string },
): Ledger {
  const { timeColumn = '' } = definition;
  const grid = gridOf(definition, feed, window);
  const placeOf = placeNamer(definition);
  const expected = placesOf(definition, feed);
  const columns = definition.quality.critical.filter((column) => feed.columns.includes(column));
  const steps = grid?.steps ?? 0;
  const places = new Map<string, Uint8Array>();

  /** -1 where the grid has no such step. */
  function indexOf(row: Row): number {
    const index = grid?.indexOf(Number(row[timeColumn])) ?? -1;
    return Number.isInteger(index) && index >= 0 && index < steps ? index : -1;
  }
  const seeOffGrid = (row: Row, place: string): boolean => keys.see(`${label} ${place}@${row[timeColumn]}`);

  function see(row: Row, place = placeOf(row)): boolean {
    const index = indexOf(row);
    if (index === -1) return seeOffGrid(row, place);
    const marks = places.get(place) ?? new Uint8Array(steps);
    places.set(place, marks);
    const before = marks[index];
    // A row that says nothing takes nothing back.
    if (before !== PRESENT) marks[index] = columns.every((column) => (row[column] ?? null) !== null) ? PRESENT : SEEN;
    return before === UNSEEN;
  }

  function completeness(): Completeness | null {
    if (!grid || columns.length === 0) return null;
    const all = [...places.values()];
    // What a recent answer lacks at its end is late, not missing: freshness tells. An old window must be whole.
    const isOld = window.to <= fetchedAt - feed.window;
    const due = isOld ? steps : 1 + Math.max(-1, ...all.map((marks) => marks.lastIndexOf(PRESENT)));
    const gaps: Gap[] = [];
    const counts: PlaceCount[] = [];
    const stretch = (index: number): number => Math.floor((index * STRETCHES) / steps);
    const dueIn: number[] = new Array(STRETCHES).fill(0);
    for (let index = 0; index < due; index++) dueIn[stretch(index)]!++;
    const lanes = new Map<string, Lane>();
    for (const { place, rules } of expected ?? [...places.keys()].sort().map(always)) {
      const owes = (index: number): boolean => rules.every((rule) => isOwed(rule, grid.at(index)));
      if (rules.length > 0 && !anyUpTo(steps, owes)) continue;
      const marks = places.get(place);
      const present: number[] = new Array(STRETCHES).fill(0);
      const owed = rules.length > 0 ? new Array<number>(STRETCHES).fill(0) : dueIn;
      let missingSince: Instant | null = null;
      let missingUntil = window.from;
      for (let index = 0; index < due; index++) {
        if (rules.length > 0) {
          if (!owes(index)) continue;
          owed[stretch(index)]!++;
        }
        if (marks?.[index] !== PRESENT) {
          missingSince ??= grid.at(index);
          missingUntil = Math.max(grid.at(index + 1), ...rules.map(({ every = 0 }) => grid.at(index) + every));
          continue;
        }
        present[stretch(index)]!++;
        if (missingSince !== null) gaps.push({ place, from: missingSince, to: grid.at(index) });
        missingSince = null;
      }
      if (missingSince !== null) gaps.push({ place, from: missingSince, to: missingUntil });
      counts.push({ place, expected: sumOf(owed), present: sumOf(present) });
      lanes.set(place, { place, present, ...(rules.length > 0 && { expected: owed }) });
    }
    const worstFirst = counts.toSorted((a, b) => b.expected - b.present - (a.expected - a.present));
    return {
      columns,
      expected: sumOf(counts.map((each) => each.expected)),
      present: sumOf(counts.map((each) => each.present)),
      places: worstFirst.slice(0, MAX_PLACES_NAMED),
      coverage: coverageOf(
        dueIn,
        worstFirst.flatMap(({ place }) => lanes.get(place) ?? []),
        MAX_LANES,
      ),
      gaps,
    };
  }

  return {
    see,
    seeAgain: (row, place = placeOf(row)) => indexOf(row) !== -1 || seeOffGrid(row, place),
    completeness,
  };
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

function anyUpTo(steps: number, holds: (index: number) => boolean): boolean {
  for (let index = 0; index < steps; index++) if (holds(index)) return true;
  return false;
}

/** As many lanes as `most`, and the sum of the others. */
export function coverageOf(expected: readonly number[], lanes: Coverage['lanes'], most: number): Coverage {
  const others = lanes.slice(most);
  return {
    expected,
    lanes: lanes.slice(0, most),
    ...(others.length > 0 && {
      others: {
        places: others.length,
        present: expected.map((_, i) => sumOf(others.map(({ present }) => present[i] ?? 0))),
      },
    }),
  };
}
