// SNCF open data: the list of social movements by both of its interfaces. A movement is listed two days after it began.
import { DAY, type Instant, parisDate } from '../../data/time.ts';
import type { Asked, SimulatedHost } from './host.ts';
import type { Cell, OpenDataset } from './open-dataset.ts';
import { misbehaved } from './open-dataset.ts';
import { opendatasoftHost } from './opendatasoft.ts';
import { jsonReply, type Reply } from './reply.ts';
import { type Strike, strikesBetween } from './strikes.ts';
import type { World } from './world.ts';

const DATASET = 'mouvements-sociaux-depuis-2002';
const FIRST_DAY = '2002-10-01';
const NAMES = [
  'date_de_debut',
  'date_de_fin',
  'motif',
  'organisations_syndicales',
  'metiers_cibles',
  'population',
  'nombre_grevistes',
  'taux_grevistes',
];

const HOSTS = ['ressources.data.sncf.com'];
const today = opendatasoftHost(HOSTS, (world, now) => ({ [DATASET]: listOf(world, now) }));

export const sncf: SimulatedHost = {
  hosts: HOSTS,
  reply: (world, asked) =>
    asked.url.pathname === '/api/records/1.0/download/' ? download(world, asked) : today.reply(world, asked),
};

function listOf({ seed }: World, now: Instant): OpenDataset {
  const byStart = Map.groupBy(strikesBetween(seed, FIRST_DAY, parisDate(now - 2 * DAY)), ({ start }) => utc(start));
  return {
    names: NAMES,
    timeField: 'date_de_debut',
    instants: ({ from, to }) => [...byStart.keys()].filter((at) => at >= from && at < to),
    records: (at) => (byStart.get(at) ?? []).map(cellsOf),
    spoils: {
      gone: 'motif',
      word: ['taux_grevistes', 'beaucoup'],
      revised: 'taux_grevistes',
      gap: (at) => at % (2 * DAY) === 0,
    },
  };
}

const utc = (date: string): Instant => Date.parse(`${date}T00:00:00Z`);

const cellsOf = ({ start, end, reason, unions, trades, population, strikers, ratePct }: Strike): Cell[] => [
  start,
  end === '' ? null : end,
  reason,
  unions,
  trades === '' ? null : trades,
  decimal(population),
  decimal(strikers),
  ratePct,
];

/** Whole numbers come with their decimal point. */
const decimal = (value: number | null): Cell => (value === null ? null : value.toFixed(1));

/** The interface of before. */
function download(world: World, { url, now, trick }: Asked): Reply {
  const { searchParams } = url;
  const [, first, last] = /^date_de_debut:\[(\S+) TO (\S+)\]$/.exec(searchParams.get('q') ?? '') ?? [];
  if (searchParams.get('dataset') !== DATASET || first === undefined || last === undefined)
    return jsonReply(404, { error: `unknown dataset or query: ${url.search}` });
  const list = listOf(world, now);
  const { names, instants, records } = trick ? misbehaved(list, trick) : list;
  const lines = instants({ from: utc(first), to: utc(last) + 1 }).flatMap(records);
  const body = [names, ...lines].map((cells) => `${cells.map(quoted).join(';')}\n`);
  return { status: 200, headers: { 'content-type': 'application/csv; charset=utf-8' }, body: [body.join('')] };
}

function quoted(cell: Cell): string {
  const text = String(cell ?? '');
  return /[;"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
