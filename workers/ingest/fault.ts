// Which faults trying again cannot help, and how a fault reads for people: never SQL, never a stack.
import { NeonDbError } from '@neondatabase/serverless';
import { isOutage } from '../../db/outage.ts';
import { LoadPlanError } from '../../db/queries/load-statement.ts';
import { OriginError } from '../../db/queries/raw-objects.ts';
import { LockedError } from './privacy/keys.ts';

/** Serialization failure, deadlock, lock not available, query cancelled: the same statement may succeed next time. */
const PASSING = new Set(['40001', '40P01', '55P03', '57014']);

export function isPermanent(error: unknown): boolean {
  if (isOutage(error)) return false;
  if (error instanceof OriginError || error instanceof LoadPlanError || error instanceof LockedError) return true;
  const database = databaseErrorOf(error);
  return database !== null && !PASSING.has(database.code ?? '');
}

export function sentence(error: unknown): string {
  const database = databaseErrorOf(error);
  if (database) {
    const where = database.constraint ?? database.table;
    return `Postgres refused with ${database.code ?? 'no code'}${where ? ` (${where})` : ''}: the log of this run says more`;
  }
  return error instanceof Error ? error.message.slice(0, 500) : String(error).slice(0, 500);
}

/** drizzle wraps what the driver throws. */
function databaseErrorOf(error: unknown): NeonDbError | null {
  for (let e = error; e instanceof Error; e = e.cause) if (e instanceof NeonDbError) return e;
  return null;
}
