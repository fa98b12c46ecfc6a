// Against what was really published, where this machine has it: figures that others have worked out from the same files.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factsKey } from '../../models/history.ts';
import { errorsOf } from '../../notebooks/lab/evaluation/score.ts';
import { dataFolders, openDatasets } from '../../notebooks/lab/open-data.ts';
import { parisYears } from '../../notebooks/lab/splits/split.ts';

const isHere = dataFolders().some(existsSync);
if (!isHere)
  console.warn(
    'SKIPPED: no measured data on this machine. Set WATTMESH_DATA to a folder laid out like ../shared/data.',
  );

describe.skipIf(!isHere)('the measured files', () => {
  it('have the errors of RTE that their description states, year by year in Paris', async () => {
    const { facts, rows, simulated } = await openDatasets(['consumption']);
    expect([rows, simulated]).toEqual([43_824, false]);
    const load = facts.get(factsKey('consumption/load_mw', 'FR'))!;
    const forecast = facts.get(factsKey('consumption/rte_day_ahead_mw', 'FR'))!;
    const said = new Map(Array.from(forecast.at, (at, i) => [at, forecast.value[i]!]));
    const mapes = [2019, 2020, 2021, 2022, 2023].map((year) => {
      const { from, to } = parisYears(year);
      const hours = Array.from(load.at.keys()).filter((i) => load.at[i]! >= from && load.at[i]! < to);
      const of = (value: (i: number) => number) => Float64Array.from(hours, value);
      return errorsOf(
        of((i) => said.get(load.at[i]!)!),
        of((i) => load.value[i]!),
      ).mape_percent.toFixed(2);
    });
    expect(mapes).toEqual(['1.73', '1.88', '1.73', '1.82', '2.01']);
  });

  it('have a temperature of France on every day of eight years, and no hour of prices is lost when the clocks move', async () => {
    const { facts } = await openDatasets(['weather-day-ahead', 'spot-price']);
    const mean = facts.get(factsKey('weather-day-ahead/temperature_mean_celsius', 'FR'))!;
    expect(mean.at).toHaveLength(8 * 365 + 2);
    const price = facts.get(factsKey('spot-price/price_eur_per_mwh', 'FR/PT60M'))!;
    expect(price.at).toHaveLength(5 * 8_760 + 24);
    expect(price.at.every((at, i) => i === 0 || at - price.at[i - 1]! === 3_600_000)).toBe(true);
  });
});
