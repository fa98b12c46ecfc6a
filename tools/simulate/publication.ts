// What the publishers would have shown by now: live windows, late archives, forecasts before the fact. Pure: the clock is an argument.
import type { Quality } from '../../data/columns.ts';
import {
  DAY,
  HOUR,
  type Instant,
  MINUTE,
  parisClock,
  parisDay,
  parisTimeOn,
  type TimeWindow,
} from '../../data/time.ts';

/** A quarter of an hour is over, and RTE has read its meters. */
const RTE_DELAY = 30 * MINUTE;
const ODRE_DELAY = HOUR;
const LIVE_DAYS = 60;
const NATIONAL_SINCE = Date.UTC(2011, 11, 31, 23);
const REGIONAL_SINCE = Date.UTC(2012, 11, 31, 23);
/** When a month is consolidated, and last year declared final. */
const CONSOLIDATION_DAYS = 31;
const DEFINITIVE_MONTH = 6;

export interface Publication {
  /** First and last row that the live datasets hold. */
  readonly live: TimeWindow;
  readonly liveRegional: TimeWindow;
  readonly archive: TimeWindow;
  readonly archiveRegional: TimeWindow;
  /** Before it a quarter of an hour has been measured. */
  readonly measuredByRte: Instant;
  readonly measuredByOdre: Instant;
  /** Before these, forecasts have been made. */
  readonly dayAheadUntil: Instant;
  readonly intradayUntil: Instant;
  archiveQuality(at: Instant): Quality;
}

export function publishedAt(now: Instant): Publication {
  const archiveTo = monthStart(now - CONSOLIDATION_DAYS * DAY);
  const today = parisDay(now);
  const dayAheadUntil = now >= parisTimeOn(now, { hour: 10 }) ? parisDay(now, 1).to : today.to;
  const measuredByOdre = floorQuarter(now - ODRE_DELAY) + 15 * MINUTE;
  const { year, month } = parisClock(now);
  const finalYear = month >= DEFINITIVE_MONTH ? year - 1 : year - 2;
  const liveFrom = parisDay(now, -LIVE_DAYS).from;
  return {
    live: { from: liveFrom, to: dayAheadUntil },
    liveRegional: { from: liveFrom, to: measuredByOdre },
    archive: { from: NATIONAL_SINCE, to: archiveTo },
    archiveRegional: { from: REGIONAL_SINCE, to: archiveTo },
    measuredByRte: floorQuarter(now - RTE_DELAY) + 15 * MINUTE,
    measuredByOdre,
    dayAheadUntil,
    intradayUntil: today.to,
    archiveQuality: (at) => (parisClock(at).year <= finalYear ? 'definitive' : 'consolidated'),
  };
}

const floorQuarter = (at: Instant): Instant => Math.floor(at / (15 * MINUTE)) * 15 * MINUTE;

/** Midnight in Paris on the first of the month. */
function monthStart(at: Instant): Instant {
  return parisDay(at, 1 - parisClock(at).day).from;
}
