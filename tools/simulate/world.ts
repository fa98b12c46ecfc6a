// A believable French grid that never was: the same seed gives the same world, whoever asks and in whatever order. Pure: no clock, no I/O.
import type { Quality } from '../../data/columns.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { simulateDemand } from './demand.ts';
import { seedOf, smoothNoise, whiteNoise } from './noise.ts';
import { REGIONS, type RegionCode } from './regions.ts';
import { simulateWeather } from './weather.ts';

/** One region and quarter of an hour, MW. Signs as in `consumption`: load, pumping and charging positive, exchanges positive inwards. */
export interface RegionNow {
  readonly load: number;
  readonly thermal: number;
  readonly nuclear: number;
  readonly windOnshore: number;
  readonly windOffshore: number;
  readonly solar: number;
  readonly hydro: number;
  readonly pumping: number;
  readonly bioenergy: number;
  readonly charge: number;
  readonly discharge: number;
  readonly exchange: number;
}

/** The nation: the sum of its regions, and what only a nation has. */
export interface NationNow extends RegionNow {
  readonly oil: readonly [turbine: number, cogeneration: number, other: number];
  readonly coal: number;
  readonly gas: readonly [turbine: number, cogeneration: number, combinedCycle: number, other: number];
  readonly hydroOf: readonly [runOfRiver: number, reservoir: number, pumped: number];
  readonly bioenergyOf: readonly [waste: number, biomass: number, biogas: number];
  /** Great Britain, Spain, Italy, Switzerland, Germany and Belgium. */
  readonly trade: readonly [number, number, number, number, number];
  readonly co2GramsPerKwh: number;
  readonly dayAhead: number;
  readonly intraday: number;
}

export interface World {
  nation(at: Instant, quality: Quality): NationNow;
  region(code: RegionCode, at: Instant, quality: Quality): RegionNow;
}

const NUCLEAR_MW = 61_400;
const WIND_ONSHORE_MW = 22_500;
const WIND_OFFSHORE_MW = 1_500;
const SOLAR_MW = 24_000;
const RIVERS_MW = 11_500;
const QUARTER = 15 * MINUTE;

/** How far a first reading is from the last word, as a share. */
const MISREAD: Readonly<Record<Quality, number>> = { 'real time': 0.006, consolidated: 0.0015, definitive: 0 };
/** MW, as RTE rounds its forecasts. */
const FORECAST_STEP_MW = 50;

