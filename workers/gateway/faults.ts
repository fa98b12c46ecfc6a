// From what zod found wrong to faults with a pointer, got and want. Never quotes more than a glimpse of what was sent.
import { z } from '@hono/zod-openapi';
import type { ZodError } from 'zod';
import { glimpse } from '../../data/glimpse.ts';
import type { Fault } from '../mesh/result.ts';

/** Where it was: the body, the query (`?name`), a header (`#name`). */
export type Place = 'body' | 'query' | 'header';

const POINTERS: Readonly<Record<Place, (path: string) => string>> = {
  body: (path) => (path === '' ? '' : `/${path}`),
  query: (path) => `?${path}`,
  header: (path) => `#${path}`,
};

/** More would be read by nobody, and take long to make. */
const MAX_FAULTS = 20;

/** `unknown` says of a name that is not known what zod would not. */
export function faultsOf(error: ZodError, place: Place, unknown?: string): Fault[] {
  return error.issues.slice(0, MAX_FAULTS).flatMap((issue): Fault[] => {
    const pointerTo = (path: readonly PropertyKey[]) => POINTERS[place](path.map(escaped).join('/'));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, MAX_FAULTS).map((key) => ({
        pointer: pointerTo([...issue.path, key.slice(0, 60)]),
        detail: unknown ?? issue.message,
      }));
    }
    return [{ pointer: pointerTo(issue.path), detail: issue.message }];
  });
}

/** RFC 6901. */
const escaped = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

/** An object of which every name is known; what is not is named, with the names that are. */
export const known = <Shape extends z.ZodRawShape>(shape: Shape, what: string) => {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code, input }) =>
      code === 'unrecognized_keys'
        ? `got an unknown ${what}, want ${names || 'none'}`
        : `got ${glimpse(input)}, want an object with ${names || 'nothing'}`,
  });
};

/** A message for zod: `got "x", want a number from 1 to 10`. */
export const wanting =
  (want: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `got ${glimpse(input)}, want ${want}`;
