// How many rows a whole file may have. Where the dataset has a grid, too long a window is known before the first row. Pure.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, type TimeWindow } from '../../data/time.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import type { Places } from './places.ts';
import { invalid } from './refuse.ts';

/** What a Worker can stream: 200 questions to the database, of the 1,000 that a request may ask. */
export const MOST_ROWS = 1_000_000;

/** Nothing, or the fault of asking for more than one file can hold. */
export function fitting(
  { grid, places }: Pick<DatasetDefinition, 'grid' | 'places'>,
  { from, to, places: asked = {} }: TimeWindow & { readonly places?: Places },
): Result<null> {
  // Facts that come when they come cannot be counted beforehand.
  if (typeof grid !== 'number') return ok(null);
  const count = Object.entries(places).reduce((n, [name, all]) => n * (asked[name] ?? all).length, 1);
  const days = Math.ceil((to - from) / DAY);
  const most = Math.floor((MOST_ROWS * grid) / (DAY * count));
  if (Math.ceil((to - from) / grid) * count <= MOST_ROWS) return ok(null);
  const detail = `got a window of ${days} days of ${count} places, want ${most} days at most: csv and ndjson hold ${MOST_ROWS} rows. Ask for pieces, or give a limit`;
  return fail(invalid({ pointer: '?from', detail }));
}
