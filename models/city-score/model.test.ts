import { expect, it } from 'vitest';
import { INDICATORS } from '../../data/city/table.ts';
import { cityScore as model } from './model.ts';

it('looks at the ten indicators of the dataset, and at nothing that names a city', () => {
  expect(model.features).toEqual(INDICATORS);
  expect(model.input.safeParse({ city: 'Paris' }).success).toBe(false);
  expect(model.input.safeParse({ datacenter_suitability_index: 80 }).success).toBe(false);
});

it('reads an unknown indicator as missing, null or absent, and never as 0', () => {
  const row = model.row(model.input.parse({ co2_g_per_kwh: 0, low_carbon_pct: null }));
  expect(row.co2_g_per_kwh).toBe(0);
  expect(Object.values(row).filter(Number.isNaN)).toHaveLength(9);
});
