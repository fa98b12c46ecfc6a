// A believable French grid that never was: the same seed gives the same world, whoever asks and in whatever order. Pure: no clock, no I/O.
import type { Quality } from '../../data/columns.ts';
import { HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { simulateDemand } from './demand.ts';
import { type Plants, simulateDispatch } from './dispatch.ts';
import { type LocalWeather, simulateLocalWeather } from './local-weather.ts';
import { seedOf, smoothNoise, whiteNoise } from './noise.ts';
import { REGIONS, type RegionCode } from './regions.ts';
import { simulateWeather } from './weather.ts';

const REGION_QUANTITIES = [
  'load',
  'thermal',
  'nuclear',
  'windOnshore',
  'windOffshore',
  'solar',
  'hydro',
  'pumping',
  'bioenergy',
  'charge',
  'discharge',
  'exchange',
] as const;

/** One region and quarter of an hour, MW. Signs as in `consumption`: load, pumping and charging positive, exchanges positive inwards. */
export type RegionNow = Readonly<Record<(typeof REGION_QUANTITIES)[number], number>>;

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
  /** For worlds beside this one, which other files make. */
  readonly seed: number;
  nation(at: Instant, quality: Quality): NationNow;
  region(code: RegionCode, at: Instant, quality: Quality): RegionNow;
  readonly weather: LocalWeather;
}

const QUARTER = 15 * MINUTE;
/** How far a first reading is from the last word, as a share. */
const MISREAD: Readonly<Record<Quality, number>> = { 'real time': 0.006, consolidated: 0.0015, definitive: 0 };
/** As RTE rounds its forecasts. */
const FORECAST_STEP_MW = 50;

export function simulateWorld({ seed }: { seed: number }): World {
  const weatherAt = simulateWeather(seed);
  const demandAt = simulateDemand(seed);
  const plantsAt = simulateDispatch(seed);
  const regionsAt = simulateRegions(seed);
  const dayAheadMiss = smoothNoise(seedOf(seed, 'day ahead'), 9 * HOUR);
  const intradayMiss = smoothNoise(seedOf(seed, 'intraday'), 4 * HOUR);
  const misreading = smoothNoise(seedOf(seed, 'misreading'), 5 * HOUR);
  const border = (name: string) => smoothNoise(seedOf(seed, `trade ${name}`), 20 * HOUR);
  const trading = [border('GB'), border('ES'), border('IT'), border('CH'), border('DE')] as const;

  function compute(at: Instant, quality: Quality): { regions: readonly RegionNow[]; nation: NationNow } {
    const weather = weatherAt(at);
    const truth = demandAt(at, weather.feltCelsius);
    const misread = 1 + MISREAD[quality] * misreading(at);
    const plants = plantsAt(at, truth * misread, weather, misread);
    const regions = regionsAt(at, truth * misread, plants);
    const total = totalOf(regions);
    const oil = Math.round(plants.oil);
    const coal = Math.round(plants.coal);
    const gas = total.thermal - oil - coal;
    // Contracts are made by the half hour.
    const half = Math.floor(at / (2 * QUARTER)) * 2 * QUARTER;
    const grams = 420 * gas + 970 * coal + 760 * oil + 250 * total.bioenergy;
    const nation: NationNow = {
      ...total,
      oil: split(oil, [0.05, 0.6, 0.35]),
      coal,
      gas: split(gas, [0.02, 0.18, 0.79, 0.01]),
      hydroOf: split(total.hydro, [plants.rivers, plants.reservoir, plants.pumped]),
      bioenergyOf: split(total.bioenergy, [0.28, 0.44, 0.28]),
      trade: split(total.exchange, [
        0.2 + 0.1 * trading[0](half),
        0.14 + 0.1 * trading[1](half),
        0.3 + 0.1 * trading[2](half),
        0.2 + 0.1 * trading[3](half),
        0.16 + 0.1 * trading[4](half),
      ]),
      co2GramsPerKwh: Math.round(grams / Math.max(1, produced(total))),
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
    seed,
    nation: (at, quality) => now(at, quality).nation,
    region: (code, at, quality) => now(at, quality).regions[order.get(code)!]!,
    weather: simulateLocalWeather(seed, weatherAt),
  };
}

/** Regions take their shares, with weather of their own; what flows in or out makes each of them whole. */
function simulateRegions(seed: number): (at: Instant, load: number, plants: Plants) => readonly RegionNow[] {
  const local = REGIONS.map(({ code }) => smoothNoise(seedOf(seed, code), 11 * HOUR));
  const flicker = whiteNoise(seedOf(seed, 'local flicker'));

  return (at, load, plants) => {
    const swing = REGIONS.map((_, r) => 1 + 0.045 * local[r]!(at) + 0.006 * flicker(at / QUARTER + r * 7_919));
    const swung = (shareOf: (region: (typeof REGIONS)[number]) => number): number[] => {
      const raw = REGIONS.map((region, r) => shareOf(region) * swing[r]!);
      const whole = raw.reduce((sum, value) => sum + value, 0);
      return raw.map((value) => value / whole);
    };
    const loads = swung((region) => region.load);
    const thermals = swung((region) => region.thermal);
    const winds = swung((region) => region.wind);
    const suns = swung((region) => region.solar);
    const thermal = plants.gas + plants.coal + plants.oil;
    const hydro = plants.rivers + plants.reservoir + plants.pumped;
    return REGIONS.map((region, r) => {
      const now = {
        load: Math.round(load * loads[r]!),
        thermal: Math.round(thermal * thermals[r]!),
        nuclear: Math.round(plants.nuclear * region.nuclear),
        windOnshore: Math.round(plants.windOnshore * winds[r]!),
        windOffshore: Math.round(plants.windOffshore * region.offshore),
        solar: Math.round(plants.solar * suns[r]!),
        hydro: Math.round(hydro * region.hydro),
        pumping: Math.round(plants.pumping * region.pumping),
        bioenergy: Math.round(plants.bioenergy * region.load),
        charge: Math.round(plants.charge * region.load),
        discharge: Math.round(plants.discharge * region.load),
      };
      return { ...now, exchange: now.load + now.pumping + now.charge - now.discharge - produced(now) };
    });
  };
}

function totalOf(regions: readonly RegionNow[]): RegionNow {
  const total: Record<(typeof REGION_QUANTITIES)[number], number> = { ...regions[0]! };
  for (const quantity of REGION_QUANTITIES) {
    total[quantity] = regions.reduce((sum, region) => sum + region[quantity], 0);
  }
  return total;
}

export function produced(now: Omit<RegionNow, 'exchange'>): number {
  return now.thermal + now.nuclear + now.windOnshore + now.windOffshore + now.solar + now.hydro + now.bioenergy;
}

const rounded = (megawatts: number): number => Math.round(megawatts / FORECAST_STEP_MW) * FORECAST_STEP_MW;

/** Whole parts that add up to the whole: the last takes what rounding leaves. */
function split<const Shares extends readonly number[]>(whole: number, shares: Shares): { [I in keyof Shares]: number };
function split(whole: number, shares: readonly number[]): number[] {
  const scale = shares.reduce((sum, share) => sum + share, 0);
  const parts = shares.map((share) => Math.round((whole * share) / scale));
  const rest = whole - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, i) => (i === parts.length - 1 ? part + rest : part));
}
