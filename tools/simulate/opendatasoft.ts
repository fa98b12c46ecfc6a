// Hosts of Opendatasoft (Explore v2.1): exports/json, exports/csv, and records with its limit of 10,000. Streams. Knows no dataset.
// A host is one call of `opendatasoftHost`: its names, and a function that gives its datasets (open-dataset.ts) by their id there, e.g.
// `export const education = opendatasoftHost(['data.education.gouv.fr'], (world, now) => ({ 'fr-en-calendrier-scolaire': … }))`.
import { type Instant, parisOffset, parseInstant } from '../../data/time.ts';
import type { Asked, SimulatedHost } from './host.ts';
import { indexOf, OdsqlError, parseWhere } from './odsql.ts';
import { type Cell, misbehaved, type OpenDataset } from './open-dataset.ts';
import { JSON_TYPE, jsonReply, type Reply } from './reply.ts';
import type { World } from './world.ts';

const PATH = /^\/api\/explore\/v2\.1\/catalog\/datasets\/([\w@-]+)\/(records|exports\/json|exports\/csv)\/?$/;
const MAX_LIMIT = 100;
const MAX_PAGED = 10_000;
const PIECE_CHARS = 65_536;
const KNOWN = [
  'where',
  'select',
  'order_by',
  'limit',
  'offset',
  'timezone',
  'delimiter',
  'use_labels',
  'with_bom',
  'lang',
];

type Datasets = (world: World, now: Instant) => Readonly<Record<string, OpenDataset>>;

export const opendatasoftHost = (hosts: readonly string[], datasets: Datasets): SimulatedHost => ({
  hosts,
  reply: (world, asked) => explore(datasets(world, asked.now), asked),
});

function explore(datasets: Readonly<Record<string, OpenDataset>>, { url, trick }: Asked): Reply {
  const [, id = '', endpoint = ''] = PATH.exec(url.pathname) ?? [];
  const honest = datasets[id];
  if (!honest) return jsonReply(404, { error_code: 'NotFoundResource', message: `Unknown resource: ${url.pathname}` });
  try {
    const dataset = trick ? misbehaved(honest, trick) : honest;
    const query = parseQuery(dataset, url.searchParams, endpoint);
    if (endpoint === 'records') return jsonReply(200, page(dataset, query));
    return endpoint === 'exports/csv'
      ? { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: pieces(csv(dataset, query)) }
      : { status: 200, headers: JSON_TYPE, body: pieces(json(dataset, query)) };
  } catch (error) {
    if (error instanceof OdsqlError) return jsonReply(400, error.body);
    throw error;
  }
}

interface Query {
  readonly instants: readonly Instant[];
  readonly accepts: (record: readonly Cell[]) => boolean;
  /** Whether it leaves any record out. */
  readonly selective: boolean;
  /** Positions of the fields asked for. */
  readonly fields: readonly number[];
  readonly names: readonly string[];
  readonly limit: number;
  readonly offset: number;
  readonly delimiter: string;
  readonly bom: boolean;
  readonly paris: boolean;
}

function parseQuery(dataset: OpenDataset, params: URLSearchParams, endpoint: string): Query {
  for (const name of params.keys()) {
    if (!KNOWN.includes(name)) throw new OdsqlError('InvalidRESTParameterError', `Unknown API parameter: ${name}.`);
  }
  const { window, accepts, selective } = parseWhere(params.get('where'), dataset);
  const paged = endpoint === 'records';
  const limit = Number(params.get('limit') ?? (paged ? 10 : -1));
  const offset = Number(params.get('offset') ?? 0);
  if (paged && !(limit >= -1 && limit <= MAX_LIMIT)) {
    const want = `-1 <= limit <= ${MAX_LIMIT} is expected`;
    throw new OdsqlError(
      'InvalidRESTParameterError',
      `Invalid value for limit API parameter: ${limit} was found but ${want}.`,
    );
  }
  if (paged && limit + offset > MAX_PAGED) {
    const want = `the sum offset + limit <= ${MAX_PAGED} is expected`;
    throw new OdsqlError(
      'InvalidRESTParameterError',
      `Invalid value for offset API parameter: ${offset} was found but ${want}.`,
    );
  }
  const zone = params.get('timezone') ?? 'UTC';
  if (!['UTC', 'Europe/Paris', 'Europe/Berlin'].includes(zone)) {
    throw new OdsqlError('InvalidRESTParameterError', `Unknown timezone: ${zone}.`);
  }
  const select = params.get('select');
  const names = select ? select.split(',').map((name) => name.trim()) : dataset.names;
  const instants = dataset.instants(window);
  return {
    instants: descending(params.get('order_by'), dataset.timeField) ? instants.toReversed() : instants,
    accepts,
    selective,
    fields: names.map((name) => indexOf(dataset.names, name)),
    names,
    limit: limit < 0 ? Number.POSITIVE_INFINITY : limit,
    offset,
    delimiter: params.get('delimiter') ?? ';',
    bom: params.get('with_bom') !== 'false',
    paris: zone !== 'UTC',
  };
}

