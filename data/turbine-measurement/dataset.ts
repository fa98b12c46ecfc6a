// What EnergiTech's turbines measure, minute by minute, and how late it may come.
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';
import { turbine } from '../turbine/dataset.ts';
import { HALF_HOURLY, HOURLY } from './sensor-means.ts';
import { energitech } from './sources/energitech.ts';
import { RANGES, SENSORS, turbineMeasurement as table } from './table.ts';

export const turbineMeasurement = defineDataset({
  id: 'turbine-measurement',
  title: { en: 'Measurements of wind turbines', fr: 'Mesures des éoliennes' },
  table,
  key: ['turbine_id', 'at'],
  timeColumn: 'at',
  places: {},
  ranges: RANGES,
  notes: {
    turbine_id: 'Which turbine, as in the dataset turbine.',
    at: 'Start of the minute, in UTC.',
    wind_speed_m_per_s: 'Wind at the nacelle, mean of the minute, m/s.',
    temperature_kelvin:
      'Temperature of the air at the nacelle, as its slow sensor shows it, K. °C in the view of analysts.',
    vibration_mm_per_s: 'Vibration of the drive train, effective velocity (RMS) of the minute, mm/s.',
    consumption_kwh: "Energy that the turbine's own systems drew in the minute, kWh: not what it produced.",
  },
  headline: 'vibration_mm_per_s',
  parts: {
    // A logger writes a minute when it is over. Those that were cut off come later: that we cannot see.
    sensors: { columns: SENSORS, knownAt: (row) => Number(row['at']) + MINUTE },
  },
  grid: MINUTE,
  feeds: [
    {
      id: 'minutes',
      columns: SENSORS,
      schedule: { every: 15 * MINUTE },
      // A logger that was cut off sends what it kept when it is back, hours later.
      window: 12 * HOUR,
      // The last whole month, on whatever day it begins.
      firstWindow: 62 * DAY,
      slice: 31 * DAY,
      staleAfter: 2 * HOUR,
      alternatives: [energitech],
    },
  ],
  quality: {
    critical: SENSORS,
    anomalies: [
      { kind: 'range', column: 'vibration_mm_per_s', low: 0, high: 7.1 },
      { kind: 'range', column: 'wind_speed_m_per_s', low: 0, high: 30 },
      { kind: 'jump', column: 'temperature_kelvin', most: 5 },
      { kind: 'jump', column: 'wind_speed_m_per_s', most: 15 },
      { kind: 'flat', column: 'wind_speed_m_per_s', steps: 30, except: 0 },
      { kind: 'flat', column: 'temperature_kelvin', steps: 120 },
      { kind: 'flat', column: 'vibration_mm_per_s', steps: 30, except: 0 },
      { kind: 'unusual', column: 'consumption_kwh', deviations: 8 },
    ],
  },
  privacy: 'none',
  analysis: {
    columns: {
      temperature_celsius: {
        sql: 'round((f.temperature_kelvin - 273.15)::numeric, 2)',
        note: 'temperature_kelvin for people, °C.',
      },
    },
    views: { turbine_measurement_hourly: HOURLY, turbine_measurement_half_hourly: HALF_HOURLY },
  },
  licence: turbine.licence,
});
