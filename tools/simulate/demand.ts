// How much electricity France asks for: the hour, the day, the season, the cold. Pure.

import { HOUR, type Instant, MINUTE, parisClock, parisOffset } from '../../data/time.ts';
import { isHoliday } from '../../models/features/french-holidays.ts';
import { seedOf, smoothNoise, whiteNoise } from './noise.ts';

/** Shares of the mean, by Paris hour, without heating. */
const WORKDAY = [
  0.93, 0.88, 0.86, 0.83, 0.82, 0.85, 0.93, 1.03, 1.09, 1.09, 1.08, 1.09, 1.12, 1.1, 1.06, 1.03, 1.01, 1.01, 1.03, 1.06,
  1.06, 1.04, 1.03, 0.99,
];
const DAY_OFF = [
  0.95, 0.9, 0.87, 0.84, 0.82, 0.82, 0.84, 0.89, 0.96, 1.02, 1.05, 1.08, 1.12, 1.1, 1.03, 0.98, 0.96, 0.97, 1.0, 1.04,
  1.05, 1.05, 1.05, 1.0,
];
const BASE_MW = 45_700;
/** What a degree below 15 °C costs: the cold of a whole country that heats with electricity. */
const HEATING_MW_PER_CELSIUS = 2_400;
const COOLING_MW_PER_CELSIUS = 700;
const WEEKDAY_SHARE = [0.995, 1.01, 1.01, 1.01, 1.0, 0.92, 0.87];
const HOLIDAY_SHARE = 0.88;
const AUGUST_SHARE = 0.93;
const CHRISTMAS_SHARE = 0.94;

export function simulateDemand(seed: number): (at: Instant, feltCelsius: number) => number {
  const mood = smoothNoise(seedOf(seed, 'mood'), 3 * HOUR);
  const habit = smoothNoise(seedOf(seed, 'habit'), 30 * HOUR);
  const flicker = whiteNoise(seedOf(seed, 'flicker'));
  const off = dayOff();

  const shareOf = (at: Instant): number => {
    const { weekday, month, day } = parisClock(at);
    return (off(at) ? HOLIDAY_SHARE : WEEKDAY_SHARE[weekday]!) * monthShare(month, day);
  };
  /** One day passes into the next between 18:00 and 06:00. */
  const dayShare = (at: Instant, hour: number): number => {
    if (hour >= 6 && hour < 18) return shareOf(at);
    const neighbour = shareOf(hour < 6 ? at - 12 * HOUR : at + 12 * HOUR);
    const own = hour < 6 ? (hour + 6) / 12 : (30 - hour) / 12;
    return neighbour + (shareOf(at) - neighbour) * own;
  };

  return (at, feltCelsius) => {
    const clock = parisClock(at);
    const holiday = off(at);
    const hours = clock.weekday >= 5 || holiday ? DAY_OFF : WORKDAY;
    const next = hours[(clock.hour + 1) % 24]!;
    const hourShare = hours[clock.hour]! + ((next - hours[clock.hour]!) * clock.minute) / 60;
    const useful = BASE_MW * hourShare * dayShare(at, clock.hour + clock.minute / 60);
    const cold = Math.max(0, 15 - feltCelsius);
    const hot = Math.max(0, feltCelsius - 19.5);
    // Lamps and kitchens: the peak of a winter evening.
    const evening = 3_000 * bump(clock.hour + clock.minute / 60, 19, 1.6) * Math.min(1, cold / 8);
    const heating = HEATING_MW_PER_CELSIUS * cold * (0.96 + 0.04 * Math.cos(((clock.hour - 8) * Math.PI) / 12));
    const cooling = COOLING_MW_PER_CELSIUS * hot * (0.6 + 0.4 * bump(clock.hour, 15, 5));
    return useful + heating + cooling + evening + 700 * habit(at) + 350 * mood(at) + 130 * flicker(at / (15 * MINUTE));
  };
}

const bump = (hour: number, centre: number, width: number): number => Math.exp(-(((hour - centre) / width) ** 2) / 2);

function monthShare(month: number, day: number): number {
  if (month === 8) return AUGUST_SHARE;
  return (month === 12 && day >= 24) || (month === 1 && day === 1) ? CHRISTMAS_SHARE : 1;
}

/** Asked 96 times a day for each day: the last answers are kept. */
function dayOff(): (at: Instant) => boolean {
  const known = new Map<number, boolean>();
  return (at) => {
    const day = Math.floor((at + parisOffset(at)) / (24 * HOUR));
    const answer = known.get(day) ?? isHoliday(at);
    if (known.size > 1_000) known.clear();
    known.set(day, answer);
    return answer;
  };
}
