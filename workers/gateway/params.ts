// The query and path parameters that routes share: text in, values out, each with its example for OpenAPI. No I/O.
import { z } from '@hono/zod-openapi';
import type { Field } from '../../data/field.ts';
import { parseInstant } from '../../data/time.ts';
import { wanting } from './faults.ts';

export const instantParam = ({ description, example }: { readonly description: string; readonly example: string }) => {
  const error = wanting('an instant with its zone, such as 2026-11-20T10:15:00Z');
  return z
    .string({ error })
    .transform((text, issues) => {
      const at = parseInstant(text);
      if (at !== null && at >= EARLIEST && at < LATEST) return at;
      issues.addIssue({ code: 'custom', message: error({ input: text }) });
      return z.NEVER;
    })
    .openapi({ type: 'string', format: 'date-time', description, example });
};
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

export const limitParam = ({
  standard,
  most,
  description,
}: {
  standard?: number;
  most: number;
  description: string;
}) => {
  const error = wanting(`a whole number from 1 to ${most}`);
  const limit = z
    .string({ error })
    .regex(/^[1-9]\d{0,8}$/, { error })
    .transform(Number)
    .refine((count) => count <= most, { error })
    .openapi({
      type: 'integer',
      minimum: 1,
      maximum: most,
      description,
      example: Math.min(100, most),
      ...(standard && { default: standard }),
    });
  return limit.optional();
};

export const wordParam = <const Words extends readonly [string, ...string[]]>(words: Words, description: string) =>
  z.enum(words, { error: wanting(`one of ${words.join(', ')}`) }).openapi({ description, example: words[0] });

/** Several words, separated by commas. */
export const wordsParam = (words: readonly string[], description: string) => {
  const known = new Set(words);
  const want = `a comma-separated choice of ${words.join(', ')}`;
  return z
    .string({ error: wanting(want) })
    .transform((text, issues) => {
      const chosen = text.split(',');
      const stray = chosen.find((word) => !known.has(word));
      if (stray === undefined && new Set(chosen).size === chosen.length) return chosen;
      issues.addIssue({ code: 'custom', message: wanting(want)({ input: stray ?? text }) });
      return z.NEVER;
    })
    .openapi({
      type: 'array',
      items: { type: 'string', enum: [...words] },
      description,
      example: words.slice(0, 2).join(','),
      param: { style: 'form', explode: false },
    });
};

/** A value of a key column, as it stands. */
export const valueParam = ({ kind, min, max, note }: Field) => {
  const isNumber = kind === 'integer' || kind === 'number';
  const error = wanting(isNumber ? `a number from ${min} to ${max}` : `a text of 1 to ${max} characters without NUL`);
  const description = `Only this: ${note}`;
  if (!isNumber) {
    const plain = (text: string) => text.length > 0 && text.length <= max && !text.includes('\u0000');
    return z
      .string({ error })
      .refine(plain, { error })
      .openapi({ type: 'string', minLength: 1, maxLength: max, description });
  }
  return z
    .string({ error })
    .regex(/^-?\d{1,15}(\.\d{1,15})?$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max && (kind === 'number' || Number.isInteger(value)), { error })
    .openapi({ type: kind, minimum: min, maximum: max, description });
};

export const cursorParam = z
  .string({ error: wanting('the `next` of the page before') })
  .regex(/^[\w-]{1,512}$/, { error: wanting('the `next` of the page before') })
  .openapi({ description: 'Where to go on: the `next` of the page before, as it was.' });

/** Ids of ours are short and plain. What does not look like one is not found, without asking anybody. */
export const idParam = (name: string, example: string) =>
  z
    .string()
    .regex(/^[\w.:-]{1,200}$/)
    .openapi({ param: { name, in: 'path', required: true }, example });
