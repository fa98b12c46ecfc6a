// Whether a wind turbine fails within 48 hours, and which of its sensors says so. Looks at nothing but what the turbines of the farm measured.
import { HOUR, parisClock } from '../../data/time.ts';
import { ownCurve } from '../features/own-curve.ts';
import { yearWave } from '../features/season.ts';
import { hoursUntil, meanKnown } from '../features/turbine-hours.ts';
import { defineDetectorModel } from '../model.ts';

const WIND = 'turbine-measurement/wind_speed_m_per_s';
const VIBRATION = 'turbine-measurement/vibration_mm_per_s';
const TEMPERATURE = 'turbine-measurement/temperature_kelvin';
const CONSUMPTION = 'turbine-measurement/consumption_kwh';
const TURBINES = ['T001', 'T002'];

/** Below it a turbine stands or idles, and a worn part does not show. */
const TURNING_M_PER_S = 4;
/** What counts as now, and is kept out of the turbine's own normal. */
const NOW_HOURS = 4 * 24;
const PAST_HOURS = 18 * 24;

export const turbineFailure = defineDetectorModel({
  kind: 'detector',
  id: 'turbine-failure',
  title: { en: 'Failure of a wind turbine', fr: 'Panne d’une éolienne' },
  learnsFrom: 'simulated',
  inputs: [WIND, VIBRATION, TEMPERATURE, CONSUMPTION],
  entities: TURBINES,
  step: HOUR,
  reach: PAST_HOURS * HOUR,
  heads: [
    { name: 'failure_risk_48h', kind: 'score', unit: '1' },
    { name: 'alarm', kind: 'label', classes: ['quiet', 'alarm'] },
    { name: 'residual_vibration_sigma', kind: 'score', unit: 'σ' },
    { name: 'residual_temperature_sigma', kind: 'score', unit: 'σ' },
    { name: 'residual_consumption_sigma', kind: 'score', unit: 'σ' },
  ],
  gates: [
    { metric: 'judged_auc', atLeast: 0.9 },
    { metric: 'judged_false_alarms_per_turbine_month', atMost: 1 },
    { metric: 'judged_false_alarm_hours_share', atMost: 0.02 },
    { metric: 'judged_care', atLeast: 0.7 },
  ],
  features: [
    'wind_6h',
    'wind_24h',
    'wind_72h',
    'vibration_6h',
    'vibration_24h',
    'own_vibration_24h',
    'vibration_excess_6h',
    'vibration_excess_24h',
    'vibration_excess_72h',
    'vibration_growth_6h',
    'vibration_growth_24h',
    'vibration_growth_72h',
    'temperature_24h',
    'temperature_72h',
    'temperature_14d',
    'temperature_others_24h',
    'temperature_excess_6h',
    'temperature_excess_24h',
    'temperature_excess_72h',
    'consumption_24h',
    'turning_share_24h',
    'hour',
    'year_sin',
    'year_cos',
  ],
  row(history, turbine, validAt) {
    const end = validAt + HOUR;
    const past = (series: typeof WIND | typeof VIBRATION) => hoursUntil(history, series, turbine, validAt, PAST_HOURS);
    const wind = past(WIND);
    const vibration = past(VIBRATION);
    const curve = ownCurve(wind.subarray(0, -NOW_HOURS), vibration.subarray(0, -NOW_HOURS));
    const turning = wind.map((speed, i) => (speed >= TURNING_M_PER_S ? vibration[i]! : Number.NaN));
    const own = wind.map((speed, i) => (Number.isNaN(turning[i]!) ? Number.NaN : curve(speed)));
    const excess = turning.map((value, i) => value - own[i]!);
    const lastDay = meanKnown(excess, -24);
    const mean = (series: typeof TEMPERATURE | typeof CONSUMPTION, hours: number, entity = turbine) =>
      history.mean(series, entity, end - hours * HOUR, hours * HOUR);
    const others = (hours: number) =>
      meanKnown(TURBINES.filter((one) => one !== turbine).map((one) => mean(TEMPERATURE, hours, one)));
    const warmer = (hours: number) => mean(TEMPERATURE, hours) - others(hours);
    const usuallyWarmer = warmer(PAST_HOURS);
    const year = yearWave(validAt, 1);
    return {
      wind_6h: meanKnown(wind, -6),
      wind_24h: meanKnown(wind, -24),
      wind_72h: meanKnown(wind, -72),
      vibration_6h: meanKnown(turning, -6),
      vibration_24h: meanKnown(turning, -24),
      own_vibration_24h: meanKnown(own, -24),
      vibration_excess_6h: meanKnown(excess, -6),
      vibration_excess_24h: lastDay,
      vibration_excess_72h: meanKnown(excess, -72),
      vibration_growth_6h: meanKnown(excess, -6) - meanKnown(excess, -30, -24),
      vibration_growth_24h: lastDay - meanKnown(excess, -48, -24),
      vibration_growth_72h: lastDay - meanKnown(excess, -96, -72),
      temperature_24h: mean(TEMPERATURE, 24),
      temperature_72h: mean(TEMPERATURE, 72),
      temperature_14d: mean(TEMPERATURE, 14 * 24),
      temperature_others_24h: others(24),
      temperature_excess_6h: warmer(6) - usuallyWarmer,
      temperature_excess_24h: warmer(24) - usuallyWarmer,
      temperature_excess_72h: warmer(72) - usuallyWarmer,
      consumption_24h: mean(CONSUMPTION, 24),
      turning_share_24h: meanKnown(
        wind.map((speed) => (Number.isNaN(speed) ? speed : Number(speed >= TURNING_M_PER_S))),
        -24,
      ),
      hour: parisClock(validAt).hour,
      year_sin: year.sin,
      year_cos: year.cos,
    };
  },
});
