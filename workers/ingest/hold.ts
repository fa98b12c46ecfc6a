// Whether a derived feed waits for what it is derived from. Pure: what is under way and the clock are arguments.
import { type Instant, MINUTE } from '../../data/time.ts';

/** After its slot. Inputs that take longer are late, and one that is late blocks nobody. */
const PATIENCE = 30 * MINUTE;

/**
 * Schedules alone are not enough: on the first start, and after an outage, everything is due at once, and what is derived
 * from tables that are still empty would count as done. The very first run waits as long as an input moves at all: each
 * attempt of an input ends, and one that failed is not due again for an hour.
 */
export function isHeldBack({
  slot,
  coveredUntil,
  inputsMove,
  now,
}: {
  readonly slot: Instant;
  readonly coveredUntil: Instant | null;
  /** A scheduled run of an input is open, or due. */
  readonly inputsMove: boolean;
  readonly now: Instant;
}): boolean {
  return inputsMove && (coveredUntil === null || now < slot + PATIENCE);
}
