import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import { readAll } from '../read-all.ts';
import { formatInstant } from '../time.ts';
import { fuelPrice } from './dataset.ts';
import { akajoule } from './sources/akajoule.ts';

const read = (file: string) => readAll(akajoule, readFileSync(new URL(`fixtures/akajoule/${file}`, import.meta.url)));

describe('a month of energy prices', () => {
  it('begins at midnight in Paris, in winter and in summer', async () => {
    const { rows } = await read('good.json');
    expect(rows.map((row) => formatInstant(Number(row['at'])))).toEqual([
      '2025-12-31T23:00:00Z',
      '2026-01-31T23:00:00Z',
      '2026-09-30T22:00:00Z',
    ]);
  });

  it('gives prices of 100 kWh as those of a MWh, and the others as they are', async () => {
    const { rows } = await read('good.json');
    expect(rows[0]).toMatchObject({
      electricity_eur_per_mwh: 185.4,
      gas_b1_eur_per_mwh: 98.7,
      heating_oil_eur_per_mwh: 110.2,
      pellets_bulk_eur_per_mwh: 79.5,
      diesel_eur_per_hl: 165.25,
      brent_usd_per_bbl: 74.21,
      dollar_eur_per_usd: 0.9234,
      quality: 'definitive',
    });
    expect(rows[1]).toMatchObject({ gas_eur_per_mwh: null, petrol_95_eur_per_hl: 179.15 });
  });

  it('is refused where it is no month, or no price', async () => {
    const { rows, rejects } = await read('broken-rows.json');
    expect(rows).toHaveLength(1);
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'record 2: periode "janvier 2026": want a month as 2026-01',
      'record 3: brent: got "environ 70", want a price or nothing',
      'record 4: periode "2026-13": want a month as 2026-01',
    ]);
  });

  it('is read beside a column that is new, and not without one that is gone', async () => {
    expect((await read('good-new-column.json')).warnings).toEqual([
      'energy prices: new to us and left out: the column "hydrogene"',
    ]);
    await expect(read('broken-missing-column.json')).rejects.toThrow('energy prices: missing gazole');
  });

  it('is asked for from the month in which the window begins', () => {
    const window = { from: Date.parse('2026-01-20T00:00:00Z'), to: Date.parse('2026-03-31T22:00:00Z') };
    const [question] = httpQuestionsOf(akajoule, window, () => '', []);
    expect(new URL(question?.url ?? '').searchParams.get('where')).toBe(
      "periode >= date'2026-01-01' AND periode <= date'2026-03-31'",
    );
  });

  it('is known in the middle of the next month', () => {
    const known = (at: string) =>
      formatInstant(fuelPrice.parts.prices.knownAt({ at: Date.parse(at), quality: 'definitive' }));
    expect(known('2026-05-31T22:00:00Z')).toBe('2026-07-15T10:00:00Z');
    expect(known('2026-11-30T23:00:00Z')).toBe('2027-01-15T11:00:00Z');
  });
});
