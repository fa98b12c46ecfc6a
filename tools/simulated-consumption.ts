// Five years of the simulator's national load as canonical CSV, for notebooks on a machine without measured data. Every row says that it is simulated.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { consumption } from '../data/consumption/dataset.ts';
import { formatInstant, HOUR, type Instant, instantsIn, MINUTE, type TimeWindow } from '../data/time.ts';
import { simulateWorld } from './simulate/world.ts';

const SEED = 1;
const QUARTER = 15 * MINUTE;
const HEADER =
  'area,at,load_mw,load_quality,load_known_at,load_source,rte_day_ahead_mw,day_ahead_quality,day_ahead_known_at,day_ahead_source,simulated';

/** Keeps what is there: the same seed gives the same world. */
export function ensureSimulatedConsumption(path: string, window: TimeWindow): void {
  if (existsSync(path)) return;
  console.log('no measured data on this machine: simulating five years, once (about half a minute)');
  const world = simulateWorld({ seed: SEED });
  const { load, day_ahead } = consumption.parts;
  const known = ({ knownAt }: typeof load | typeof day_ahead, at: Instant): string =>
    formatInstant(knownAt({ at, quality: 'definitive' }));
  const rows = instantsIn(window, HOUR).map((at) => {
    const quarters = [0, 1, 2, 3].map((i) => world.nation(at + i * QUARTER, 'definitive'));
    const mean = (value: (quarter: (typeof quarters)[number]) => number): number =>
      Math.round(quarters.reduce((sum, quarter) => sum + value(quarter), 0) / quarters.length);
    return [
      `FR,${formatInstant(at)}`,
      // An hour is known once its last quarter is.
      `${mean((quarter) => quarter.load)},definitive,${known(load, at + 3 * QUARTER)},simulator`,
      `${mean((quarter) => quarter.dayAhead)},definitive,${known(day_ahead, at)},simulator`,
      'true',
    ].join(',');
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, `${[HEADER, ...rows].join('\n')}\n`);
  renameSync(`${path}.part`, path);
}
