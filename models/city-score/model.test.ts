import { expect, it } from 'vitest';
import type { z } from 'zod';
import { INDICATORS, RANGES } from '../../data/city/table.ts';
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

it('refuses a city of which nothing is known: the answer would be that of any other', () => {
  for (const nothing of [{}, { co2_g_per_kwh: null }, { low_carbon_pct: null, temperature_mean_celsius: undefined }])
    expect(model.input.safeParse(nothing).error?.issues).toMatchObject([
      {
        path: [],
        message: expect.stringMatching(/^got a city of which nothing is known, want at least one of energy_/),
      },
    ]);
});

it('refuses what no city has, and takes no more than the dataset does', () => {
  const takes = (name: string, value: number): boolean => model.input.safeParse({ [name]: value }).success;
  for (const name of INDICATORS) {
    const [least, most] = RANGES[name];
    expect([takes(name, least - 1), takes(name, most + 1)], name).toEqual([false, false]);
  }
  // A share written in percent where it is wanted from 0 to 1.
  expect([takes('wind_potential_index', 70), takes('wind_potential_index', 0.7)]).toEqual([false, true]);
  const issue = (value: unknown): z.core.$ZodIssue | undefined =>
    model.input.safeParse({ temperature_mean_celsius: value }).error?.issues[0];
  expect(issue(285)).toMatchObject({ path: ['temperature_mean_celsius'], code: 'too_big', maximum: 60 });
  expect(issue(Number.POSITIVE_INFINITY)).toMatchObject({ path: ['temperature_mean_celsius'] });
});
