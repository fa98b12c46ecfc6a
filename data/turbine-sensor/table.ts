// The sensors on EnergiTech's turbines: what each of them measures, and where it sits.
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { provenance, provenanceChecks } from '../columns.ts';

/** EnergiTech's own words. */
export const SENSOR_TYPES = ['WIND_SPEED', 'TEMPERATURE', 'VIBRATION', 'ENERGY_CONSUMPTION'] as const;

export const turbineSensor = pgTable(
  'turbine_sensor',
  {
    sensor_id: text('sensor_id').notNull(),
    turbine_id: text('turbine_id'),
    sensor_type: text('sensor_type', { enum: SENSOR_TYPES }),
    installation_date: text('installation_date'),
    location: text('location'),
    ...provenance('mounting'),
  },
  (t) => [primaryKey({ columns: [t.sensor_id] }), ...provenanceChecks(t, ['mounting'])],
);
