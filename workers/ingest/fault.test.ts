import { NeonDbError } from '@neondatabase/serverless';
import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { loadPlan } from '../../db/queries/load-statement.ts';
import { isPermanent } from './fault.ts';

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
  expect(isPermanent(error)).toBe(true);
});

it.each([
  ['a deadlock', refused('40P01')],
  ['anything of the lake', new Error('We encountered an internal error')],
])('%s is', (_, error) => {
  expect(isPermanent(error)).toBe(false);
});
