// How ODRÉ is asked and read (Opendatasoft Explore v2.1): always through `exports`, since `records` stops at offset + limit 10,000. All fields are asked for, so that a new one is seen.
import { csvBatches } from '../csv.ts';
import { type Answer, type Question, type Reject, type Row, ShapeError, type Source } from '../dataset.ts';
import { jsonObjects } from '../json-array.ts';
import { formatInstant, type TimeWindow } from '../time.ts';
import type { Grain } from './eco2mix.ts';
import { type RecordReader, recordReader, reject, type Value } from './record.ts';

const EXPORTS = (dataset: string) =>
  `https://odre.opendatasoft.com/api/explore/v2.1/catalog/datasets/${dataset}/exports`;

interface Place {
  readonly id: string;
  /** Its name at ODRÉ. */
  readonly dataset: string;
  readonly grain: Grain;
}

/** The last weeks, as JSON: small windows, and people read it. */
export function odreLive({ id, dataset, grain }: Place): Source {
  return {
    id,
    secrets: [],
    *fetch(window): Generator<Question, void, Answer> {
      const query = new URLSearchParams({ where: between(window), timezone: 'UTC' });
      yield { method: 'GET', url: `${EXPORTS(dataset)}/json?${query}`, answer: 'lake' };
    },
    parse: (bytes) => fromJson(grain, bytes),
  };
}

/** What has been checked, since 2012, as CSV: a quarter of the bytes, and the header still names every column. */
export function odreArchive({ id, dataset, grain }: Place): Source {
  return {
    id,
    secrets: [],
    *fetch(window): Generator<Question, void, Answer> {
      const query = new URLSearchParams({
        where: between(window),
        timezone: 'UTC',
        delimiter: ';',
        use_labels: 'false',
      });
      yield { method: 'GET', url: `${EXPORTS(dataset)}/csv?${query}`, answer: 'lake' };
    },
    parse: (bytes) => fromCsv(grain, bytes),
  };
}

const between = ({ from, to }: TimeWindow): string =>
  `date_heure >= date'${formatInstant(from)}' AND date_heure < date'${formatInstant(to)}'`;

async function* fromJson(grain: Grain, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row | Reject> {
  let names: readonly string[] = [];
  let read: RecordReader = () => '';
  let count = 0;
  for await (const texts of jsonObjects(bytes)) {
    for (const text of texts) {
      count += 1;
      const record = objectOf(text, count);
      if (!sameNames(names, record)) {
        names = Object.keys(record);
        read = recordReader(grain, names);
      }
      const row = read(names.map((name) => record[name]));
      yield typeof row === 'string' ? reject(`record ${count}`, row, text) : row;
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

async function* fromCsv(grain: Grain, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row | Reject> {
  let read: RecordReader | undefined;
  let columns = 0;
  for await (const records of csvBatches(bytes)) {
    for (const { line, fields, text } of records) {
      if (!read) {
        // Only a header can be told from a page of HTML or a JSON error: it names the columns.
        if (!fields.includes('date_heure'))
          throw new ShapeError(`want a CSV header, got ${JSON.stringify(text.slice(0, 200))}`);
        read = recordReader(grain, fields);
        columns = fields.length;
        continue;
      }
      if (fields.length !== columns)
        throw new ShapeError(`line ${line}: got ${fields.length} fields, want ${columns}: truncated?`);
      const row = read(fields);
      yield typeof row === 'string' ? reject(`line ${line}`, row, text) : row;
    }
  }
  if (!read) throw new ShapeError('no CSV header: an empty answer');
}