function descending(orderBy: string | null, timeField: string): boolean {
  const [field, direction = 'asc', ...rest] = (orderBy ?? timeField).replace(/^-(\w+)$/, '$1 desc').split(/\s+/);
  if (field === timeField && rest.length === 0 && /^(asc|desc)$/i.test(direction))
    return direction.toLowerCase() === 'desc';
  throw new OdsqlError('ODSQLError', `Invalid order_by: ${orderBy}`);
}

function* records(dataset: OpenDataset, query: Query): Generator<readonly Cell[]> {
  const { instants, accepts, fields, offset, limit, paris } = query;
  const clock = dataset.names.indexOf(dataset.timeField);
  const whole = fields.length === dataset.names.length && fields.every((field, i) => field === i);
  let index = 0;
  for (const at of instants) {
    for (const record of dataset.records(at)) {
      if (!accepts(record)) continue;
      if (index >= offset + limit) return;
      index += 1;
      if (index <= offset) continue;
      const shown = paris ? record.map((cell, i) => (i === clock ? inParis(String(cell)) : cell)) : record;
      yield whole ? shown : fields.map((field) => shown[field]!);
    }
  }
}

function inParis(text: string): string {
  const at = parseInstant(text);
  // A day has no zone.
  if (at === null) return text;
  const offset = parisOffset(at);
  return new Date(at + offset).toISOString().replace('.000Z', `+0${offset / 3_600_000}:00`);
}

function* csv(dataset: OpenDataset, query: Query): Generator<string> {
  const { delimiter } = query;
  const quoted = (cell: Cell): string => {
    if (cell === null) return '';
    if (typeof cell === 'number') return String(cell);
    return cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
  };
  yield `${query.bom ? '\uFEFF' : ''}${query.names.join(delimiter)}\r\n`;
  for (const record of records(dataset, query)) {
    let line = quoted(record[0]!);
    for (let i = 1; i < record.length; i++) line += delimiter + quoted(record[i]!);
    yield `${line}\r\n`;
  }
}

function* json(dataset: OpenDataset, query: Query): Generator<string> {
  const keys = query.names.map((name) => `${JSON.stringify(name)}: `);
  let before = '[\n';
  for (const record of records(dataset, query)) {
    yield `${before}{${record.map((cell, i) => `${keys[i]}${JSON.stringify(cell)}`).join(', ')}}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[\n]' : '\n]';
}

function page(dataset: OpenDataset, query: Query) {
  const results = [...records(dataset, query)].map((record) =>
    Object.fromEntries(query.names.map((name, i) => [name, record[i]])),
  );
  const all = { ...query, offset: 0, limit: Number.POSITIVE_INFINITY };
  const total = query.selective ? [...records(dataset, all)].length : countOf(dataset, query.instants);
  return { total_count: total, results };
}

/** Without making fourteen years of records: the first says how many there are at each instant. */
function countOf(dataset: OpenDataset, instants: readonly Instant[]): number {
  const [first] = instants;
  return first === undefined ? 0 : instants.length * dataset.records(first).length;
}

/** Lines gathered into pieces worth sending. */
function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
