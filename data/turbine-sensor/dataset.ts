// Which sensors there are, and on which turbine. They hold until EnergiTech says otherwise.
import { defineDataset } from '../dataset.ts';
import { turbine } from '../turbine/dataset.ts';
import { inventory } from '../turbine/inventory.ts';
import { energitech } from './sources/energitech.ts';
import { turbineSensor as table } from './table.ts';

const COLUMNS = ['turbine_id', 'sensor_type', 'installation_date', 'location'] as const;

export const turbineSensor = defineDataset({
  id: 'turbine-sensor',
  title: { en: 'Sensors of wind turbines', fr: 'Capteurs des éoliennes' },
  table,
  key: ['sensor_id'],
  places: {},
  ranges: {},
  notes: {
    sensor_id: "EnergiTech's name for the sensor.",
    turbine_id: 'The turbine it sits on.',
    sensor_type: 'What it measures: WIND_SPEED, TEMPERATURE, VIBRATION or ENERGY_CONSUMPTION.',
    installation_date: 'Day on which it was mounted, YYYY-MM-DD.',
    location: 'Where on the turbine it sits, in words.',
  },
  parts: { mounting: { columns: COLUMNS } },
  grid: 'snapshot',
  feeds: [inventory(COLUMNS, energitech)],
  quality: { critical: ['sensor_type'] },
  privacy: 'none',
  licence: turbine.licence,
});