export function simulateWorld({ seed }: { seed: number }): World {
  const weatherAt = simulateWeather(seed);
  const demandAt = simulateDemand(seed);
  const outages = smoothNoise(seedOf(seed, 'outages'), 12 * DAY);
  const dispatch = smoothNoise(seedOf(seed, 'dispatch'), 7 * HOUR);
  const dayAheadMiss = smoothNoise(seedOf(seed, 'day ahead'), 9 * HOUR);
  const intradayMiss = smoothNoise(seedOf(seed, 'intraday'), 4 * HOUR);
  const misreading = smoothNoise(seedOf(seed, 'misreading'), 5 * HOUR);
  const border = (name: string) => smoothNoise(seedOf(seed, `trade ${name}`), 20 * HOUR);
  const trading = [border('GB'), border('ES'), border('IT'), border('CH'), border('DE')] as const;
  const local = REGIONS.map(({ code }) => smoothNoise(seedOf(seed, code), 11 * HOUR));
  const flicker = whiteNoise(seedOf(seed, 'local flicker'));

  function compute(at: Instant, quality: Quality): { regions: readonly RegionNow[]; nation: NationNow } {
    const weather = weatherAt(at);
    const truth = demandAt(at, weather.feltCelsius);
    const misread = 1 + MISREAD[quality] * misreading(at);
    const load = truth * misread;
    const sun = SOLAR_MW * weather.sun * misread;
    const onshore = WIND_ONSHORE_MW * weather.wind * misread;
    const offshore = WIND_OFFSHORE_MW * Math.min(0.95, weather.wind * 1.25) * misread;
    const bio = 1_050 + 60 * dispatch(at);

    const cold = Math.max(0, 15 - weather.feltCelsius) / 15;
    const available = NUCLEAR_MW * (0.66 + 0.16 * cold + 0.05 * outages(at));
    const rivers = RIVERS_MW * weather.rivers * 0.55;
    const left = load - sun - onshore - offshore - bio - rivers;
    // Reactors follow the load downwards, never below two fifths; what they make beyond it is sold abroad.
    const nuclear = clamp(left * 0.93 + 8_500, 0.42 * available, available);
    const short = left - Math.min(available, left * 0.93 + 4_500);
    const reservoir = clamp(900 + 0.22 * short + 500 * dispatch(at), 200, 7_500);
    const pumped = clamp(0.12 * (short - 1_500), 0, 3_200);
    const pumping = clamp(0.4 * (-short - 1_200), 0, 4_200);
    const gas = clamp(650 + 0.33 * (short - 600), 450, 9_500);
    const coal = clamp(0.05 * (short - 6_000), 0, 1_200);
    const oil = 130 + clamp(0.04 * (short - 7_500), 0, 900);
    const charge = clamp(0.03 * (-short - 500), 0, 400);
    const discharge = clamp(0.02 * (short - 2_000), 0, 350);

    const wanted = {
      load,
      thermal: gas + coal + oil,
      nuclear,
      onshore,
      offshore,
      sun,
      pumping,
      bio,
      charge,
      discharge,
    };
    const hydro = rivers + reservoir + pumped;
    // Regions draw their shares with weather of their own; what they give or take makes them whole.
    const swing = REGIONS.map((_, r) => 1 + 0.045 * local[r]!(at) + 0.006 * flicker(at / QUARTER + r * 7_919));
    const share = (of: (region: (typeof REGIONS)[number]) => number): number[] => {
      const raw = REGIONS.map((region, r) => of(region) * swing[r]!);
      const whole = raw.reduce((sum, value) => sum + value, 0);
      return raw.map((value) => value / whole);
    };
    const [loads, thermals, winds, suns] = [
      share((r) => r.load),
      share((r) => r.thermal),
      share((r) => r.wind),
      share((r) => r.solar),
    ];
    const regions = REGIONS.map((region, r): RegionNow => {
      const now = {
        load: Math.round(wanted.load * loads[r]!),
        thermal: Math.round(wanted.thermal * thermals[r]!),
        nuclear: Math.round(wanted.nuclear * region.nuclear),
        windOnshore: Math.round(wanted.onshore * winds[r]!),
        windOffshore: Math.round(wanted.offshore * region.offshore),
        solar: Math.round(wanted.sun * suns[r]!),
        hydro: Math.round(hydro * region.hydro),
        pumping: Math.round(wanted.pumping * region.pumping),
        bioenergy: Math.round(wanted.bio * region.load),
        charge: Math.round(wanted.charge * region.load),
        discharge: Math.round(wanted.discharge * region.load),
      };
      return { ...now, exchange: now.load + now.pumping + now.charge - now.discharge - produced(now) };
    });
    const sum = (of: (region: RegionNow) => number): number => regions.reduce((total, region) => total + of(region), 0);
    const total = {
      load: sum((r) => r.load),
      thermal: sum((r) => r.thermal),
      nuclear: sum((r) => r.nuclear),
      windOnshore: sum((r) => r.windOnshore),
      windOffshore: sum((r) => r.windOffshore),
      solar: sum((r) => r.solar),
      hydro: sum((r) => r.hydro),
      pumping: sum((r) => r.pumping),
      bioenergy: sum((r) => r.bioenergy),
      charge: sum((r) => r.charge),
      discharge: sum((r) => r.discharge),
      exchange: sum((r) => r.exchange),
    };
    const oilNow = Math.round(oil);
    const coalNow = Math.round(coal);
    const gasNow = total.thermal - oilNow - coalNow;
    const half = Math.floor(at / (2 * QUARTER)) * 2 * QUARTER;
    const grams = (420 * gasNow + 970 * coalNow + 760 * oilNow + 250 * total.bioenergy) / Math.max(1, produced(total));
    const nation: NationNow = {
      ...total,
      oil: split(oilNow, [0.05, 0.6, 0.35]),
      coal: coalNow,
      gas: split(gasNow, [0.02, 0.18, 0.79, 0.01]),
      hydroOf: split(total.hydro, [rivers / hydro, reservoir / hydro, pumped / hydro]),
      bioenergyOf: split(total.bioenergy, [0.28, 0.44, 0.28]),
      trade: split(total.exchange, [
        0.2 + 0.1 * trading[0](half),
        0.14 + 0.1 * trading[1](half),
        0.3 + 0.1 * trading[2](half),
        0.2 + 0.1 * trading[3](half),
        0.16 + 0.1 * trading[4](half),
      ]),
      co2GramsPerKwh: Math.round(grams),
      dayAhead: rounded(truth * (1 + 0.044 * dayAheadMiss(at))),
      intraday: rounded(truth * (1 + 0.014 * intradayMiss(at))),
    };
    return { regions, nation };
  }

  // Thirteen areas ask for the same instant one after the other.
  let last: { at: Instant; quality: Quality; now: ReturnType<typeof compute> } | undefined;
  const now = (at: Instant, quality: Quality) => {
    if (last?.at !== at || last.quality !== quality) last = { at, quality, now: compute(at, quality) };
    return last.now;
  };
  const order = new Map(REGIONS.map(({ code }, r) => [code, r]));
  return {
    nation: (at, quality) => now(at, quality).nation,
    region: (code, at, quality) => now(at, quality).regions[order.get(code)!]!,
  };
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
const rounded = (megawatts: number): number => Math.round(megawatts / FORECAST_STEP_MW) * FORECAST_STEP_MW;

export function produced(
  now: Pick<RegionNow, 'thermal' | 'nuclear' | 'windOnshore' | 'windOffshore' | 'solar' | 'hydro' | 'bioenergy'>,
): number {
  return now.thermal + now.nuclear + now.windOnshore + now.windOffshore + now.solar + now.hydro + now.bioenergy;
}

/** Whole parts that add up to the whole: the last takes what rounding leaves. */
function split<const Shares extends readonly number[]>(whole: number, shares: Shares): { [I in keyof Shares]: number };
function split(whole: number, shares: readonly number[]): number[] {
  const scale = shares.reduce((sum, share) => sum + share, 0);
  const parts = shares.map((share) => Math.round((whole * share) / scale));
  const rest = whole - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, i) => (i === parts.length - 1 ? part + rest : part));
}
