// Cuts judged hours into the stretches that the CARE score is made of: what counts as going wrong, and what as normal, is said here.
import type { CareEvent } from './care-score.ts';
import type { TurbineHour } from './turbine-hours.ts';

const STRETCH_HOURS = 14 * 24;
const SETTLED_HOURS = 4 * 24;

/**
 * Two weeks each. A fault's stretch ends as it fails, and goes wrong in the last `horizonHours` of it; a normal one ends
 * at least two weeks before the next failure and begins four days after a repair or later. Takes every hour, in order.
 */
export function careEventsOf(
  hours: readonly TurbineHour[],
  flagged: readonly boolean[],
  horizonHours: number,
): CareEvent[] {
  const events: CareEvent[] = [];
  const stretch = (kind: CareEvent['kind'], from: number): void => {
    const inside = hours.slice(from, from + STRETCH_HOURS);
    const wrongFrom = inside.findLastIndex(({ hoursToFailure }) => hoursToFailure > horizonHours) + 1;
    events.push({
      kind,
      flagged: flagged.slice(from, from + STRETCH_HOURS),
      // A flag before a failure that came earlier in these two weeks is neither right nor wrong about this one.
      operating: inside.map(
        ({ standing, hoursToFailure }, i) => !standing && (i >= wrongFrom || hoursToFailure > horizonHours),
      ),
      wrongFrom,
    });
  };
  let quietSince = 0;
  hours.forEach((hour, i) => {
    if (hour.turbine !== hours[i - 1]?.turbine) quietSince = i;
    const begins = i + 1 - STRETCH_HOURS;
    if (hour.hoursToFailure < 1 && hours[begins]?.turbine === hour.turbine) stretch('anomaly', begins);
    if (hour.hoursToFailure <= STRETCH_HOURS || hour.hoursSinceRepair <= SETTLED_HOURS) quietSince = i + 1;
    if (i + 1 - quietSince < STRETCH_HOURS) return;
    stretch('normal', quietSince);
    quietSince = i + 1;
  });
  return events;
}
