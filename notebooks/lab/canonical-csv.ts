// Reads facts out of the CSV that GET /v1/datasets/{id}/rows?format=csv gives. Knows its columns, not where the file came from.
import { createHash } from 'node:crypto';
import { csvBatches } from '../../data/csv.ts';
import { type DatasetDefinition, ShapeError } from '../../data/dataset.ts';
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
  /** True when any row is: one made-up hour spoils a measurement. */
  readonly simulated: boolean;
}

interface Column {
  readonly value: number;
  readonly knownAt: number;
  readonly series: string;
}

/** Rows must ascend in time within each place. */
export async function readCanonicalCsv(definition: DatasetDefinition, bytes: Uint8Array): Promise<CanonicalFacts> {
  const growing = new Map<string, { at: number[]; knownAt: number[]; value: number[] }>();
  let header: Header | undefined;
  let rows = 0;
  let from = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let simulated = false;
  for await (const records of csvBatches(once(bytes), { separator: ',' })) {
    for (const { fields, line } of records) {
      if (!header) {
        header = headerOf(definition, fields);
        continue;
      }
      const at = parseInstant(fields[header.at] ?? '');
      if (at === null) throw new ShapeError(`line ${line}: ${fields[header.at]} is no instant`);
      rows += 1;
      from = Math.min(from, at);
      last = Math.max(last, at);
      simulated ||= fields[header.simulated] === 'true';
      const place = header.places.map((column) => fields[column]).join('/');
      for (const { series, value, knownAt } of header.columns) {
        const text = fields[value];
        if (!text) continue;
        const known = parseInstant(fields[knownAt] ?? '');
        if (known === null) throw new ShapeError(`line ${line}: ${series} without the instant it was known at`);
        const key = factsKey(series, place);
        const facts = growing.get(key) ?? { at: [], knownAt: [], value: [] };
        if ((facts.at.at(-1) ?? Number.NEGATIVE_INFINITY) >= at) {
          throw new ShapeError(`line ${line}: ${place} goes back in time`);
        }
        growing.set(key, facts);
        facts.at.push(at);
        facts.knownAt.push(known);
        facts.value.push(Number(text));
      }
    }
  }
  const facts = new Map<string, Facts>();
  for (const [key, { at, knownAt, value }] of growing) {
    facts.set(key, {
      at: Float64Array.from(at),
      knownAt: Float64Array.from(knownAt),
      value: Float64Array.from(value),
    });
  }
  return { facts, sha256: createHash('sha256').update(bytes).digest('hex'), rows, from, last, simulated };
}

interface Header {
  readonly at: number;
  readonly simulated: number;
  readonly places: readonly number[];
  readonly columns: readonly Column[];
}

/** The value columns that are there, each with the column that says when it was known. */
function headerOf(definition: DatasetDefinition, names: readonly string[]): Header {
  const indexOf = (name: string): number => {
    const index = names.indexOf(name);
    if (index < 0) throw new ShapeError(`${definition.id}: the file has no column ${name}; it has ${names.join(', ')}`);
    return index;
  };
  const columns = Object.entries(definition.parts).flatMap(([part, { columns }]) =>
    columns
      .filter((column) => names.includes(column))
      .map((column) => ({
        series: `${definition.id}/${column}`,
        value: indexOf(column),
        knownAt: indexOf(`${part}_known_at`),
      })),
  );
  const places = definition.key.filter((name) => name !== definition.timeColumn).map(indexOf);
  return { at: indexOf(definition.timeColumn ?? 'at'), simulated: indexOf('simulated'), places, columns };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
