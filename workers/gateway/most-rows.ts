// How many rows a whole file may have. Where the dataset has a grid, too long a window is known before the first row. Pure.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Step, stepsIn } from '../../data/grid.ts';
import { DAY, type TimeWindow } from '../../data/time.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { isOpen, type Places } from './places.ts';
import { invalid } from './refuse.ts';

/** What a Worker can stream: 200 questions to the database, of the 1,000 that a request may ask. */
export const MOST_ROWS = 1_000_000;

/** Nothing, or the fault of asking for more than one file can hold. */
export function fitting(
  definition: DatasetDefinition,
  { window, places: asked = {} }: { readonly window?: TimeWindow; readonly places?: Places },
): Result<null> {
  const { grid, places } = definition;
  // Facts that come when they come, and what nobody has a list of, cannot be counted beforehand.
  if (!window || grid === 'event' || grid === 'snapshot' || isOpen(definition)) return ok(null);
  const count = Object.entries(places).reduce((n, [name, all]) => n * (asked[name] ?? all).length, 1);
  const steps = stepsWithin(grid, window);
  if (steps * count <= MOST_ROWS) return ok(null);
  const days = Math.ceil((window.to - window.from) / DAY);
  const most = Math.floor((days * MOST_ROWS) / (steps * count));
  const detail = `got a window of ${days} days of ${count} places, want ${most} days at most: csv and ndjson hold ${MOST_ROWS} rows. Ask for pieces, or give a limit`;
  return fail(invalid({ pointer: '?from', detail }));
}

const stepsWithin = (step: Step, { from, to }: TimeWindow): number =>
  typeof step === 'number' ? Math.ceil((to - from) / step) : stepsIn(step, { from, to }).length;
