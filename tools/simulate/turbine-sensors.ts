// What the sensors and the logger make of the truth: rounding, minutes lost or late, sensors silent, stuck or startled. Pure; the rates are here.
import { DAY, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { seedOf, whiteNoise } from './noise.ts';
import { minuteOf, QUANTITIES, type Quantity, type Turbine } from './turbine-fleet.ts';
import { MINUTES_A_DAY, simulateTurbine } from './turbine-physics.ts';

/** How often things go wrong, and for how many minutes. */
export const FAULTS = {
  /** The logger is cut off: nothing of a while is ever written, but no half hour is lost whole. */
  lost: { perDay: 0.08, minutes: [5, 29] },
  /** The link is cut off: the logger sends what it kept hours later. */
  late: { perDay: 0.06, minutes: [20, 180] },
  /** One sensor says nothing. */
  silent: { perDay: 0.03, minutes: [10, 180] },
  /** One sensor repeats itself. */
  stuck: { perDay: 0.015, minutes: [60, 360] },
  /** One value far off. */
  spike: { perMinute: 1 / 45_000 },
} as const;
/** After the link is back. */
const LATEST_AFTER = 4 * HOUR;

/** A minute as the table has it; null where the sensor said nothing. */
export interface Measurement {
  readonly turbine: string;
  readonly at: Instant;
  readonly values: Readonly<Record<Quantity, number | null>>;
  /** When it reached the database. */
  readonly writtenAt: Instant;
}

/** What one value far off is: an order of magnitude, as a bit that flipped. */
const SPIKE_FACTOR: Readonly<Record<Quantity, number>> = { wind: 4, temperature: 1.12, vibration: 15, consumption: 40 };

interface Episode {
  readonly from: number;
  readonly to: number;
}
type Repeated = { readonly perDay: number; readonly minutes: readonly [number, number] };

export function simulateSensors(seed: number, turbine: Turbine): (midnight: Instant) => readonly Measurement[] {
  const truthOf = simulateTurbine(seed, turbine);
  const uniform = (name: string) => {
    const noise = whiteNoise(seedOf(seed, `${name} ${turbine.id}`));
    return (n: number) => (noise(n) + 1) / 2;
  };
  /** At most one a day, within the day. */
  function episodeOf(name: string, { perDay, minutes: [least, most] }: Repeated): (midnight: Instant) => Episode {
    const [whether, begin, length] = [uniform(`${name} whether`), uniform(`${name} begin`), uniform(`${name} length`)];
    return (midnight) => {
      const day = midnight / DAY;
      if (whether(day) >= perDay) return { from: 0, to: 0 };
      const minutes = Math.round(least + length(day) * (most - least));
      const from = Math.floor(begin(day) * (MINUTES_A_DAY - minutes));
      return { from, to: from + minutes };
    };
  }
  const lost = episodeOf('lost', FAULTS.lost);
  const late = episodeOf('late', FAULTS.late);
  const delay = uniform('late by');
  const sensors = QUANTITIES.map((quantity) => ({
    quantity,
    silent: episodeOf(`silent ${quantity}`, FAULTS.silent),
    stuck: episodeOf(`stuck ${quantity}`, FAULTS.stuck),
    startled: uniform(`spike ${quantity}`),
  }));

  return (midnight) => {
    const truth = truthOf.day(midnight);
    const gone = lost(midnight);
    const held = late(midnight);
    const heldUntil = midnight + held.to * MINUTE + Math.round(delay(midnight / DAY) * LATEST_AFTER);
    const today = sensors.map((sensor) => ({
      ...sensor,
      silentNow: sensor.silent(midnight),
      stuckNow: sensor.stuck(midnight),
      actual: truth[sensor.quantity],
    }));
    const rows: Measurement[] = [];
    for (let m = 0; m < MINUTES_A_DAY; m++) {
      if (within(gone, m)) continue;
      const at = midnight + m * MINUTE;
      const values: Record<Quantity, number | null> = {
        wind: null,
        temperature: null,
        vibration: null,
        consumption: null,
      };
      for (const { quantity, silentNow, stuckNow, startled, actual } of today) {
        if (within(silentNow, m)) continue;
        const seen = actual[within(stuckNow, m) ? stuckNow.from : m]!;
        const factor = startled(minuteOf(at)) < FAULTS.spike.perMinute ? SPIKE_FACTOR[quantity] : 1;
        values[quantity] = hundredths(seen * factor);
      }
      rows.push({ turbine: turbine.id, at, values, writtenAt: within(held, m) ? heldUntil : at + MINUTE });
    }
    return rows;
  };
}

const within = ({ from, to }: Episode, m: number): boolean => m >= from && m < to;
/** As NUMERIC(…, 2) keeps it. */
const hundredths = (value: number): number => Math.round(value * 100) / 100;
