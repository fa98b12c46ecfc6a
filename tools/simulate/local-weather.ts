// The weather of any place: the country's, moved by latitude, height and the sea, so that the cities' mean stays what the load follows. And what model runs say of it beforehand. Pure.

import { HOUR, type Instant, MINUTE, parisClock } from '../../data/time.ts';
import { CITIES } from '../../data/weather/places.ts';
import { seedOf, smoothNoise } from './noise.ts';
import { altitudeOf, type Spot, seaOf } from './relief.ts';
import { sunshine, type Weather } from './weather.ts';

export interface Air {
  readonly celsius: number;
  readonly humidityPct: number;
  readonly wind10m: number;
  readonly wind100m: number;
  readonly pressureHpa: number;
  readonly cloudPct: number;
  /** Mean of the hour that ends at the instant, W/m². */
  readonly radiation: number;
}

export interface LocalWeather {
  /** What happened. */
  was(spot: Spot, at: Instant): Air;
  /** What the run that started at `run` says of it: worse the further it looks. */
  forecast(spot: Spot, run: Instant, at: Instant): Air;
}

const PANEL_W_PER_M2 = 1_050;
const CELSIUS_PER_KM = -6;

export function simulateLocalWeather(seed: number, nationAt: (at: Instant) => Weather): LocalWeather {
  const northern = smoothNoise(seedOf(seed, 'north and south'), 50 * HOUR);
  const eastern = smoothNoise(seedOf(seed, 'west and east'), 40 * HOUR);
  const pressure = smoothNoise(seedOf(seed, 'pressure'), 45 * HOUR);
  const nation = remembered(nationAt);
  const climates = new Map<string, ReturnType<typeof climateOf>>();

  function climateHere(spot: Spot): ReturnType<typeof climateOf> {
    const name = `${spot.latitude} ${spot.longitude}`;
    const climate = climates.get(name) ?? climateOf(seed, name, spot);
    climates.set(name, climate);
    return climate;
  }

  function was(spot: Spot, at: Instant): Air {
    const climate = climateHere(spot);
    const { feltCelsius, warmth, wind, clearness } = nation(at);
    const { sea, north, east } = climate;
    const clear = clamp(clearness + 0.16 * climate.cloud(at) - 0.02 * north, 0.1, 1);
    const { hour, minute } = parisClock(at);
    const swing =
      (4.1 - 2.5 * sea) * (0.5 + clear) * (1 + 0.3 * warmth) * Math.cos((2 * Math.PI * (hour + minute / 60 - 16)) / 24);
    const slow =
      feltCelsius +
      climate.celsius +
      climate.season * warmth +
      0.45 * north * northern(at) +
      0.35 * east * eastern(at) +
      0.7 * climate.air(at) +
      0.3 * climate.breath(at);
    const wind100m = Math.max(
      0.3,
      (2.2 + 11 * wind ** 0.75) * (0.88 + 0.4 * sea) * (1 + 0.3 * climate.gusts(at) - 0.02 * north),
    );
    return {
      celsius: slow + swing,
      humidityPct: clamp(92 - 26 * clear - 2.6 * swing + 6 * sea + 6 * climate.air(at), 18, 100),
      wind10m: wind100m * (0.5 + 0.25 * sea),
      wind100m,
      pressureHpa: 1_016 + 15 * pressure(at) - 16 * (wind - 0.3) - 0.5 * north * (1 + northern(at)) + 0.3 * east,
      cloudPct: clamp(100 * (1 - (clear - 0.3) / 0.65), 0, 100),
      radiation: (light(spot, at - 45 * MINUTE) + light(spot, at - 15 * MINUTE)) * (PANEL_W_PER_M2 / 2) * clear,
    };
  }

  function forecast(spot: Spot, run: Instant, at: Instant): Air {
    const truth = was(spot, at);
    const leadDays = Math.max(0, at - run) / (24 * HOUR);
    // A run is wrong about whole fronts: everywhere at once, more than here or there.
    const miss = missOf(run)(at) + 0.35 * climateHere(spot).gusts(at + run);
    const wrong = (0.5 + 0.8 * leadDays) * miss;
    return {
      ...truth,
      celsius: truth.celsius + wrong,
      humidityPct: clamp(truth.humidityPct - 3 * wrong, 18, 100),
      wind10m: truth.wind10m * clamp(1 + 0.1 * wrong, 0.5, 1.6),
      wind100m: truth.wind100m * clamp(1 + 0.1 * wrong, 0.5, 1.6),
      pressureHpa: truth.pressureHpa - 0.6 * wrong,
      cloudPct: clamp(truth.cloudPct - 9 * wrong, 0, 100),
      radiation: truth.radiation * clamp(1 + 0.1 * wrong, 0.4, 1.4),
    };
  }

  const misses = new Map<Instant, (at: Instant) => number>();
  function missOf(run: Instant): (at: Instant) => number {
    const known = misses.get(run) ?? smoothNoise(seedOf(seed, `run ${run}`), 14 * HOUR);
    if (misses.size > 400) misses.clear();
    misses.set(run, known);
    return known;
  }

  return { was, forecast };
}

const light = (spot: Spot, at: Instant): number => sunshine(at, spot);

/** The mean city: everything else differs from it, so that the means of the cities are the nation's. */
const MEAN_CITY = {
  latitude: meanOfCities(({ latitude }) => latitude),
  longitude: meanOfCities(({ longitude }) => longitude),
  altitude: meanOfCities(altitudeOf),
  sea: meanOfCities(seaOf),
};

function climateOf(seed: number, name: string, spot: Spot) {
  const north = spot.latitude - MEAN_CITY.latitude;
  const east = spot.longitude - MEAN_CITY.longitude;
  const sea = seaOf(spot);
  const higherKm = (altitudeOf(spot) - MEAN_CITY.altitude) / 1_000;
  return {
    sea,
    north,
    east,
    celsius: -0.6 * north + CELSIUS_PER_KM * higherKm + 0.8 * (sea - MEAN_CITY.sea),
    /** The sea keeps summers cool and winters mild. */
    season: -2.4 * (sea - MEAN_CITY.sea) + 0.12 * east,
    air: smoothNoise(seedOf(seed, `air ${name}`), 20 * HOUR),
    breath: smoothNoise(seedOf(seed, `breath ${name}`), 1.5 * HOUR),
    cloud: smoothNoise(seedOf(seed, `cloud ${name}`), 7 * HOUR),
    gusts: smoothNoise(seedOf(seed, `gusts ${name}`), 5 * HOUR),
  };
}

function meanOfCities(of: (spot: Spot) => number): number {
  const people = CITIES.reduce((sum, city) => sum + city.people, 0);
  return CITIES.reduce((sum, city) => sum + of(city) * city.people, 0) / people;
}

/** Fifty places ask for the same hours one after the other. */
function remembered(weatherAt: (at: Instant) => Weather): (at: Instant) => Weather {
  const known = new Map<Instant, Weather>();
  return (at) => {
    const weather = known.get(at) ?? weatherAt(at);
    if (known.size > 5_000) known.clear();
    known.set(at, weather);
    return weather;
  };
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
