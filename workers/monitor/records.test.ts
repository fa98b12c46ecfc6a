// Row counts for the dashboards: fresh within seconds, absent rather than wrong.
import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { recordCounts } from './records.ts';

const { recordsMetric: _, ...unnamed } = datasets.consumption;
const never = () => new Promise<null>(() => {});
const quiet = () => {};

it('counts the datasets that a dashboard has a name for, and asks Postgres at most every five seconds', async () => {
  let now = 0;
  const asked: string[] = [];
  const counts = recordCounts({
    datasets: [datasets.consumption, unnamed],
    count: async ({ id }: DatasetDefinition) => {
      asked.push(id);
      return 100 + asked.length;
    },
    clock: () => now,
    timeout: never,
  });
  expect(await counts(quiet)).toMatchObject([{ metric: 'db_consommation_records_total', rows: 101 }]);
  now = 4_999;
  expect(await counts(quiet)).toMatchObject([{ rows: 101 }]);
  now = 5_000;
  expect(await counts(quiet)).toMatchObject([{ rows: 102 }]);
  expect(asked).toEqual(['consumption', 'consumption']);
});

it('leaves the count out while Postgres is away, says why, and has it again after', async () => {
  let away = true;
  const counts = recordCounts({
    datasets: [datasets.consumption],
    count: async () => {
      if (away) throw new Error('connection refused');
      return 7;
    },
    timeout: never,
  });
  const failures: string[] = [];
  expect(await counts((dataset, error) => failures.push(`${dataset}: ${error}`))).toMatchObject([{ rows: null }]);
  expect(failures).toEqual(['consumption: Error: connection refused']);
  away = false;
  expect(await counts(quiet)).toMatchObject([{ rows: 7 }]);
});

it('does not wait for a Postgres that does not answer', async () => {
  const counts = recordCounts({ datasets: [datasets.consumption], count: never as never, timeout: async () => null });
  expect(await counts(quiet)).toMatchObject([{ rows: null }]);
});
