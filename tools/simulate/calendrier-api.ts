// The State's API of public holidays: one document a year, twenty years back and five ahead; a 404 beyond.
import { type Instant, parisClock } from '../../data/time.ts';
import { publicHolidays } from './holidays.ts';
import type { SimulatedHost } from './host.ts';
import type { ContentTrick } from './misbehave.ts';
import { jsonReply } from './reply.ts';

const PATH = /^\/jours-feries\/metropole\/(\d{4})\.json$/;
const [YEARS_BACK, YEARS_AHEAD] = [20, 5] as const;

export const calendrierApi: SimulatedHost = {
  hosts: ['calendrier.api.gouv.fr'],
  reply: (_, { url, now, trick }) => {
    const year = Number(PATH.exec(url.pathname)?.[1] ?? Number.NaN);
    if (!isPublished(year, now)) return jsonReply(404, { message: `${url.pathname} is not here` });
    return jsonReply(200, Object.fromEntries(misbehaved(publicHolidays(year), trick)));
  },
};

export function isPublished(year: number, now: Instant): boolean {
  const current = parisClock(now).year;
  return year >= current - YEARS_BACK && year <= current + YEARS_AHEAD;
}

type Holidays = readonly (readonly [date: string, name: string])[];

/** An object cannot say a thing twice, and has no columns. */
function misbehaved(holidays: Holidays, trick: ContentTrick | undefined): Holidays {
  if (trick === 'gap') return holidays.filter(([date]) => date.slice(5, 7) !== '05');
  if (trick === 'unknown-word') return holidays.map(([, name], i) => [`jour ${i}`, name] as const);
  if (trick === 'revised') return holidays.map(([date, name]) => [date, `${name} (férié)`] as const);
  return holidays;
}
