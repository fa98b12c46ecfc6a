// Which turbines there are. They hold until EnergiTech says otherwise.
import { defineDataset } from '../dataset.ts';
import { inventory } from './inventory.ts';
import { energitech } from './sources/energitech.ts';
import { RANGES, turbine as table } from './table.ts';

const COLUMNS = ['model', 'power_mw', 'commissioning_date'] as const;

export const turbine = defineDataset({
  id: 'turbine',
  title: { en: 'Wind turbines', fr: 'Éoliennes' },
  table,
  key: ['turbine_id'],
  places: {},
  ranges: RANGES,
  notes: {
    turbine_id: "EnergiTech's name for the turbine, T001.",
    model: 'Type of the turbine, as its maker calls it.',
    power_mw: 'Rated power, MW: what it gives at and above its rated wind.',
    commissioning_date: 'Day on which it began to produce, YYYY-MM-DD.',
  },
  headline: 'power_mw',
  parts: { plant: { columns: COLUMNS } },
  grid: 'snapshot',
  feeds: [inventory(COLUMNS, energitech)],
  quality: { critical: ['power_mw'] },
  privacy: 'none',
  licence: {
    id: 'internal',
    url: 'https://eur-lex.europa.eu/eli/dir/2016/943/oj',
    attribution: 'EnergiTech, internal: not to be published',
  },
});
