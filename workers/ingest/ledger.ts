// Which keys of a slice were seen, and which steps of its grid are missing. Memory is bounded by the grid, not by the rows. Pure.
import type { DatasetDefinition, Feed, Row } from '../../data/dataset.ts';
import { stepsIn } from '../../data/grid.ts';
import type { Instant, TimeWindow } from '../../data/time.ts';
import { placeColumns, placeNamer } from './place.ts';

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
/** The window in stretches of equal length: how many steps are due in each at one place, and how many are there. */
export interface Coverage {
  readonly expected: readonly number[];
  /** The places that lack most first; the others are added up. */
  readonly lanes: readonly { readonly place: string; readonly present: readonly number[] }[];
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
  /** Null where no grid says what is expected. */
  completeness(): Completeness | null;
}

/** What of a feed decides what is complete. */
export type FeedOfLedger = Pick<Feed, 'columns' | 'grid' | 'window' | 'places'>;

export function ledger(
  definition: DatasetDefinition,
  feed: FeedOfLedger,
  window: TimeWindow,
  fetchedAt: Instant,
): Ledger {
  const { timeColumn = '' } = definition;
  const grid = gridOf(definition, feed, window);
  const placeOf = placeNamer(definition);
  const expected = placesOf(definition, feed, placeColumns(definition));
  const columns = definition.quality.critical.filter((column) => feed.columns.includes(column));
  const steps = grid?.steps ?? 0;
  const places = new Map<string, Uint8Array>();
  const others = new Set<string>();

  function see(row: Row, place = placeOf(row)): boolean {
    const index = grid?.indexOf(Number(row[timeColumn])) ?? -1;
    if (!Number.isInteger(index) || index < 0 || index >= steps) {
      const text = `${place}@${row[timeColumn]}`;
      if (others.has(text)) return false;
      others.add(text);
      return true;
    }
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
    const lanes = new Map<string, number[]>();
    const owed = expected ?? [...places.keys()].sort();
    for (const place of owed) {
      const marks = places.get(place);
      const lane: number[] = new Array(STRETCHES).fill(0);
      let present = 0;
      let missingSince: Instant | null = null;
      for (let index = 0; index < due; index++) {
        if (marks?.[index] !== PRESENT) {
          missingSince ??= grid.at(index);
          continue;
        }
        present++;
        lane[stretch(index)]!++;
        if (missingSince !== null) gaps.push({ place, from: missingSince, to: grid.at(index) });
        missingSince = null;
      }
      if (missingSince !== null) gaps.push({ place, from: missingSince, to: grid.at(due) });
      counts.push({ place, expected: due, present });
      lanes.set(place, lane);
    }
    const dueIn: number[] = new Array(STRETCHES).fill(0);
    for (let index = 0; index < due; index++) dueIn[stretch(index)]!++;
    const worstFirst = counts.toSorted((a, b) => a.present - b.present);
    return {
      columns,
      expected: due * owed.length,
      present: counts.reduce((sum, { present }) => sum + present, 0),
      places: worstFirst.slice(0, MAX_PLACES_NAMED),
      coverage: coverageOf(
        dueIn,
        worstFirst.map(({ place }) => ({ place, present: lanes.get(place) ?? [] })),
        MAX_LANES,
      ),
      gaps,
    };
  }

  return { see, completeness };
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
        present: expected.map((_, i) => others.reduce((sum, { present }) => sum + (present[i] ?? 0), 0)),
      },
    }),
  };
}

/** Every place that the feed has to bring, as `placeOf` names it. Null where a key may hold anything: then what came is all that counts. */
function placesOf(
  definition: DatasetDefinition,
  feed: FeedOfLedger,
  columns: readonly string[],
): readonly string[] | null {
  let all: string[] = [];
  for (const [i, column] of columns.entries()) {
    const words = feed.places?.[column] ?? definition.places[column];
    if (!words) return null;
    all = i === 0 ? [...words] : all.flatMap((place) => words.map((word) => `${place}/${word}`));
  }
  return columns.length === 0 ? [''] : all.sort();
}

interface Grid {
  readonly steps: number;
  /** Not an integer, or out of bounds, where no step is. */
  indexOf(at: Instant): number;
  at(index: number): Instant;
}

function gridOf({ grid }: DatasetDefinition, feed: FeedOfLedger, window: TimeWindow): Grid | null {
  const step = feed.grid ?? grid;
  if (step === 'event' || step === 'snapshot') return null;
  if (typeof step === 'number') {
    const start = Math.ceil(window.from / step) * step;
    return {
      steps: Math.max(0, Math.ceil((window.to - start) / step)),
      indexOf: (at) => (at - start) / step,
      at: (index) => start + index * step,
    };
  }
  // Days and months are few: a list of them costs nothing.
  const instants = stepsIn(step, window);
  const indexes = new Map(instants.map((at, index) => [at, index]));
  return {
    steps: instants.length,
    indexOf: (at) => indexes.get(at) ?? -1,
    at: (index) => instants[index] ?? window.to,
  };
}
