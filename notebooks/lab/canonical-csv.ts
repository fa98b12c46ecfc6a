// Reads what GET /v1/datasets/{id}/rows?format=csv gives: facts of a dataset with time, records of one without. Knows its columns, not where the file came from.
import { createHash } from 'node:crypto';
import { csvBatches } from '../../data/csv.ts';
import { type DatasetDefinition, isReject, isWarning, type Row, ShapeError } from '../../data/dataset.ts';
import { exportFormat } from '../../data/export-format.ts';
import { type FieldKind, fieldsOf } from '../../data/field.ts';
import { tableRows } from '../../data/table-format.ts';
import { type Instant, parseInstant } from '../../data/time.ts';
import { type Facts, factsKey } from '../../models/history.ts';

export interface CanonicalFacts {
  /** Keyed by series and place, as every history is. */
  readonly facts: ReadonlyMap<string, Facts>;
  /** Of the bytes that were read: the same hash, the same facts. */
  readonly sha256: string;
  readonly rows: number;
  readonly from: Instant;
  /** The last instant there is a row for. */
  readonly last: Instant;
  /** Who said so, in the order in which they first speak. */
  readonly sources: readonly string[];
  /** True when any row is: one made-up hour spoils a measurement. */
  readonly simulated: boolean;
}

/** Numbers, and booleans as 0 and 1; text is no series. Rows must ascend in time within each place. */
export async function readCanonicalCsv(definition: DatasetDefinition, bytes: Uint8Array): Promise<CanonicalFacts> {
  const growing = new Map<string, Growing[]>();
  const instantOf = remembering();
  const sources = new Set<string>();
  let header: Header | undefined;
  let rows = 0;
  let from = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let simulated = false;
  for await (const records of csvBatches(inChunks(bytes), { separator: ',' })) {
    for (const { fields, line } of records) {
      if (!header) {
        header = headerOf(definition, fields);
        continue;
      }
      const at = instantOf(fields[header.at] ?? '');
      if (at === null) throw new ShapeError(`line ${line}: ${fields[header.at]} is no instant`);
      rows += 1;
      from = Math.min(from, at);
      last = Math.max(last, at);
      simulated ||= fields[header.simulated] === 'true';
      const place = placeOf(header.places, fields);
      const series: Growing[] = growing.get(place) ?? header.columns.map(() => ({ at: [], knownAt: [], value: [] }));
      growing.set(place, series);
      for (let i = 0; i < header.columns.length; i++) {
        const { name, value, knownAt, source, kind } = header.columns[i]!;
        const text = fields[value];
        if (!text) continue;
        const known = instantOf(fields[knownAt] ?? '');
        if (known === null) throw new ShapeError(`line ${line}: ${name} without the instant it was known at`);
        const one = series[i]!;
        if ((one.at.at(-1) ?? Number.NEGATIVE_INFINITY) >= at) {
          throw new ShapeError(`line ${line}: ${place || definition.id} goes back in time`);
        }
        const number = kind === 'boolean' ? BOOLEANS.get(text) : numberOf(text);
        if (number === undefined)
          throw new ShapeError(
            `line ${line}: ${name}: got ${text.slice(0, 60)}, want ${kind === 'boolean' ? 'true or false' : 'a finite number'}`,
          );
        sources.add(fields[source] ?? '');
        one.at.push(at);
        one.knownAt.push(known);
        one.value.push(number);
      }
    }
  }
  if (!header) throw new ShapeError(`${definition.id}: the file is empty; want a header and rows`);
  const facts = new Map<string, Facts>();
  for (const [place, series] of growing) {
    for (const [i, { name }] of header.columns.entries()) {
      const { at, knownAt, value } = series[i]!;
      if (at.length === 0) continue;
      facts.set(factsKey(name, place), {
        at: Float64Array.from(at),
        knownAt: Float64Array.from(knownAt),
        value: Float64Array.from(value),
      });
    }
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { facts, sha256, rows, from, last, sources: [...sources].filter(Boolean), simulated };
}

/** Every row of a dataset that has no time, by the names of its columns. Throws at the first that cannot be read. */
export async function readRecords(definition: DatasetDefinition, bytes: Uint8Array): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const one of tableRows(exportFormat(definition), inChunks(bytes))) {
    if (isWarning(one)) continue;
    if (isReject(one)) throw new ShapeError(`${definition.id} ${one.reject.where}: ${one.reject.reason}`);
    rows.push(one);
  }
  return rows;
}

const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ['false', 0],
  ['true', 1],
]);

/** Absurd values are let through: what they do is for whoever asked. What is infinite, or blank, is no value. */
function numberOf(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

interface Growing {
  readonly at: number[];
  readonly knownAt: number[];
  readonly value: number[];
}

interface Column {
  /** Of the series: dataset and column. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly value: number;
  readonly knownAt: number;
  readonly source: number;
}

interface Header {
  readonly at: number;
  readonly simulated: number;
  readonly places: readonly number[];
  readonly columns: readonly Column[];
}

/** The value columns that are there, each with the column that says when it was known. */
function headerOf(definition: DatasetDefinition, names: readonly string[]): Header {
  const { timeColumn } = definition;
  if (timeColumn === undefined) throw new Error(`${definition.id} has no time: read it with readRecords`);
  const indexOf = (name: string): number => {
    const index = names.indexOf(name);
    if (index < 0) throw new ShapeError(`${definition.id}: the file has no column ${name}; it has ${names.join(', ')}`);
    return index;
  };
  const kinds = new Map(fieldsOf(definition).map(({ name, kind }) => [name, kind]));
  const columns = Object.entries(definition.parts).flatMap(([part, { columns }]) =>
    columns.flatMap((column): Column[] => {
      const kind = kinds.get(column);
      if (!names.includes(column) || kind === undefined || kind === 'text' || kind === 'instant') return [];
      return [
        {
          name: `${definition.id}/${column}`,
          kind,
          value: indexOf(column),
          knownAt: indexOf(`${part}_known_at`),
          source: indexOf(`${part}_source`),
        },
      ];
    }),
  );
  const places = definition.key.filter((name) => name !== timeColumn).map(indexOf);
  return { at: indexOf(timeColumn), simulated: indexOf('simulated'), places, columns };
}

function placeOf(places: readonly number[], fields: readonly string[]): string {
  const [only] = places;
  if (places.length === 1 && only !== undefined) return fields[only] ?? '';
  return places.map((column) => fields[column]).join('/');
}

/** Rows of one instant follow each other, and so do those of one publication. */
function remembering(): (text: string) => Instant | null {
  const known = new Map<string, Instant | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size > 10_000) known.clear();
    const at = parseInstant(text);
    known.set(text, at);
    return at;
  };
}

const CHUNK_BYTES = 1_048_576;

/** A record may be cut; the reader puts it together again. */
async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}
