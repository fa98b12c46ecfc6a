// What a turbine truly does, minute by minute: wind to power, power to heat, vibration and its own consumption. Before any sensor. Pure.
import { DAY, type Duration, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { seedOf, smoothNoise, whiteNoise } from './noise.ts';
import type { Turbine } from './turbine-fleet.ts';
import { powerMw } from './turbine-power.ts';
import { type Stops, simulateStops } from './turbine-stops.ts';
import { simulateWind } from './turbine-wind.ts';

/** One number a minute of a day in UTC. */
export interface TurbineDay {
  readonly wind: Float64Array;
  readonly powerMw: Float64Array;
  readonly temperature: Float64Array;
  readonly vibration: Float64Array;
  readonly consumption: Float64Array;
}

export interface SimulatedTurbine {
  readonly stops: Stops;
  /** The day in UTC that begins at `midnight`. */
  day(midnight: Instant): TurbineDay;
}

export const MINUTES_A_DAY = DAY / MINUTE;
/** How long the nacelle takes to follow the air: after this, 63 % of a change is seen. */
export const THERMAL_LAG: Duration = 25 * MINUTE;
/** After so long nothing is left of where the nacelle began. */
const WARM_UP = 5 * HOUR;
/** What losses in the drive train add to the nacelle at rated power, K. */
const NACELLE_KELVIN = 4;
const YEAR = 365.2425 * DAY;

export function simulateTurbine(seed: number, turbine: Turbine): SimulatedTurbine {
  const wind = simulateWind(seed, turbine.id);
  const stops = simulateStops(seed, turbine.id);
  const air = simulateAir(seed);
  const shake = whiteNoise(seedOf(seed, `shake ${turbine.id}`));
  const yaw = smoothNoise(seedOf(seed, `yaw ${turbine.id}`), 8 * MINUTE);

  function day(midnight: Instant): TurbineDay {
    const truth: TurbineDay = {
      wind: new Float64Array(MINUTES_A_DAY),
      powerMw: new Float64Array(MINUTES_A_DAY),
      temperature: new Float64Array(MINUTES_A_DAY),
      vibration: new Float64Array(MINUTES_A_DAY),
      consumption: new Float64Array(MINUTES_A_DAY),
    };
    const standing = stops.in({ from: midnight - WARM_UP, to: midnight + DAY });
    let nacelle = air(midnight - WARM_UP);
    for (let at = midnight - WARM_UP; at < midnight + DAY; at += MINUTE) {
      const stopped = standing.some(({ from, to }) => from <= at && at < to);
      const speed = wind(at);
      const power = stopped ? 0 : powerMw(turbine, speed);
      const load = power / turbine.ratedMw;
      const wear = stops.wearAt(at);
      const target = air(at) + NACELLE_KELVIN * load + (stopped ? 0 : wear.kelvin);
      nacelle += ((target - nacelle) * MINUTE) / THERMAL_LAG;
      if (at < midnight) continue;
      const m = (at - midnight) / MINUTE;
      truth.wind[m] = speed;
      truth.powerMw[m] = power;
      truth.temperature[m] = nacelle;
      truth.vibration[m] = vibration({ load, speed, stopped, wear: wear.vibration, shake: shake(at / MINUTE) });
      truth.consumption[m] = ownConsumptionKw({ load, stopped, nacelle, yaw: yaw(at) }) / 60;
    }
    return truth;
  }
  return { stops, day };
}

/** Effective velocity, mm/s: grows with load and wind, a worn part adds to it while it turns, and a standing tower still trembles. */
function vibration(now: { load: number; speed: number; stopped: boolean; wear: number; shake: number }): number {
  const { load, speed, stopped, wear, shake } = now;
  const still = 0.12 + 0.008 * speed;
  if (stopped) return still * (1 + 0.2 * shake);
  const turning = load > 0 ? 0.5 + 1.1 * load + 0.04 * speed : still;
  const worn = wear * (load > 0 ? 0.6 + 0.4 * load : 0.05);
  return (turning + worn) * (1 + 0.15 * shake);
}

/** kW of control, pumps and fans with the load, yaw and pitch drives, and heating below 5 °C. */
function ownConsumptionKw(now: { load: number; stopped: boolean; nacelle: number; yaw: number }): number {
  const { load, stopped, nacelle, yaw } = now;
  const heating = Math.min(12, Math.max(0, 278.15 - nacelle) * 1.5);
  return 9 + 16 * load + (stopped ? 3 : 6 * Math.abs(yaw)) + heating;
}

/** Air at the hub in K: seasons, days, fronts. Plains of France, a hundred metres up. */
function simulateAir(seed: number): (at: Instant) => number {
  const front = smoothNoise(seedOf(seed, 'hub air front'), 2 * DAY);
  const mass = smoothNoise(seedOf(seed, 'hub air mass'), 7 * DAY);
  return (at) => {
    const season = -Math.cos((2 * Math.PI * (at - 20 * DAY)) / YEAR);
    const hour = Math.cos((2 * Math.PI * (at - 14 * HOUR)) / DAY);
    return 283.6 + 7.5 * season + 2.6 * hour + 3 * front(at) + 3.5 * mass(at);
  };
}
