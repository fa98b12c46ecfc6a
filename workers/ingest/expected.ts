// What a feed has to bring in a window: at which steps, of which places. Pure.
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';
import { stepsIn } from '../../data/grid.ts';
import type { Owed } from '../../data/owed.ts';
import type { Instant, TimeWindow } from '../../data/time.ts';
import { placeColumns } from './place.ts';

/** What of a feed decides what is complete. */
export type FeedOfLedger = Pick<Feed, 'columns' | 'grid' | 'window' | 'places'>;

export interface Due {
  readonly place: string;
  /** All of them hold where a fact is owed: one for each word of the place that has one. */
  readonly rules: readonly Owed[];
}
export const always = (place: string): Due => ({ place, rules: [] });

/** Every place that the feed has to bring, as `placeOf` names it. Null where a key may hold anything: then what came is all that counts. */
export function placesOf(definition: DatasetDefinition, feed: FeedOfLedger): readonly Due[] | null {
  const columns = placeColumns(definition);
  let all: Due[] = [];
  for (const [i, column] of columns.entries()) {
    const words = feed.places?.[column] ?? definition.places[column];
    if (!words) return null;
    const own = words.map((word): Due => {
      const rule = definition.owed?.[column]?.[word];
      return { place: word, rules: rule ? [rule] : [] };
    });
    const join = (a: Due, b: Due): Due => ({ place: `${a.place}/${b.place}`, rules: [...a.rules, ...b.rules] });
    all = i === 0 ? own : all.flatMap((one) => own.map((other) => join(one, other)));
  }
  return columns.length === 0 ? [always('')] : all.sort((a, b) => (a.place < b.place ? -1 : 1));
}

export interface Grid {
  readonly steps: number;
  /** Not an integer, or out of bounds, where no step is. */
  indexOf(at: Instant): number;
  at(index: number): Instant;
}

export function gridOf({ grid }: DatasetDefinition, feed: FeedOfLedger, window: TimeWindow): Grid | null {
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
