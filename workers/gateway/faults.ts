// From what zod found wrong to faults with a pointer, got and want. Never quotes more than a glimpse of what was sent.
import type { ZodError } from 'zod';
import type { Fault } from '../mesh/result.ts';

/** Where it was: the body, the query (`?name`), a header (`#name`). */
export type Place = 'body' | 'query' | 'header';

const POINTERS: Readonly<Record<Place, (path: string) => string>> = {
  body: (path) => (path === '' ? '' : `/${path}`),
  query: (path) => `?${path}`,
  header: (path) => `#${path}`,
};

export function faultsOf(error: ZodError, place: Place): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const path = issue.path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: POINTERS[place]([...path, key.slice(0, 60)].join('/')),
        detail: issue.message,
      }));
    }
    return [{ pointer: POINTERS[place](path.join('/')), detail: issue.message }];
  });
}

/** A message for zod: `got "x", want a number from 1 to 10`. */
export const wanting =
  (want: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `got ${glimpse(input)}, want ${want}`;

export function glimpse(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `${value.length} values`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
