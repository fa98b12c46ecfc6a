// Which plants run for a given load and weather: cheap ones first, water and trade for the rest. Pure.
import { DAY, HOUR, type Instant } from '../../data/time.ts';
import { seedOf, smoothNoise } from './noise.ts';
import type { Weather } from './weather.ts';

const NUCLEAR_MW = 61_400;
const WIND_ONSHORE_MW = 22_500;
const WIND_OFFSHORE_MW = 1_500;
const SOLAR_MW = 24_000;
const RIVERS_MW = 11_500;

/** MW, before anybody rounds. */
export interface Plants {
  readonly nuclear: number;
  readonly gas: number;
  readonly coal: number;
  readonly oil: number;
  readonly windOnshore: number;
  readonly windOffshore: number;
  readonly solar: number;
  readonly rivers: number;
  readonly reservoir: number;
  readonly pumped: number;
  readonly pumping: number;
  readonly bioenergy: number;
  readonly charge: number;
  readonly discharge: number;
}

export function simulateDispatch(
  seed: number,
): (at: Instant, load: number, weather: Weather, misread: number) => Plants {
  const outages = smoothNoise(seedOf(seed, 'outages'), 12 * DAY);
  const mood = smoothNoise(seedOf(seed, 'dispatch'), 7 * HOUR);

  return (at, load, weather, misread) => {
    const solar = SOLAR_MW * weather.sun * misread;
    const windOnshore = WIND_ONSHORE_MW * weather.wind * misread;
    const windOffshore = WIND_OFFSHORE_MW * Math.min(0.95, weather.wind * 1.25) * misread;
    const bioenergy = 1_050 + 60 * mood(at);
    const rivers = RIVERS_MW * weather.rivers * 0.55;
    const left = load - solar - windOnshore - windOffshore - bioenergy - rivers;
    // Refuelling is for summer.
    const cold = Math.max(0, 15 - weather.feltCelsius) / 15;
    const available = NUCLEAR_MW * (0.66 + 0.16 * cold + 0.05 * outages(at));
    // Reactors follow the load downwards, never below two fifths; what they make beyond it is sold abroad.
    const nuclear = clamp(left * 0.93 + 8_500, 0.42 * available, available);
    /** What reactors at home leave to others. Negative when there is too much. */
    const short = left - Math.min(available, left * 0.93 + 4_500);
    return {
      nuclear,
      gas: clamp(650 + 0.33 * (short - 600), 450, 9_500),
      coal: clamp(0.05 * (short - 6_000), 0, 1_200),
      oil: 130 + clamp(0.04 * (short - 7_500), 0, 900),
      windOnshore,
      windOffshore,
      solar,
      rivers,
      reservoir: clamp(900 + 0.22 * short + 500 * mood(at), 200, 7_500),
      pumped: clamp(0.12 * (short - 1_500), 0, 3_200),
      pumping: clamp(0.4 * (-short - 1_200), 0, 4_200),
      bioenergy,
      charge: clamp(0.03 * (-short - 500), 0, 400),
      discharge: clamp(0.02 * (short - 2_000), 0, 350),
    };
  };
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
