// node tools/simulated-farms.ts FOLDER SEED:YEAR…: a year of two turbines each, as hour means in canonical CSV, with their log of stops. Every row says that it is simulated.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, formatInstant, HOUR, type Instant, instantsIn, type TimeWindow } from '../data/time.ts';
import { seedOf, whiteNoise } from './simulate/noise.ts';
import { FLEET, QUANTITIES, type Turbine } from './simulate/turbine-fleet.ts';
import { type Measurement, simulateSensors } from './simulate/turbine-sensors.ts';
import { simulateStops } from './simulate/turbine-stops.ts';

const MEASUREMENTS =
  'turbine_id,at,wind_speed_m_per_s,temperature_kelvin,vibration_mm_per_s,consumption_kwh,sensors_quality,sensors_known_at,sensors_source,simulated';
const STOPS = 'turbine_id,from,to,kind,component';

interface Farm {
  readonly seed: number;
  readonly year: number;
  /** With the month before: what a turbine was like is looked at from the first hour on. */
  readonly window: TimeWindow;
}

/** Keeps what is there: the same seed makes the same farm. */
function ensureFarm(folder: string, { seed, year, window }: Farm): void {
  const finished = join(folder, `farm-${seed}-${year}`);
  if (existsSync(finished)) return;
  const turbines = turbinesOf(seed);
  const unfinished = `${finished}.part`;
  mkdirSync(unfinished, { recursive: true });
  const measured = turbines.flatMap((turbine) => hoursOf(seed, turbine, window));
  writeFileSync(join(unfinished, 'turbine-measurement.csv'), `${[MEASUREMENTS, ...measured].join('\n')}\n`);
  const stopped = turbines.flatMap(({ id }) =>
    simulateStops(seed, id)
      .in(window)
      .map(({ from, to, kind, component }) => [id, formatInstant(from), formatInstant(to), kind, component].join(',')),
  );
  writeFileSync(join(unfinished, 'stops.csv'), `${[STOPS, ...stopped].join('\n')}\n`);
  renameSync(unfinished, finished);
}

/** EnergiTech's two types on every other farm; elsewhere types that cut in and reach their power at other winds. */
function turbinesOf(seed: number): readonly Turbine[] {
  if (seed % 2 === 0) return FLEET;
  return FLEET.map((turbine) => {
    const chance = whiteNoise(seedOf(seed, `type ${turbine.id}`));
    return {
      ...turbine,
      ratedMw: 3.5 + 1.5 * chance(0),
      cutIn: 3 + 0.5 * chance(1),
      ratedWind: 12.5 + 1.5 * chance(2),
    };
  });
}

/** An hour is known once its last minute has reached the database; the mean is of the minutes that there are. */
export function hoursOf(seed: number, turbine: Turbine, { from, to }: TimeWindow): string[] {
  const measured = simulateSensors(seed, turbine);
  return instantsIn({ from, to }, DAY).flatMap((midnight) => {
    const hours = new Map<Instant, Measurement[]>();
    for (const minute of measured(midnight)) {
      const hour = Math.floor(minute.at / HOUR) * HOUR;
      const known = hours.get(hour);
      if (known) known.push(minute);
      else hours.set(hour, [minute]);
    }
    return Array.from(hours, ([hour, minutes]) =>
      [
        turbine.id,
        formatInstant(hour),
        ...QUANTITIES.map((quantity) => meanOf(minutes.flatMap(({ values }) => values[quantity] ?? []))),
        'real time',
        formatInstant(Math.max(hour + HOUR, ...minutes.map(({ writtenAt }) => writtenAt))),
        'simulator,true',
      ].join(','),
    );
  });
}

const meanOf = (values: readonly number[]): string =>
  values.length === 0 ? '' : String(values.reduce((sum, value) => sum + value, 0) / values.length);

function farmOf(asked: string): Farm {
  const [, seed, year] = /^(\d+):(\d{4})$/.exec(asked)?.map(Number) ?? [];
  if (!seed || !year) throw new Error(`got ${asked}, want SEED:YEAR such as 101:2023`);
  return { seed, year, window: { from: Date.UTC(year - 1, 11, 1), to: Date.UTC(year + 1, 0, 1) } };
}

if (process.argv[1] === import.meta.filename) {
  const [folder, ...asked] = process.argv.slice(2);
  if (folder === undefined) throw new Error('want FOLDER SEED:YEAR…');
  for (const farm of asked.map(farmOf)) ensureFarm(folder, farm);
}
