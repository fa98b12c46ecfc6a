// Writes rows as `GET /v1/datasets/{id}/rows?format=csv` gives them: its header, its lines, known_at by the definition's own rule. Never reads.
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { fieldsOf } from '../../data/field.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { type CsvValue, csvLine } from '../../workers/gateway/csv.ts';
import { servedColumns } from '../../workers/gateway/served.ts';
import type { Imported } from './importer.ts';

export interface Written {
  readonly rows: number;
  readonly from: Instant;
  readonly last: Instant;
  /** Rows of an instant that their place had already: of files that overlap the first one counts. */
  readonly repeated: number;
}

export const canonicalHeader = (definition: DatasetDefinition): string => csvLine(servedColumns(definition));

/** Null, and no file, where there is no row. What the dataset would not accept is left out and told; rows that go back in time to an instant their place lacks are refused. */
export async function writeCanonical(
  path: string,
  definition: DatasetDefinition,
  rows: AsyncIterable<Imported> | Iterable<Imported>,
  options: WriteOptions,
): Promise<Written | null> {
  mkdirSync(dirname(path), { recursive: true });
  // Two notebooks may ask for the same file at once.
  const part = `${path}.${process.pid}.part`;
  try {
    const written = await writePart(part, definition, rows, options);
    if (written) renameSync(part, path);
    return written;
  } finally {
    rmSync(part, { force: true });
  }
}

interface WriteOptions {
  readonly simulated: boolean;
  readonly leftOut: (why: string) => void;
}

async function writePart(
  part: string,
  definition: DatasetDefinition,
  rows: AsyncIterable<Imported> | Iterable<Imported>,
  { simulated, leftOut }: WriteOptions,
): Promise<Written | null> {
  const { timeColumn } = definition;
  if (timeColumn === undefined) throw new Error(`${definition.id} has no time: it is no history to import`);
  const places = definition.key.filter((name) => name !== timeColumn);
  const lineOf = canonicalLine(definition, simulated);
  const check = checkRow(definition);
  const written = new Map<string, Instant[]>();
  let [count, repeated, from, last] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [outOfOrder, firstOutOfOrder] = [0, ''];
  async function* pieces(time: string): AsyncGenerator<string> {
    let waiting = canonicalHeader(definition);
    for await (const imported of rows) {
      const { row } = imported;
      const fault = check(row);
      const at = Number(row[time]);
      const place = places.map((name) => row[name]).join('/');
      if (fault !== null) {
        leftOut(`${named(place, at)}: ${fault}`);
        continue;
      }
      const instants = written.get(place) ?? [];
      const newest = instants.at(-1) ?? Number.NEGATIVE_INFINITY;
      if (at <= newest) {
        if (holds(instants, at)) repeated += 1;
        else {
          outOfOrder += 1;
          firstOutOfOrder ||= `${named(place, at)} after ${formatInstant(newest)}`;
        }
        continue;
      }
      if (instants.push(at) === 1) written.set(place, instants);
      count += 1;
      from = Math.min(from, at);
      last = Math.max(last, at);
      waiting += lineOf(imported);
      if (waiting.length < 262_144) continue;
      yield waiting;
      waiting = '';
    }
    yield waiting;
  }
  await pipeline(pieces(timeColumn), createWriteStream(part));
  if (outOfOrder > 0) {
    throw new Error(
      `${definition.id}: rows out of order: ${outOfOrder}, first ${firstOutOfOrder}; repeated: ${repeated}. ` +
        'Want rows that ascend in time within each place: sort the file; where files overlap, later ones may repeat, not fill gaps',
    );
  }
  return count === 0 ? null : { rows: count, from, last, repeated };
}

/** A row by its key, as people write it. */
const named = (place: string, at: Instant): string =>
  [place, Number.isNaN(new Date(at).getTime()) ? 'at no instant' : formatInstant(at)].filter(Boolean).join(' ');

/** Whether an ascending list has it. */
function holds(ascending: readonly Instant[], at: Instant): boolean {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === at;
}

function canonicalLine(definition: DatasetDefinition, simulated: boolean): (imported: Imported) => string {
  const instants = new Set(fieldsOf(definition).flatMap(({ name, kind }) => (kind === 'instant' ? [name] : [])));
  const shown = (row: Row, name: string): CsvValue => {
    const value = row[name];
    return typeof value === 'number' && instants.has(name) ? formatInstant(value) : value;
  };
  const parts = Object.values(definition.parts);
  return ({ row, source, lastStepAt }) => {
    const known = lastStepAt === undefined ? row : { ...row, [definition.timeColumn ?? '']: lastStepAt };
    const values: CsvValue[] = definition.key.map((name) => shown(row, name));
    for (const { columns, knownAt } of parts) {
      // A part without a single value has no provenance, as in the database.
      const says = columns.some((name) => (row[name] ?? null) !== null);
      for (const name of columns) values.push(shown(row, name));
      if (!says) values.push(null, null, null);
      else if (!knownAt)
        throw new Error(`${definition.id}: a part without a rule of when it is known cannot be imported`);
      else values.push(row.quality, formatInstant(knownAt(known)), source);
    }
    return csvLine([...values, simulated]);
  };
}
