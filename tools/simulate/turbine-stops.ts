// When a turbine stands still, and why: failures that announce themselves, and planned work. The truth that a predictive model is held against. Pure.
import { DAY, HOUR, type Instant, parisClock, parisTimeOn, type TimeWindow } from '../../data/time.ts';
import { seedOf, whiteNoise } from './noise.ts';

/** How a part announces that it will fail: the vibration it adds at the end, mm/s, the heat, K, and how fast both grow (e-fold). */
export const COMPONENTS = {
  gearbox: { vibration: 7, kelvin: 4, days: 6 },
  'main bearing': { vibration: 6, kelvin: 9, days: 9 },
  generator: { vibration: 4.5, kelvin: 12, days: 4 },
  'blade pitch': { vibration: 5, kelvin: 0, days: 3 },
} as const;
export type Component = keyof typeof COMPONENTS;
const NAMES: readonly Component[] = ['gearbox', 'main bearing', 'generator', 'blade pitch'];

export interface Stop {
  readonly from: Instant;
  readonly to: Instant;
  readonly kind: 'planned' | 'unplanned';
  /** What failed, or what was looked after. */
  readonly component: Component | 'service';
}

/** One failure in each, and so six a year: some three times what the industry reports, so that months have something to learn from. */
const FAILURE_EVERY = 60 * DAY;
/** It leaves this much of its stretch at both ends: two failures are never closer than twice that. */
const MARGIN = 12 * DAY;
const REPAIR_HOURS = [6, 42] as const;
const SERVICE_EVERY = 45 * DAY;
const SERVICE_HOURS = [8, 16] as const;
/** A part that is worn grows worse for so many e-folds before it is noticed at all. */
const SIGNS = 5;

export interface Stops {
  /** Those that touch the window, in order, none within another. */
  in(window: TimeWindow): readonly Stop[];
  /** What wear adds at an instant: vibration in mm/s, heat in K. */
  wearAt(at: Instant): { readonly vibration: number; readonly kelvin: number };
}

export function simulateStops(seed: number, turbine: string): Stops {
  const drawOf = (name: string) => {
    const noise = whiteNoise(seedOf(seed, `${name} ${turbine}`));
    return (n: number) => (noise(n) + 1) / 2;
  };
  const when = drawOf('failure when');
  const what = drawOf('failure what');
  const long = drawOf('failure long');
  const service = drawOf('service');

  function failure(slot: number): Stop & { readonly component: Component } {
    const from = Math.round(slot * FAILURE_EVERY + MARGIN + when(slot) * (FAILURE_EVERY - 2 * MARGIN));
    const hours = REPAIR_HOURS[0] + long(slot) * (REPAIR_HOURS[1] - REPAIR_HOURS[0]);
    const component = NAMES[Math.floor(what(slot) * NAMES.length)] ?? 'gearbox';
    const begin = toMinute(from);
    return { from: begin, to: toMinute(begin + hours * HOUR), kind: 'unplanned', component };
  }

  function planned(slot: number): Stop {
    const day = (slot + (1 + service(slot)) / 3) * SERVICE_EVERY;
    const { weekday } = parisClock(day);
    // Nobody climbs on a Sunday.
    const shiftDays = weekday > 4 ? 7 - weekday : 0;
    return {
      from: parisTimeOn(day, { hour: SERVICE_HOURS[0], shiftDays }),
      to: parisTimeOn(day, { hour: SERVICE_HOURS[1], shiftDays }),
      kind: 'planned',
      component: 'service',
    };
  }

  const touching = <S extends Stop>({ from, to }: TimeWindow, every: number, make: (slot: number) => S): S[] => {
    const found: S[] = [];
    for (let slot = Math.floor(from / every) - 1; slot * every < to; slot++) {
      const stop = make(slot);
      if (stop.from < to && stop.to > from) found.push(stop);
    }
    return found;
  };

  return {
    in(window) {
      const wide = { from: window.from - 4 * DAY, to: window.to + 4 * DAY };
      const failures = touching(wide, FAILURE_EVERY, failure);
      const services = touching(window, SERVICE_EVERY, planned)
        // While it is broken, nobody comes to look after it.
        .filter((stop) => failures.every(({ from, to }) => to <= stop.from || from >= stop.to));
      return [...failures.filter(({ from, to }) => from < window.to && to > window.from), ...services].sort(
        (a, b) => a.from - b.from,
      );
    },
    wearAt(at) {
      const slot = Math.floor(at / FAILURE_EVERY);
      // The next failure is in this stretch of time, or in the one after.
      const next = [failure(slot), failure(slot + 1)].find(({ from }) => from > at);
      if (!next) return { vibration: 0, kelvin: 0 };
      const { vibration, kelvin, days } = COMPONENTS[next.component];
      const folds = (next.from - at) / (days * DAY);
      const grown = folds > SIGNS ? 0 : Math.exp(-folds);
      return { vibration: vibration * grown, kelvin: kelvin * grown };
    },
  };
}

const toMinute = (at: Instant): Instant => Math.floor(at / 60_000) * 60_000;
