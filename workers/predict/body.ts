// What may be asked of a model over the wire. Each kind reads the body with its own schema; what is wrong is named with its pointer.
import { z } from 'zod';
import { glimpse } from '../../data/glimpse.ts';
import { gridInWords, stepsIn } from '../../data/grid.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import type { RecordModel, SeriesModel } from '../../models/model.ts';
import { readJson } from '../mesh/bounded-json.ts';
import { MAX_PREDICTED_ROWS, rowsBody, SeriesBody } from '../mesh/predict-body.ts';
import { type Fault, fail, ok, type Result } from '../mesh/result.ts';
import { faultsOf, faulty, inWords, MAX_FAULTS } from './faults.ts';
import type { Question } from './series-answer.ts';

export interface SeriesRequest {
  readonly issuedAt: Instant;
  readonly questions: readonly Question[];
}

export interface RecordRequest {
  readonly rows: readonly unknown[];
  /** Where each row stands in the body. */
  pointerTo(row: number): string;
}

export function seriesRequest(model: SeriesModel, body: string, now: Instant): Result<SeriesRequest> {
  const json = parsed(body);
  if (!json.ok) return json;
  const read = checked(SeriesBody, json.value);
  if (!read.ok) return read;
  const { issued_at: issuedAt = now, valid_at: validAt, entities = model.entities } = read.value;
  if (issuedAt > now) {
    const detail = `got ${formatInstant(issuedAt)}, which lies in the future: want ${formatInstant(now)} or before`;
    return invalid([{ pointer: '/issued_at', detail }]);
  }
  const faults = [...entityFaults(model, entities), ...horizonFaults(model, issuedAt, validAt)];
  if (faults.length > 0) return invalid(faults);
  const rows = entities.length * validAt.length;
  if (rows > MAX_PREDICTED_ROWS) {
    return invalid([
      {
        pointer: '/valid_at',
        detail: `got ${rows} rows over ${entities.length} entities, want at most ${MAX_PREDICTED_ROWS}`,
      },
    ]);
  }
  const questions = entities.flatMap((entity) => validAt.map((at) => ({ entity, validAt: at })));
  return ok({ issuedAt, questions });
}

/** `{ "rows": [ … ] }`, or one record as it is. */
export function recordRequest({ input }: RecordModel, body: string): Result<RecordRequest> {
  const json = parsed(body);
  if (!json.ok) return json;
  if (isOneRecord(json.value)) {
    const read = checked(input, json.value);
    return read.ok ? ok({ rows: [read.value], pointerTo: () => '' }) : read;
  }
  const list = checked(AnyRows, json.value);
  if (!list.ok) return list;
  const rows = eachChecked(input, list.value.rows);
  return rows.ok ? ok({ rows: rows.value, pointerTo: (row) => `/rows/${row}` }) : rows;
}

const AnyRows = rowsBody(z.unknown());

/** Row by row, and no further than there are faults to tell: what is wrong ten thousand times takes longer than what is right. */
function eachChecked(schema: z.ZodType, given: readonly unknown[]): Result<readonly unknown[]> {
  const rows: unknown[] = [];
  const faults: Fault[] = [];
  for (const [i, row] of given.entries()) {
    const read = schema.safeParse(row, { error: inWords });
    if (read.success) rows.push(read.data);
    else faults.push(...faultsOf(read.error, schema, ['rows', i]));
    if (faults.length >= MAX_FAULTS) break;
  }
  return faults.length === 0 ? ok(rows) : invalid(faults);
}

/** What is no object is told about `rows`, which most will want. */
const isOneRecord = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !Object.hasOwn(json, 'rows');

function entityFaults({ entities }: SeriesModel, asked: readonly string[]): Fault[] {
  return asked.flatMap((entity, i) => {
    const pointer = `/entities/${i}`;
    if (!entities.includes(entity))
      return [{ pointer, detail: `got ${glimpse(entity)}, want one of ${entities.join(', ')}` }];
    return asked.indexOf(entity) === i ? [] : [{ pointer, detail: `got ${entity} twice, want each once` }];
  });
}

function horizonFaults({ horizon }: SeriesModel, issuedAt: Instant, asked: readonly Instant[]): Fault[] {
  const { from, to } = horizon.window(issuedAt);
  const window = `from ${formatInstant(from)} to before ${formatInstant(to)}`;
  const steps = new Set(stepsIn(horizon.step, { from, to }));
  const seen = new Set<Instant>();
  return asked.flatMap((at, i) => {
    const pointer = `/valid_at/${i}`;
    const got = `got ${formatInstant(at)}`;
    if (at < from || at >= to)
      return [{ pointer, detail: `${got}, want what is issued at ${formatInstant(issuedAt)} to reach: ${window}` }];
    if (!steps.has(at)) return [{ pointer, detail: `${got}, want an instant${gridInWords(horizon.step)}, ${window}` }];
    if (seen.has(at)) return [{ pointer, detail: `${got} twice, want each once` }];
    seen.add(at);
    return [];
  });
}

const invalid = (errors: readonly Fault[]) => fail(faulty(errors));

function checked<T>(schema: z.ZodType<T>, json: unknown): Result<T> {
  const read = schema.safeParse(json, { error: inWords });
  return read.success ? ok(read.data) : invalid(faultsOf(read.error, schema));
}

function parsed(body: string): Result<unknown> {
  try {
    return ok(readJson(body));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const detail = `got no JSON: ${why.slice(0, 120)}. Want an object; JSON has no NaN and no Infinity: what is missing is null, or left out`;
    return invalid([{ pointer: '', detail }]);
  }
}
