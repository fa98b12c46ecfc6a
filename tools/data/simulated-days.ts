// The simulator's weather by the day, of France and its regions: means of places, weighted by people.
import { stepsIn } from '../../data/grid.ts';
import { HOUR, type Instant, instantsIn, parisDay, type TimeWindow } from '../../data/time.ts';
import { PLACES, WEIGHTS } from '../../data/weather/places.ts';
import type { Air } from '../simulate/local-weather.ts';
import type { Imported } from './importer.ts';

type AirOn = (place: (typeof PLACES)[number], day: Instant) => (at: Instant) => Air;

const QUANTITIES = {
  temperature_mean_celsius: { of: (airs) => mean(airs, ({ celsius }) => celsius), digits: 2 },
  temperature_min_celsius: { of: (airs) => Math.min(...airs.map(({ celsius }) => celsius)), digits: 2 },
  temperature_max_celsius: { of: (airs) => Math.max(...airs.map(({ celsius }) => celsius)), digits: 2 },
  wind_speed_mean_m_per_s: { of: (airs) => mean(airs, ({ wind10m }) => wind10m), digits: 2 },
  radiation_mean_w_per_m2: { of: (airs) => mean(airs, ({ radiation }) => radiation), digits: 1 },
  cloud_cover_mean_pct: { of: (airs) => mean(airs, ({ cloudPct }) => cloudPct), digits: 1 },
} as const satisfies Record<string, { of: (airs: readonly Air[]) => number; digits: number }>;

export function* simulatedDays(window: TimeWindow, areas: readonly string[], airOn: AirOn): Generator<Imported> {
  const weighted = areas.map((area) => {
    const weights = WEIGHTS.filter((weight) => weight.area === area);
    const people = weights.reduce((sum, weight) => sum + weight.people, 0);
    return { area, shares: weights.map((weight) => [weight.place, weight.people / people] as const) };
  });
  const needed = new Set(weighted.flatMap(({ shares }) => shares.map(([place]) => place)));
  const places = PLACES.filter(({ id }) => needed.has(id));
  for (const at of stepsIn('paris-day', window)) {
    const hours = instantsIn(parisDay(at), HOUR);
    const airs = new Map(places.map((place) => [place.id, hours.map(airOn(place, at))]));
    for (const { area, shares } of weighted) {
      const values = Object.entries(QUANTITIES).map(([name, { of, digits }]) => {
        const value = shares.reduce((sum, [place, share]) => sum + share * of(airs.get(place) ?? []), 0);
        return [name, Number(value.toFixed(digits))] as const;
      });
      yield { row: { area, at, ...Object.fromEntries(values), quality: 'definitive' }, source: 'simulator' };
    }
  }
}

const mean = (airs: readonly Air[], of: (air: Air) => number): number =>
  airs.reduce((sum, air) => sum + of(air), 0) / airs.length;
