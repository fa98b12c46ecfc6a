// How a dataset of Opendatasoft (Explore v2.1) is asked and read: always through `exports`, since `records` stops at offset + limit 10,000. All fields are asked for, so that a new one is seen. Knows no dataset.

import { csvBatches } from './csv.ts';
import { type Answer, type Parsed, type Question, ShapeError, type Source } from './dataset.ts';
import { jsonObjects } from './json-array.ts';
import { leftOut } from './left-out.ts';
import type { Finding } from './table-format.ts';
import { formatInstant, parisDate, type TimeWindow } from './time.ts';

/** As CSV or JSON gives it. */
export type Value = string | number | boolean | object | null | undefined;

/** Reads records whose values stand in the order of the names it was made for. */
export interface RecordReader {
  readonly warnings: readonly string[];
  read(values: readonly Value[]): readonly Finding[];
}

export interface Export {
  /** Of the source. */
  readonly id: string;
  readonly host: string;
  /** Its name there. */
  readonly dataset: string;
  /** JSON is pleasant to read in the lake; CSV is a quarter of the bytes, and its header still names every column. */
  readonly format: 'csv' | 'json';
  /** Every record has it: what lacks it is no export, but a page or an error. */
  readonly landmark: string;
  /** In their query language. */
  where(window: TimeWindow): string;
  /** Looks at the names once. Throws ShapeError where one is gone. */
  reader(names: readonly string[]): RecordReader;
}

export function opendatasoft(wanted: Export): Source {
  const { id, host, dataset, format, where } = wanted;
  return {
    id,
    secrets: [],
    *fetch(window): Generator<Question, void, Answer> {
      const query = new URLSearchParams({
        where: where(window),
        timezone: 'UTC',
        ...(format === 'csv' && { delimiter: ';', use_labels: 'false' }),
      });
      const url = `https://${host}/api/explore/v2.1/catalog/datasets/${dataset}/exports/${format}?${query}`;
      yield { method: 'GET', url, answer: 'lake' };
    },
    parse: (bytes) => (format === 'csv' ? fromCsv(wanted, bytes) : fromJson(wanted, bytes)),
  };
}

/** `where` for a field that holds instants. */
export const between = (field: string, { from, to }: TimeWindow): string =>
  `${field} >= date'${formatInstant(from)}' AND ${field} < date'${formatInstant(to)}'`;

/** `where` for a field that holds days of Paris: every day that the window touches. */
export const onDays = (field: string, { from, to }: TimeWindow): string =>
  `${field} >= date'${parisDate(from)}' AND ${field} <= date'${parisDate(to - 1)}'`;

/** Warnings for names that nobody taught us: what they hold is left out, the rest is loaded. */
export const newColumns = (dataset: string, names: readonly string[]): string[] =>
  names.map((name) => leftOut(dataset, 'column', name));

/** Null where nothing is said, undefined for what is no number. */
export function numberOf(value: Value): number | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+([.,]\d+)?$/.test(value) ? Number(value.replace(',', '.')) : undefined;
}

async function* fromJson({ landmark, reader }: Export, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  let names: readonly string[] = [];
  let current: RecordReader | undefined;
  let count = 0;
  for await (const texts of jsonObjects(bytes)) {
    for (const text of texts) {
      count += 1;
      const record = objectOf(text, count);
      if (!current || !sameNames(names, record)) {
        names = Object.keys(record);
        if (!names.includes(landmark))
          throw new ShapeError(`record ${count} has no ${landmark}: ${JSON.stringify(text.slice(0, 200))}`);
        current = reader(names);
        for (const warning of current.warnings) yield { warning };
      }
      for (const finding of current.read(names.map((name) => record[name])))
        yield told(finding, `record ${count}`, text);
    }
  }
}

function objectOf(text: string, count: number): Readonly<Record<string, Value>> {
  try {
    return JSON.parse(text);
  } catch {
    throw new ShapeError(`record ${count} is not JSON: ${JSON.stringify(text.slice(0, 200))}`);
  }
}

function sameNames(names: readonly string[], record: Readonly<Record<string, Value>>): boolean {
  let i = 0;
  for (const name in record) if (names[i++] !== name) return false;
  return i === names.length && i > 0;
}

async function* fromCsv({ landmark, reader }: Export, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  let current: RecordReader | undefined;
  let columns = 0;
  for await (const records of csvBatches(bytes)) {
    for (const { line, fields, text } of records) {
      if (!current) {
        // Only a header can be told from a page of HTML or a JSON error: it names the columns.
        if (!fields.includes(landmark))
          throw new ShapeError(`want a CSV header, got ${JSON.stringify(text.slice(0, 200))}`);
        current = reader(fields);
        columns = fields.length;
        for (const warning of current.warnings) yield { warning };
        continue;
      }
      if (fields.length !== columns)
        throw new ShapeError(`line ${line}: got ${fields.length} fields, want ${columns}: truncated?`);
      for (const finding of current.read(fields)) yield told(finding, `line ${line}`, text);
    }
  }
  if (!current) throw new ShapeError('no CSV header: an empty answer');
}

const told = (finding: Finding, where: string, text: string): Parsed =>
  typeof finding === 'string' ? { reject: { where, reason: finding, fragment: text.slice(0, 300) } } : finding;
