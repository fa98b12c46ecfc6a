// Where a page ended, as opaque text: base64url of a JSON array of key values. Never trusted when it comes back.
import { z } from 'zod';

/** What a query answers when its cursor is not one that it gave. */
export interface MalformedCursor {
  readonly malformed: 'cursor';
}
export const MALFORMED_CURSOR: MalformedCursor = { malformed: 'cursor' };

/** What Postgres can hold: no NUL in a text, no instant before 4713 BC or after the last one of JavaScript. */
const Values = z.array(
  z.union([z.string().refine((text) => !text.includes('\u0000')), z.number().min(-2e14).max(8.64e15), z.boolean()]),
);
type Value = z.infer<typeof Values>[number];

export function writeCursor(values: readonly Value[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (c) => ({ '+': '-', '/': '_' })[c] ?? '');
}

/** Null when it is malformed: other text, another length, another type at any place. */
export function readCursor<T extends readonly Value[]>(text: string, shape: z.ZodType<T>): T | null {
  if (!/^[\w-]{1,1024}$/.test(text)) return null;
  try {
    const binary = atob(text.replace(/[-_]/g, (c) => (c === '-' ? '+' : '/')));
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return Values.safeParse(parsed).success ? (shape.safeParse(parsed).data ?? null) : null;
  } catch {
    return null;
  }
}
