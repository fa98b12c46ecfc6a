// Whether an error says that Postgres could not be reached, and so that trying later may help, or that it never will. Never decides what to do about it.
import { NeonDbError } from '@neondatabase/serverless';

/** Classes of SQLSTATE that speak of the server, not of the statement: no connection, refused, out of resources, not in a state to answer, shutting down, too slow. */
const AWAY_CLASSES = new Set(['08', '28', '53', '55', '57', '58']);
/** The database itself is not there. */
const AWAY_CODES = new Set(['3D000']);

/** True when the database cannot be reached, does not let us in, or has no time for us; false for what a statement did wrong. */
export function isOutage(error: unknown): boolean {
  const refused = refusalOf(error);
  return refused !== null && isAway(refused);
}

/** Of these the one that may be our own fault: Postgres is there, but a statement was cut off at the time limit of its role. */
export function isOvertime(error: unknown): boolean {
  return refusalOf(error)?.code === '57014';
}

/** Classes of SQLSTATE that speak of the values: no such number, text or date, or a constraint broken. */
const CONTENT_CLASSES = new Set(['22', '23']);

/** Postgres was there and refused what the rows say: the same rows will be refused again. Not so a missing column or right, which a deploy mends. */
export function isContentRefused(error: unknown): boolean {
  return CONTENT_CLASSES.has(refusalOf(error)?.code?.slice(0, 2) ?? '');
}

/** What the driver threw, however deep: drizzle wraps it. */
export function refusalOf(error: unknown): NeonDbError | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof NeonDbError) return at;
  return null;
}

function isAway({ code, sourceError, message }: NeonDbError): boolean {
  if (sourceError) return true;
  if (code) return AWAY_CODES.has(code) || AWAY_CLASSES.has(code.slice(0, 2));
  // Neon's proxy answers without a SQLSTATE when it cannot wake or reach the database behind it.
  return /^Server error \(HTTP status (429|5\d\d)\)/.test(message);
}
