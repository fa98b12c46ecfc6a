// What may be asked of a model over the wire. Each kind reads the body with its own schema; what is wrong is named with its pointer.
import type { z } from 'zod';
import { gridInWords, stepsIn } from '../../data/grid.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import type { RecordModel, SeriesModel } from '../../models/model.ts';
import { MAX_PREDICTED_ROWS, recordBody, SeriesBody } from '../mesh/predict-body.ts';
import { type Fault, fail, ok, type Result } from '../mesh/result.ts';
import type { Question } from './series-answer.ts';

export interface SeriesRequest {
  readonly issuedAt: Instant;
  readonly questions: readonly Question[];
}

export function seriesRequest(model: SeriesModel, body: string, now: Instant): Result<SeriesRequest> {
  const read = readBody(SeriesBody, body);
  if (!read.ok) return read;
  const { issued_at: issuedAt = now, valid_at: validAt, entities = model.entities } = read.value;
  if (issuedAt > now) {
    return invalid([{ pointer: '/issued_at', detail: `lies in the future: it is ${formatInstant(now)}` }]);
  }
  const faults = [...entityFaults(model, entities), ...horizonFaults(model, issuedAt, validAt)];
  if (faults.length > 0) return invalid(faults);
  const rows = entities.length * validAt.length;
  if (rows > MAX_PREDICTED_ROWS) {
    return invalid([
      {
        pointer: '/valid_at',
        detail: `asks for ${rows} rows over ${entities.length} entities, at most ${MAX_PREDICTED_ROWS}`,
      },
    ]);
  }
  const questions = entities.flatMap((entity) => validAt.map((at) => ({ entity, validAt: at })));
  return ok({ issuedAt, questions });
}

export function recordRequest<Input>(model: RecordModel<Input>, body: string): Result<readonly Input[]> {
  const read = readBody(recordBody(model.input), body);
  return read.ok ? ok(read.value.rows) : read;
}

function entityFaults({ id, entities }: SeriesModel, asked: readonly string[]): Fault[] {
  return asked.flatMap((entity, i) => {
    const pointer = `/entities/${i}`;
    if (!entities.includes(entity)) return [{ pointer, detail: `${id} knows ${entities.join(', ')}` }];
    return asked.indexOf(entity) === i ? [] : [{ pointer, detail: 'is asked for twice' }];
  });
}

function horizonFaults({ horizon }: SeriesModel, issuedAt: Instant, asked: readonly Instant[]): Fault[] {
  const { from, to } = horizon.window(issuedAt);
  const window = `from ${formatInstant(from)} to before ${formatInstant(to)}`;
  const steps = new Set(stepsIn(horizon.step, { from, to }));
  const seen = new Set<Instant>();
  return asked.flatMap((at, i) => {
    const pointer = `/valid_at/${i}`;
    if (at < from || at >= to)
      return [{ pointer, detail: `what is issued at ${formatInstant(issuedAt)} reaches ${window}` }];
    if (!steps.has(at)) return [{ pointer, detail: `want an instant${gridInWords(horizon.step)}, ${window}` }];
    if (seen.has(at)) return [{ pointer, detail: 'is asked for twice' }];
    seen.add(at);
    return [];
  });
}

/** Ten thousand wrong rows need no ten thousand sentences. */
const MAX_FAULTS = 20;

const invalid = (errors: readonly Fault[]) =>
  fail({
    reason: 'invalid',
    detail: 'The model cannot answer what the body asks.',
    errors: errors.slice(0, MAX_FAULTS),
  });

function readBody<T>(schema: z.ZodType<T>, body: string): Result<T> {
  const json = parsed(body);
  if (json === undefined) return invalid([{ pointer: '', detail: 'the body is not JSON' }]);
  const read = schema.safeParse(json);
  return read.success ? ok(read.data) : invalid(read.error.issues.flatMap(faultsOf));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      detail: 'is not a field of this request',
    }));
  }
  return [{ pointer: pointerTo(issue.path), detail: issue.message }];
}

/** RFC 6901. */
const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
