// Whether an error says that Postgres could not be reached, and so that trying later may help. Never decides what to do about it.
import { NeonDbError } from '@neondatabase/serverless';

/** Classes of SQLSTATE that speak of the server, not of the statement: no connection, refused, out of resources, shutting down, too slow. */
const AWAY_CLASSES = new Set(['08', '28', '53', '57', '58']);
/** The database itself is not there. */
const AWAY_CODES = new Set(['3D000']);

/** True when the database cannot be reached or does not let us in; false for what a statement did wrong. */
export function isOutage(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof NeonDbError) return isAway(at);
  }
  return false;
}

function isAway({ code, sourceError, message }: NeonDbError): boolean {
  if (sourceError) return true;
  if (code) return AWAY_CODES.has(code) || AWAY_CLASSES.has(code.slice(0, 2));
  // Neon's proxy answers without a SQLSTATE when it cannot wake or reach the database behind it.
  return /^Server error \(HTTP status (429|5\d\d)\)/.test(message);
}
