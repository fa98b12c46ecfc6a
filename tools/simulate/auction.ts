// What a MWh costs in our world when bought the day before: dear when sun and wind leave much to do, below zero when they leave nothing. Pure.
import { HOUR, type Instant, instantsIn, MINUTE, parisDay, parisTimeOn } from '../../data/time.ts';
import { seedOf, smoothNoise } from './noise.ts';
import type { World } from './world.ts';

/** Midnight in Paris, 1 October 2025: quarters of an hour are sold from then on. */
const QUARTERS_SINCE = Date.UTC(2025, 8, 30, 22);
const QUARTER = 15 * MINUTE;
/** What reactors, rivers and contracts run for in any case, GW. */
const MUST_RUN_GW = 24;
/** €/MWh at what sun and wind leave to others, GW: straight lines between. */
const MERIT_ORDER: readonly (readonly [leftGw: number, eurPerMwh: number])[] = [
  [0, -140],
  [14, -60],
  [20, -12],
  [MUST_RUN_GW, 4],
  [34, 38],
  [45, 68],
  [58, 96],
  [70, 150],
  [80, 260],
  [95, 900],
];

export interface Auction {
  /** €/MWh, to the cent. */
  priceAt(at: Instant): number;
  /** How long the step is that begins at this instant. */
  stepAt(at: Instant): number;
  /** Steps delivered in a window, as far as they were sold by `now`. */
  sold(window: { from: Instant; to: Instant }, now: Instant): Instant[];
}

export function auctionOf(world: World): Auction {
  const fuel = smoothNoise(seedOf(world.seed, 'price of gas'), 30 * 24 * HOUR);
  const mood = smoothNoise(seedOf(world.seed, 'auction'), 2 * HOUR);
  const stepAt = (at: Instant): number => (at < QUARTERS_SINCE ? HOUR : QUARTER);
  const quarterAt = (at: Instant): number => {
    const { dayAhead, solar, windOnshore, windOffshore } = world.nation(at, 'definitive');
    const left = (dayAhead - solar - windOnshore - windOffshore) / 1_000 + 1.2 * mood(at);
    const price = onLines(left);
    // Gas sets the price where anything is burnt at all.
    return price > 40 ? price * (1 + 0.2 * fuel(at)) : price;
  };
  return {
    stepAt,
    priceAt: (at) => {
      const quarters = instantsIn({ from: at, to: at + stepAt(at) }, QUARTER).map(quarterAt);
      return Math.round((100 * quarters.reduce((sum, price) => sum + price, 0)) / quarters.length) / 100;
    },
    sold: ({ from, to }, now) => {
      const until = now >= parisTimeOn(now, { hour: 12, minute: 55 }) ? parisDay(now, 1).to : parisDay(now).to;
      return instantsIn({ from, to: Math.min(to, until) }, QUARTER).filter((at) => at % stepAt(at) === 0);
    },
  };
}

function onLines(left: number): number {
  const last = MERIT_ORDER.length - 1;
  const above = Math.min(
    last,
    Math.max(
      1,
      MERIT_ORDER.findIndex(([gw]) => gw > left),
    ) || last,
  );
  const [[x0, y0], [x1, y1]] = [MERIT_ORDER[above - 1]!, MERIT_ORDER[above]!];
  return Math.min(3_999, Math.max(-500, y0 + ((y1 - y0) * (left - x0)) / (x1 - x0)));
}
