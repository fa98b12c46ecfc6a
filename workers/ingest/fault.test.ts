import { NeonDbError } from '@neondatabase/serverless';
import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { loadPlan } from '../../db/queries/load-statement.ts';
import { isGivenUp, sentence } from './fault.ts';

function refused(code: string): Error {
  const error = new NeonDbError('refused');
  error.code = code;
  return new Error('Failed query', { cause: error });
}
function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

it.each([
  ['a load of no column', thrownBy(() => loadPlan(datasets.consumption, []))],
  ['a load of a column that is not there', thrownBy(() => loadPlan(datasets.consumption, ['watts']))],
  ['a value that Postgres refuses', refused('23514')],
])('%s is not tried again', (_, error) => {
  expect(isGivenUp(error, { attempt: 1, retries: 30 })).toBe(true);
});

it.each([
  ['a deadlock', refused('40P01')],
  ['anything of the lake', new Error('We encountered an internal error')],
])('%s is', (_, error) => {
  expect(isGivenUp(error, { attempt: 1, retries: 30 })).toBe(false);
});

it('gives a statement up that Postgres has cut off five times, and says so', () => {
  const overtime = refused('57014');
  const givenUp = [1, 4, 5].map((attempt) => isGivenUp(overtime, { attempt, retries: 30 }));
  expect(givenUp).toEqual([false, false, true]);
  expect(isGivenUp(overtime, { attempt: 3, retries: 2 })).toBe(true);
  expect(sentence(overtime)).toBe(
    'Postgres cut a statement off that took longer than its role may (57014): the log of this run says which',
  );
});

it('gives nothing up while Postgres is away, and anything else after the last try', () => {
  const last = { attempt: 31, retries: 30 };
  expect(isGivenUp(refused('57P03'), last)).toBe(false);
  expect(isGivenUp(refused('08006'), last)).toBe(false);
  expect(isGivenUp(refused('40P01'), { attempt: 30, retries: 30 })).toBe(false);
  expect(isGivenUp(refused('40P01'), last)).toBe(true);
});
