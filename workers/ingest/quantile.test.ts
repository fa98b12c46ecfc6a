// Quartiles beside what Postgres makes of the same values.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { merged, type Sketch, sketcher } from './histogram.ts';
import { quantile } from './quantile.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const SHARES = [0.25, 0.5, 0.75];
async function percentiles(values: readonly number[]): Promise<readonly number[]> {
  const { rows } = await client.query(
    'SELECT percentile_cont($2::float8[]) WITHIN GROUP (ORDER BY value) AS found FROM unnest($1::float8[]) AS value',
    [values, SHARES],
  );
  return rows[0].found;
}
function sketchOf(values: readonly number[]): Sketch {
  const { add, sketch } = sketcher();
  for (const value of values) add(value);
  const made = sketch();
  if (!made) throw new Error('want at least one value');
  return made;
}
const quartiles = (sketch: Sketch) => SHARES.map((share) => quantile(sketch, share));

/** The same values at every run of the test. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** 28 days at 70 places: no sun from 17 to 7 o'clock. */
function radiation(): number[] {
  const random = chance(11);
  return Array.from({ length: 28 * 24 * 70 }, (_, i) => {
    const hour = Math.floor(i / 70) % 24;
    return hour < 7 || hour > 16 ? 0 : 300 * Math.sin(((hour - 6) / 11) * Math.PI) * (0.2 + 0.8 * random());
  });
}
/** A year of hours, a third of them at the floor that a contract sets, and one hour at the cap of the market. */
function prices(): number[] {
  const random = chance(12);
  const price = () => (random() < 0.35 ? 35.41 : Math.round((random() * 180 - 40) * 100) / 100);
  return [...Array.from({ length: 8_759 }, price), 4_000];
}
/** A turbine that stands still or runs at its rated power for most of a month. */
function production(): number[] {
  const random = chance(13);
  return Array.from({ length: 40_000 }, () => {
    const wind = random();
    if (wind < 0.3) return 0;
    return wind > 0.6 ? 2_050.7 : random() * 2_050.7;
  });
}

describe('heaps of equal values', () => {
  it('the sun at night is no sun', async () => {
    const values = radiation();
    const [low, median] = quartiles(sketchOf(values));
    expect(await percentiles(values)).toMatchObject([0, 0, expect.any(Number)]);
    expect([low, median]).toEqual([0, 0]);
  });

  it('a price that comes often is said as it is, though one far from all others makes the bins wide', async () => {
    const sketch = sketchOf(prices());
    expect(2 ** sketch.exponent).toBe(2);
    expect((await percentiles(prices()))[1]).toBe(35.41);
    expect(quantile(sketch, 0.5)).toBe(35.41);
  });

  it('a turbine stands still, and runs at its rated power', async () => {
    const [low, , high] = quartiles(sketchOf(production()));
    const [exactLow, , exactHigh] = await percentiles(production());
    expect([low, high]).toEqual([exactLow, exactHigh]);
    expect([low, high]).toEqual([0, 2_050.7]);
  });

  it.each([
    ['radiation', radiation],
    ['prices', prices],
    ['production', production],
  ])('slices of %s added up say the same', (_, valuesOf) => {
    const values = valuesOf();
    const slices = [0, 1, 2, 3].map((i) =>
      sketchOf(values.slice((i * values.length) / 4, ((i + 1) * values.length) / 4)),
    );
    const [low, median, high] = quartiles(slices.reduce(merged));
    const whole = quartiles(sketchOf(values));
    const { exponent } = sketchOf(values);
    for (const [i, found] of [low, median, high].entries())
      expect(Math.abs((found ?? Number.NaN) - (whole[i] ?? 0))).toBeLessThanOrEqual(2 ** exponent);
  });
});

it.each([
  ['radiation', radiation],
  ['prices', prices],
  ['production', production],
])('no quartile of %s lies further than a bin from the true one', async (_, valuesOf) => {
  const sketch = sketchOf(valuesOf());
  const exact = await percentiles(valuesOf());
  for (const [i, found] of quartiles(sketch).entries())
    expect(Math.abs(found - (exact[i] ?? Number.NaN))).toBeLessThanOrEqual(2 ** sketch.exponent);
});

it('claims no digits that nobody gave: winds come in hundredths', async () => {
  const random = chance(15);
  const winds = Array.from({ length: 60_000 }, () => Math.round((random() + random()) * 2_000) / 100);
  expect(await percentiles(winds)).toEqual([14.07, 19.93, 25.75]);
  expect(quartiles(sketchOf(winds))).toEqual([14.07, 19.93, 25.76]);
});

it('is exact where few values differ', async () => {
  const random = chance(14);
  for (const length of [1, 2, 5, 96, 1_000]) {
    const values = Array.from({ length }, () => Math.round(random() * 90_000 - 20_000) / 100);
    const exact = await percentiles(values);
    for (const [i, found] of quartiles(sketchOf(values)).entries())
      expect(found).toBeCloseTo(exact[i] ?? Number.NaN, 9);
  }
  const hours = Array.from({ length: 50_000 }, () => Math.floor(random() ** 3 * 24));
  expect(quartiles(sketchOf(hours))).toEqual(await percentiles(hours));
});

it('remembers no more than 1,024 values however many differ', () => {
  const { known, counts } = sketchOf(Array.from({ length: 200_000 }, (_, i) => i * Math.PI));
  expect(known.length).toBeLessThanOrEqual(1_024);
  expect(counts.length).toBeLessThanOrEqual(2_048);
});

it('is a number for the smallest of numbers, too', () => {
  const values = Array.from({ length: 3_000 }, (_, i) => i * 1e-320);
  for (const quartile of quartiles(sketchOf(values))) expect(quartile).toBeGreaterThan(0);
});
