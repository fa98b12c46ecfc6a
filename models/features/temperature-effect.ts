// What tomorrow's temperature does to the load: heating and cooling, now and against the days that the load is compared with. Never knows what the load was.
import { type Instant, parisClock, parisDay } from '../../data/time.ts';
import type { History } from '../history.ts';
import { type ForecastDay, forecastDays, smoothedFrom, type TemperatureInput } from './forecast-days.ts';
import { smoothedHours, temperatureAt } from './hourly-temperature.ts';
import { LEVEL_DAYS } from './level.ts';
import { rememberPerHistory } from './remembered.ts';

const OF_DAY = [
  'temperature_mean',
  'temperature_min',
  'temperature_max',
  'temperature_of_level',
  'temperature_smoothed_1d',
  'temperature_smoothed_4d',
  'temperature_smoothed_8d',
  'temperature_change_1d',
  'temperature_change_2d',
  'temperature_change_7d',
  'temperature_change_level',
  'temperature_min_change_1d',
  'temperature_min_change_2d',
  'temperature_min_change_7d',
  'temperature_min_change_level',
  'temperature_max_change_1d',
  'temperature_max_change_2d',
  'temperature_max_change_7d',
  'temperature_max_change_level',
  'heating',
  'heating_change_2d',
  'heating_change_7d',
  'heating_change_level',
  'heating_3d_change_2d',
  'heating_3d_change_7d',
  'heating_3d_change_level',
  'heating_8d_change_2d',
  'heating_8d_change_7d',
  'heating_8d_change_level',
  'cooling_change_7d',
  'cooling_change_level',
  'cooling_3d_change_7d',
  'cooling_3d_change_level',
  'hot_afternoon_change_7d',
  'hot_afternoon_change_level',
] as const;

export const TEMPERATURE_EFFECT = [
  ...OF_DAY,
  'temperature_hour',
  'temperature_hour_smoothed',
  'temperature_hour_change_2d',
  'temperature_hour_change_7d',
  'temperature_hour_change_level',
  'below_5_change_7d',
  'below_5_change_level',
  'below_10_change_7d',
  'below_10_change_level',
  'below_15_change_7d',
  'below_15_change_level',
  'below_20_change_7d',
  'below_20_change_level',
  'above_22_change_level',
  'above_25_change_level',
] as const;
type Effect = Record<(typeof TEMPERATURE_EFFECT)[number], number>;

interface Weather {
  readonly days: readonly ForecastDay[];
  readonly smoothed: readonly Float64Array[];
  readonly ofDay: Record<(typeof OF_DAY)[number], number>;
}
const remember = rememberPerHistory<Weather>();

export function temperatureEffect(history: History<TemperatureInput>, entity: string, validAt: Instant): Effect {
  const { days, smoothed, ofDay } = remember(history, `${entity} ${parisDay(validAt).from}`, () => {
    const days = forecastDays(history, entity, validAt);
    return { days, smoothed: smoothedHours(days), ofDay: effectOfDay(days) };
  });
  const { hour } = parisClock(validAt);
  const slow = smoothed.map((hours) => hours[hour]!);
  const below = (celsius: number): number[] => slow.map((value) => Math.max(0, celsius - value));
  const above = (celsius: number): number[] => days.map((day) => Math.max(0, temperatureAt(day, hour) - celsius));
  return {
    ...ofDay,
    temperature_hour: temperatureAt(days[0]!, hour),
    temperature_hour_smoothed: slow[0]!,
    temperature_hour_change_2d: since(slow, 2),
    temperature_hour_change_7d: since(slow, 7),
    temperature_hour_change_level: sinceLevel(slow),
    below_5_change_7d: since(below(5), 7),
    below_5_change_level: sinceLevel(below(5)),
    below_10_change_7d: since(below(10), 7),
    below_10_change_level: sinceLevel(below(10)),
    below_15_change_7d: since(below(15), 7),
    below_15_change_level: sinceLevel(below(15)),
    below_20_change_7d: since(below(20), 7),
    below_20_change_level: sinceLevel(below(20)),
    above_22_change_level: sinceLevel(above(22)),
    above_25_change_level: sinceLevel(above(25)),
  };
}

/** Values by days before; how today's differs from that of so many days before. */
const since = (values: readonly number[], days: number): number => values[0]! - values[days]!;

const sinceLevel = (values: readonly number[]): number => values[0]! - overLevel(values);

/** The mean over the level's days, of those that are known. */
function overLevel(values: readonly number[]): number {
  const known = LEVEL_DAYS.map((day) => values[day]!).filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function effectOfDay(days: readonly ForecastDay[]): Weather['ofDay'] {
  const mean = days.map((day) => day.mean);
  const min = days.map((day) => day.min);
  const max = days.map((day) => day.max);
  const cold = mean.map((celsius) => Math.max(0, 16 - celsius));
  const warm = mean.map((celsius) => Math.max(0, celsius - 21));
  /** Only the days that changes are taken from need to be smoothed. */
  const smoothed = (values: readonly number[], halfLifeDays: number): number[] =>
    Array.from({ length: 9 }, (_, day) => smoothedFrom(values, day, halfLifeDays));
  const [cold1, cold3, cold8] = [smoothed(cold, 1.5), smoothed(cold, 3), smoothed(cold, 8)];
  const [warm1, warm3] = [smoothed(warm, 1.5), smoothed(warm, 3)];
  const hot = smoothed(max, 1.5).map((celsius) => Math.max(0, celsius - 25));
  return {
    temperature_mean: mean[0]!,
    temperature_min: min[0]!,
    temperature_max: max[0]!,
    temperature_of_level: overLevel(mean),
    temperature_smoothed_1d: smoothedFrom(mean, 0, 1),
    temperature_smoothed_4d: smoothedFrom(mean, 0, 4),
    temperature_smoothed_8d: smoothedFrom(mean, 0, 8),
    temperature_change_1d: since(mean, 1),
    temperature_change_2d: since(mean, 2),
    temperature_change_7d: since(mean, 7),
    temperature_change_level: sinceLevel(mean),
    temperature_min_change_1d: since(min, 1),
    temperature_min_change_2d: since(min, 2),
    temperature_min_change_7d: since(min, 7),
    temperature_min_change_level: sinceLevel(min),
    temperature_max_change_1d: since(max, 1),
    temperature_max_change_2d: since(max, 2),
    temperature_max_change_7d: since(max, 7),
    temperature_max_change_level: sinceLevel(max),
    heating: cold1[0]!,
    heating_change_2d: since(cold1, 2),
    heating_change_7d: since(cold1, 7),
    heating_change_level: sinceLevel(cold1),
    heating_3d_change_2d: since(cold3, 2),
    heating_3d_change_7d: since(cold3, 7),
    heating_3d_change_level: sinceLevel(cold3),
    heating_8d_change_2d: since(cold8, 2),
    heating_8d_change_7d: since(cold8, 7),
    heating_8d_change_level: sinceLevel(cold8),
    cooling_change_7d: since(warm1, 7),
    cooling_change_level: sinceLevel(warm1),
    cooling_3d_change_7d: since(warm3, 7),
    cooling_3d_change_level: sinceLevel(warm3),
    hot_afternoon_change_7d: since(hot, 7),
    hot_afternoon_change_level: sinceLevel(hot),
  };
}
