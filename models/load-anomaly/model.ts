// How odd a region's day of gas was, beside days of its kind of the last year that were about as warm: its energy and its shape. Judges days that are over; forecasts nothing.
import { MAINLAND_REGIONS } from '../../data/regions.ts';
import { DAY } from '../../data/time.ts';
import { curveTerms, type DaySeries, feltCelsius, fitHeatingCurve, pastDays } from '../features/heating-curve.ts';
import { likeWarmDays, robustZ } from '../features/like-warm-days.ts';
import { sameHourDaysBefore } from '../features/same-hour.ts';
import { defineDetectorModel } from '../model.ts';

const GAS = 'gas-daily/consumption_mwh';
const WARMTH = 'weather-daily/temperature_mean_celsius';
const SHAPE = {
  night_z: 'gas-daily/night_share',
  morning_z: 'gas-daily/morning_share',
  evening_z: 'gas-daily/evening_share',
  load_factor_z: 'gas-daily/load_factor_share',
  ramp_z: 'gas-daily/steepest_rise_share',
  peak_hour_z: 'gas-daily/peak_at_hours',
} as const;
const INPUTS = [GAS, WARMTH, ...Object.values(SHAPE)] as const;
type Input = (typeof INPUTS)[number];

const PAST_DAYS = 364;
const LIKE_COUNT = 36;
/** The smallest spreads that are believed: 2 % of energy, half an hour. */
const LEAST_RATIO = 0.02;
const LEAST_SHARE = { night_z: 0.002, morning_z: 0.002, evening_z: 0.002, load_factor_z: 0.008, ramp_z: 0.001 };
const LEAST_HOURS = 0.5;

export const loadAnomaly = defineDetectorModel({
  kind: 'detector',
  id: 'load-anomaly',
  title: { en: 'Odd days of gas', fr: 'Journées de gaz inhabituelles' },
  inputs: INPUTS,
  entities: MAINLAND_REGIONS,
  step: 'paris-day',
  // The year of the curve, and the walls' memory of its oldest day.
  reach: (PAST_DAYS + 4) * DAY,
  heads: [
    { name: 'anomaly_score', kind: 'score', unit: '0 to 1' },
    { name: 'flag', kind: 'label', classes: ['usual', 'odd'] },
    { name: 'driver_energy', kind: 'value', unit: 'robust standard deviations' },
    { name: 'driver_energy_change', kind: 'value', unit: 'robust standard deviations' },
    { name: 'driver_night', kind: 'value', unit: 'robust standard deviations' },
    { name: 'driver_morning', kind: 'value', unit: 'robust standard deviations' },
    { name: 'driver_evening', kind: 'value', unit: 'robust standard deviations' },
    { name: 'driver_load_factor', kind: 'value', unit: 'robust standard deviations' },
    { name: 'driver_ramp', kind: 'value', unit: 'robust standard deviations' },
    { name: 'driver_peak_hour', kind: 'value', unit: 'robust standard deviations' },
  ],
  gates: [
    { metric: 'planted_auc', atLeast: 0.85 },
    { metric: 'judged_flagged_share', atLeast: 0.004, atMost: 0.025 },
    { metric: 'nab_score_over_random_cut_forest', atLeast: 1.2 },
    { metric: 'nab_score_over_rolling_z', atLeast: 1.5 },
  ],
  features: [
    'energy_z',
    'energy_change_z',
    'night_z',
    'morning_z',
    'evening_z',
    'load_factor_z',
    'ramp_z',
    'peak_hour_z',
  ],
  row(history, entity, validAt) {
    const series: DaySeries<Input> = { history, energy: GAS, temperature: WARMTH, entity };
    const felt = feltCelsius(series, validAt);
    const past = pastDays(series, validAt, { first: 1, last: PAST_DAYS });
    const curve = fitHeatingCurve(past);
    const warm = past.map((day) => ({ ...day, felt: feltCelsius(series, day.at) }));
    const like = Number.isNaN(felt) ? [] : likeWarmDays({ at: validAt, felt }, warm, LIKE_COUNT);
    const shape = (of: (typeof SHAPE)[keyof typeof SHAPE], least: number): number =>
      robustZ(
        history.at(of, entity, validAt),
        like.map(({ at }) => history.at(of, entity, at)),
        least,
      );
    const overCurve = (mwh: number, terms: readonly number[]): number =>
      curve ? mwh / curve.expectedMwh(terms) : Number.NaN;
    const ratios = new Map(past.map(({ at, mwh, terms }) => [at, overCurve(mwh, terms)]));
    const ratio = overCurve(history.at(GAS, entity, validAt), curveTerms(validAt, felt));
    const ratioBefore = (at: number): number => ratios.get(sameHourDaysBefore(at, 1)) ?? Number.NaN;
    const ratioOf = ({ at }: { readonly at: number }): number => ratios.get(at) ?? Number.NaN;
    return {
      energy_z: robustZ(ratio, like.map(ratioOf), LEAST_RATIO),
      energy_change_z: robustZ(
        ratio - ratioBefore(validAt),
        like.map((day) => ratioOf(day) - ratioBefore(day.at)),
        LEAST_RATIO,
      ),
      night_z: shape(SHAPE.night_z, LEAST_SHARE.night_z),
      morning_z: shape(SHAPE.morning_z, LEAST_SHARE.morning_z),
      evening_z: shape(SHAPE.evening_z, LEAST_SHARE.evening_z),
      load_factor_z: shape(SHAPE.load_factor_z, LEAST_SHARE.load_factor_z),
      ramp_z: shape(SHAPE.ramp_z, LEAST_SHARE.ramp_z),
      peak_hour_z: shape(SHAPE.peak_hour_z, LEAST_HOURS),
    };
  },
});
