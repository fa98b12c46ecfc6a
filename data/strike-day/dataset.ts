// The strike days of the railways, derived from the intervals of `social_movement`.
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR, parisDay } from '../time.ts';
import { movements } from './sources/movements.ts';
import { COLUMNS, RANGES, strikeDay as table } from './table.ts';

export const strikeDay = defineDataset({
  id: 'strike-day',
  title: { en: 'Strike days', fr: 'Jours de grève' },
  table,
  key: ['at'],
  timeColumn: 'at',
  places: {},
  ranges: RANGES,
  notes: {
    at: 'Midnight in Paris at which the day begins, in UTC.',
    date: 'The day in Paris, YYYY-MM-DD.',
    movements_count:
      'Movements that ran on that day, those of the same days and reason once; one whose end is unknown counts on its first day alone. 0: one was thought to run, and is known not to.',
    highest_rate_pct: 'The highest rate of strikers among those movements, each over its whole length, %.',
    reasons: 'Their reasons, in French, each once.',
  },
  headline: 'movements_count',
  parts: {
    // Whoever strikes has begun by then.
    day: { columns: COLUMNS, knownAt: (row) => parisDay(Number(row['at'])).to },
  },
  grid: 'event',
  derivedFrom: ['social-movement'],
  feeds: [
    {
      id: 'days',
      columns: COLUMNS,
      schedule: { every: 6 * HOUR },
      // All that the list of movements may have changed.
      window: 3 * 366 * DAY,
      firstWindow: 25 * 366 * DAY,
      slice: 30 * 366 * DAY,
      staleAfter: 2 * DAY,
      alternatives: [movements],
    },
  ],
  quality: { critical: ['movements_count'] },
  privacy: 'none',
  licence: {
    id: 'odbl-1.0',
    url: 'https://opendatacommons.org/licenses/odbl/1-0/',
    attribution: 'SNCF, ressources.data.sncf.com; days derived by Wattmesh',
  },
});
