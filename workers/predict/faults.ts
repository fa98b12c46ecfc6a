// From what zod found wrong with a body to faults: a pointer (RFC 6901), what was got and what is wanted. Pure.
import { z } from 'zod';
import { glimpse } from '../../data/glimpse.ts';
import { type Failure, type Fault, inShort } from '../mesh/result.ts';

/** For zod, while it reads. A schema that says something of its own is not asked. */
export const inWords = (issue: z.core.$ZodRawIssue): string => `got ${glimpse(issue.input)}, want ${wanted(issue)}`;

function wanted(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return NAMES[issue.expected] ?? issue.expected;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? `a text that is a ${issue.format}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    default:
      return `what GET /v1/models/{id} and /openapi.json describe`;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  number: 'a finite number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' values' };
const FORMATS: Readonly<Record<string, string>> = {
  date: 'a day, YYYY-MM-DD',
  datetime: 'an instant in ISO 8601 with its zone',
};

/** Ten thousand wrong rows need no ten thousand sentences, nor the time to make them. */
export const MAX_FAULTS = 20;

/** `within` stands before every pointer. */
export function faultsOf({ issues }: z.ZodError, schema: z.ZodType, within: readonly PropertyKey[] = []): Fault[] {
  return issues.slice(0, MAX_FAULTS).flatMap((issue) => {
    const path = [...within, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(path), detail: issue.message }];
    const names = fieldsAt(schema, issue.path);
    const detail = `got a field that is not known here, want ${names?.join(', ') ?? 'those of the schema'}`;
    return issue.keys.slice(0, MAX_FAULTS).map((key) => ({ pointer: pointerTo([...path, key.slice(0, 60)]), detail }));
  });
}

/** The fields of the object that stands at a path of a schema; null where no object does. */
function fieldsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] | null {
  const [step, ...rest] = path;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return fieldsAt(schema.unwrap(), path);
  if (schema instanceof z.ZodArray && step !== undefined) return fieldsAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return null;
  if (step === undefined) return Object.keys(schema.shape);
  const field = schema.shape[String(step)];
  return field ? fieldsAt(field, rest) : null;
}

/** The first of them are the detail, too: not every client shows a list. */
export function faulty(errors: readonly Fault[]): Failure {
  const told = errors.slice(0, MAX_FAULTS);
  const sentences = told.map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer}: ${detail}`));
  return { reason: 'invalid', detail: inShort(sentences), errors: told };
}

/** RFC 6901. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
