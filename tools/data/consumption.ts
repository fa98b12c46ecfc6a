// National load and RTE's day-ahead forecast by the hour, from files that have both; and the half-hours of the years before.
import { consumption } from '../../data/consumption/dataset.ts';
import type { Row } from '../../data/dataset.ts';
import type { TableFormat } from '../../data/table-format.ts';
import { DAY, formatInstant, HOUR, type Instant, instantsIn, MINUTE, parseInstant } from '../../data/time.ts';
import { readHalfHours } from '../../notebooks/lab/half-hourly-load.ts';
import { parisYears } from '../../notebooks/lab/splits/split.ts';
import type { Imported, Importer } from './importer.ts';
import type { SharedFolder } from './shared-folder.ts';

const QUARTER = 15 * MINUTE;

const hourly: TableFormat = {
  id: 'rte-hourly',
  required: ['at_utc', 'realised_mw', 'rte_day_ahead_mw'],
  read({ at_utc = '', realised_mw = '', rte_day_ahead_mw = '' }) {
    const at = parseInstant(at_utc);
    if (at === null) return `at_utc: got ${at_utc.slice(0, 60)}, want an instant as 2023-12-31T22:00Z`;
    const [load, forecast] = [realised_mw, rte_day_ahead_mw].map(megawatts);
    if (load === undefined) return `realised_mw: got ${realised_mw.slice(0, 60)}, want MW or nothing`;
    if (forecast === undefined) return `rte_day_ahead_mw: got ${rte_day_ahead_mw.slice(0, 60)}, want MW or nothing`;
    return { area: 'FR', at, load_mw: load, rte_day_ahead_mw: forecast, quality: 'consolidated' };
  },
};

function megawatts(text: string): number | null | undefined {
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? Math.round(value) : undefined;
}

const HOURLY = /^rte_load_and_day_ahead_hourly_.*\.csv$/;
/** Before it there is no file of temperatures to learn with. */
const TEACHES_FROM = parisYears(2016).from;

/** RTE's half-hours, 1 to 2 % above its hours, until those begin. */
async function* halfHoursBefore(hours: string, halfHours: string, shared: SharedFolder): AsyncGenerator<Imported> {
  let until = Number.POSITIVE_INFINITY;
  for await (const { at } of shared.table(hours, hourly)) {
    until = Number(at);
    break;
  }
  const { facts } = readHalfHours(shared.text(halfHours), { from: TEACHES_FROM, to: until });
  for (const { at, value } of facts.values())
    for (const [i, instant] of at.entries()) {
      const row: Row = { area: 'FR', at: instant, load_mw: value[i]!, rte_day_ahead_mw: null, quality: 'definitive' };
      yield { row, source: 'rte-half-hourly-file', lastStepAt: instant + QUARTER };
    }
}

export const consumptionImport: Importer = {
  definition: consumption,
  async *rows(shared): AsyncGenerator<Imported> {
    const watch = strayHours(shared);
    for (const path of shared.files('national', HOURLY)) {
      for await (const row of shared.table(path, hourly)) {
        watch(row);
        yield hourOf(row, 'rte-hourly-file');
      }
    }
  },
  earlier(shared) {
    const [hours] = shared.files('national', HOURLY);
    const [halfHours] = shared.files('national', /^rte_consumption_30min_.*\.csv$/);
    return hours && halfHours ? halfHoursBefore(hours, halfHours, shared) : null;
  },
  *simulated(world, window): Generator<Imported> {
    for (const at of instantsIn(window, HOUR)) {
      const quarters = [0, 1, 2, 3].map((i) => world.nation(at + i * QUARTER, 'definitive'));
      const mean = (value: (quarter: (typeof quarters)[number]) => number): number =>
        Math.round(quarters.reduce((sum, quarter) => sum + value(quarter), 0) / quarters.length);
      const [load_mw, rte_day_ahead_mw] = [mean(({ load }) => load), mean(({ dayAhead }) => dayAhead)];
      yield hourOf({ area: 'FR', at, load_mw, rte_day_ahead_mw, quality: 'definitive' }, 'simulator');
    }
  },
};

/** An hour is known once its last quarter is. */
const hourOf = (row: Row, source: string): Imported => ({
  row,
  source,
  lastStepAt: Number(row['at']) + HOUR - QUARTER,
});

/** A peak of the evening comes every day at its hour; one that did not come the day before is a slip. */
const SLIP_MW = 5_000;

/** Says which hours stand off from their neighbours as they did not on the day before. They are kept: it is not for us to mend them. */
function strayHours(shared: SharedFolder): (row: Row) => void {
  const loads = new Map<Instant, number>();
  const bend = (at: Instant): number =>
    (loads.get(at) ?? Number.NaN) - ((loads.get(at - HOUR) ?? Number.NaN) + (loads.get(at + HOUR) ?? Number.NaN)) / 2;
  return (row) => {
    const at = Number(row['at']);
    if (typeof row['load_mw'] === 'number') loads.set(at, row['load_mw']);
    const middle = at - 2 * HOUR;
    const [before = 0, slip = 0, after = 0] = [-HOUR, 0, HOUR].map((by) => bend(middle + by) - bend(middle + by - DAY));
    // A slip bends the hours around it too, the other way and half as much.
    const isWorst = Math.abs(slip) > Math.abs(before) && Math.abs(slip) > Math.abs(after);
    if (Math.abs(slip) > SLIP_MW && Math.abs(bend(middle)) > SLIP_MW / 2 && isWorst)
      shared.note(
        'stray hour, kept',
        `${formatInstant(middle)} is ${Math.abs(Math.round(slip))} MW ${slip < 0 ? 'below' : 'above'} what the hours around it say`,
      );
    loads.delete(at - 3 * DAY);
  };
}
