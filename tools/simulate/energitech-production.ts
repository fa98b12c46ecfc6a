// EnergiTech's production files: one a month, a line per turbine and day that is over, with the gaps that its own have. Pure.
import {
  DAY,
  floorTo,
  type Instant,
  instantsAtParis,
  MINUTE,
  parisDate,
  parisDay,
  parisTimeOn,
} from '../../data/time.ts';
import type { Asked, SimulatedHost } from './host.ts';
import type { ContentTrick } from './misbehave.ts';
import { seedOf, whiteNoise } from './noise.ts';
import type { Reply } from './reply.ts';
import { FLEET, type Turbine } from './turbine-fleet.ts';
import { type SimulatedTurbine, simulateTurbine } from './turbine-physics.ts';
import type { World } from './world.ts';

const HOST = 'files.energitech.example';

/** As EnergiTech's own files have them. */
const MISSING = { energy: 0.05, flag: 0.02 } as const;

export const energitechFiles: SimulatedHost = {
  hosts: [HOST],
  secrets: { TURBINE_PRODUCTION_URL: `https://${HOST}/production` },
  reply,
};

function reply({ seed }: World, { url, now, trick }: Asked): Reply {
  const [, year, month] = /^\/production\/production_(\d{4})_(\d\d)\.csv$/.exec(url.pathname) ?? [];
  const lines = year && month ? productionOf(seed, { year: Number(year), month: Number(month) }, now) : [];
  if (lines.length === 0) return { status: 404, headers: { 'content-type': 'text/plain' }, body: ['no such file\n'] };
  return {
    status: 200,
    headers: { 'content-type': 'text/csv; charset=utf-8' },
    body: [
      misbehaved(lines, trick)
        .map((cells) => `${cells.join(';')}\n`)
        .join(''),
    ],
  };
}

const HEADER = ['date', 'turbin_id', 'energie_kWh', 'arret_planifie', 'arret_non_planifie'] as const;

/** Days that are over and have been read at six the next morning. Empty before the first of them. */
function productionOf(seed: number, of: { year: number; month: number }, now: Instant): readonly (readonly string[])[] {
  const first = instantsAtParis({ ...of, day: 1 })[0];
  if (first === undefined) return [];
  const month = parisDate(first).slice(0, 7);
  const lines: string[][] = [];
  const fleet = FLEET.map((turbine) => ({ turbine, simulated: simulateTurbine(seed, turbine) }));
  for (let day = parisDay(first); parisDate(day.from).startsWith(month); day = parisDay(day.to)) {
    if (parisTimeOn(day.from, { hour: 6, shiftDays: 1 }) > now) break;
    for (const { turbine, simulated } of fleet) lines.push(lineOf(seed, turbine, simulated, day));
  }
  return lines.length > 0 ? [HEADER, ...lines] : [];
}

function lineOf(
  seed: number,
  turbine: Turbine,
  { stops, day: truthOf }: SimulatedTurbine,
  day: { readonly from: Instant; readonly to: Instant },
): string[] {
  let megawattMinutes = 0;
  for (let midnight = floorTo(DAY, day.from); midnight < day.to; midnight += DAY) {
    const { powerMw } = truthOf(midnight);
    const [first, last] = [Math.max(0, day.from - midnight), Math.min(DAY, day.to - midnight)];
    for (let m = first / MINUTE; m < last / MINUTE; m++) megawattMinutes += powerMw[m]!;
  }
  const kinds = stops.in(day).map(({ kind }) => kind);
  const unplanned = kinds.includes('unplanned');
  const planned = kinds.includes('planned') && !unplanned;
  const chance = (name: string) =>
    (whiteNoise(seedOf(seed, `${name} missing ${turbine.id}`))(Math.round(day.from / DAY)) + 1) / 2;
  return [
    parisDate(day.from),
    turbine.id,
    chance('energy') < MISSING.energy ? '' : String(Math.round((megawattMinutes / 60) * 1_000)),
    chance('planned') < MISSING.flag ? '' : String(Number(planned)),
    chance('unplanned') < MISSING.flag ? '' : String(Number(unplanned)),
  ];
}

function misbehaved(
  lines: readonly (readonly string[])[],
  trick: ContentTrick | undefined,
): readonly (readonly string[])[] {
  const [header = [], ...days] = lines;
  const each = (change: (cells: readonly string[]) => readonly string[]) => [header, ...days.map(change)];
  switch (trick) {
    case undefined:
      return lines;
    case 'extra-column':
      return [[...header, 'commentaire'], ...days.map((cells) => [...cells, 'RAS'])];
    case 'missing-column':
      return lines.map((cells) => cells.toSpliced(2, 1));
    case 'unknown-word':
      return each((cells) => cells.with(3, 'partiel'));
    case 'duplicates':
      return [header, ...days.flatMap((cells) => [cells, cells])];
    case 'revised':
      return each((cells) => cells.with(2, cells[2] ? String(Math.round(Number(cells[2]) * 1.01)) : ''));
    case 'gap':
      return [header, ...days.filter((_, i) => i % 10 !== 0)];
  }
}
