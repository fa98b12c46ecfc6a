// Which faults trying again cannot help, and how a fault reads for people: never SQL, never a stack.
import { isOutage, isOvertime, refusalOf } from '../../db/outage.ts';
import { LoadPlanError } from '../../db/queries/load-statement.ts';
import { OriginError } from '../../db/queries/raw-objects.ts';
import { LockedError } from './privacy/keys.ts';
import { OversizeError } from './step-result.ts';

const PERMANENT = [OriginError, LoadPlanError, LockedError, OversizeError];
/** Serialization failure, deadlock, lock not available: the same statement may succeed next time. */
const PASSING = new Set(['40001', '40P01', '55P03']);
/** A minute each: who else keeps Postgres busy is done by then, or our statement is at fault. */
const OVERTIME_TRIES = 5;

/** Whether what failed so at this attempt is given up. Never while Postgres is away: then nothing is decided. */
export function isGivenUp(
  error: unknown,
  { attempt, retries }: { readonly attempt: number; readonly retries: number },
) {
  if (isPermanent(error)) return true;
  if (isOvertime(error)) return attempt >= Math.min(OVERTIME_TRIES, retries + 1);
  return attempt > retries && !isOutage(error);
}

function isPermanent(error: unknown): boolean {
  if (isOutage(error)) return false;
  if (PERMANENT.some((kind) => error instanceof kind)) return true;
  const database = refusalOf(error);
  return database !== null && !PASSING.has(database.code ?? '');
}

export function sentence(error: unknown): string {
  if (isOvertime(error))
    return 'Postgres cut a statement off that took longer than its role may (57014): the log of this run says which';
  const database = refusalOf(error);
  if (database) {
    const where = database.constraint ?? database.table;
    return `Postgres refused with ${database.code ?? 'no code'}${where ? ` (${where})` : ''}: the log of this run says more`;
  }
  return error instanceof Error ? error.message.slice(0, 500) : String(error).slice(0, 500);
}
