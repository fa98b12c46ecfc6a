// Strikes at the railways as SNCF lists them, and when each fact of them could be known.
import { defineDataset } from '../dataset.ts';
import { DAY, parisDay } from '../time.ts';
import { movementFile, sncfList } from './sncf.ts';
import { sncf } from './sources/sncf.ts';
import { sncfDownload } from './sources/sncf-download.ts';
import { NOTICE, OUTCOME, RANGES, socialMovement as table } from './table.ts';

const COLUMNS = [...NOTICE, ...OUTCOME];

export const socialMovement = defineDataset({
  id: 'social-movement',
  title: { en: 'Social movements', fr: 'Mouvements sociaux' },
  table,
  key: ['movement', 'starts_at'],
  timeColumn: 'starts_at',
  places: {},
  ranges: RANGES,
  notes: {
    movement: 'Which movement: a hash of its first day, its reason and its unions.',
    starts_at: 'Midnight in Paris at which its first day begins, in UTC.',
    start_date: 'Its first day in Paris, YYYY-MM-DD.',
    reason: 'Why, in French, as SNCF writes it.',
    unions: 'Who called it, as SNCF writes it: separated by semicolons or commas.',
    trades: 'Whom it was called for, in French, separated by semicolons.',
    ends_at: 'Midnight in Paris after its last day, in UTC. Unknown where absent: not one day.',
    end_date: 'Its last day in Paris, YYYY-MM-DD. Unknown where absent.',
    population_count: 'Staff it was called for.',
    strikers_count: 'Staff who took part.',
    rate_pct: 'Strikers among those it was called for, %.',
  },
  headline: 'rate_pct',
  parts: {
    // Notice is given five days before, by law: on its first day everybody knows.
    notice: { columns: NOTICE, knownAt: (row) => Number(row['starts_at']) },
    // Its end is known when it is over; where it is not told, the figures are those of the first day.
    outcome: {
      columns: OUTCOME,
      knownAt: ({ starts_at, ends_at }) => Number(ends_at ?? parisDay(Number(starts_at)).to),
    },
  },
  grid: 'event',
  feeds: [
    {
      id: 'list',
      columns: COLUMNS,
      schedule: { dailyAt: { hour: 6 } },
      // SNCF adds lines months later. Four hundred lines of twenty years are a hundred kilobytes.
      window: 3 * 366 * DAY,
      firstWindow: 25 * 366 * DAY,
      slice: 30 * 366 * DAY,
      // Of the asking: that nobody strikes is no delay.
      staleAfter: 7 * DAY,
      alternatives: [sncf, sncfDownload],
    },
  ],
  quality: {
    critical: ['rate_pct'],
    anomalies: [{ kind: 'range', column: 'rate_pct', low: 0, high: 60 }],
  },
  files: [sncfList, movementFile],
  privacy: 'none',
  licence: {
    id: 'odbl-1.0',
    url: 'https://opendatacommons.org/licenses/odbl/1-0/',
    attribution: 'SNCF, ressources.data.sncf.com',
  },
});
