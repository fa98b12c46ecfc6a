// How the real hosts go wrong, on demand: which request, in what way, how many times. Counted, never random.
import { z } from 'zod';
import { type Instant, parisClock } from '../../data/time.ts';

/** Said instead of an answer, or while sending it. */
export const TRANSPORT_TRICKS = [
  'too-many-requests',
  'server-error',
  'no-answer',
  'truncated',
  'broken-off',
  'html',
  'json-error',
  'slow',
] as const;
/** An answer that looks well and is not what it was yesterday. */
export const CONTENT_TRICKS = [
  'extra-column',
  'missing-column',
  'unknown-word',
  'duplicates',
  'revised',
  'gap',
] as const;
export type TransportTrick = (typeof TRANSPORT_TRICKS)[number];
export type ContentTrick = (typeof CONTENT_TRICKS)[number];

export const Misbehaviour = z.strictObject({
  /** Part of the path and query. */
  match: z.string().min(1),
  kind: z.enum([...TRANSPORT_TRICKS, ...CONTENT_TRICKS]),
  times: z.int().min(1).default(1),
  /** For `too-many-requests`. */
  retryAfterSeconds: z.int().min(0).default(1),
});
export type Misbehaviour = z.infer<typeof Misbehaviour>;

/** Orders are obeyed in the order they came, each as many times as it says. */
export function misbehaviourBook() {
  let orders: { readonly order: Misbehaviour; left: number }[] = [];
  return {
    add(order: Misbehaviour): void {
      orders.push({ order, left: order.times });
    },
    clear(): void {
      orders = [];
    },
    take(pathAndQuery: string): Misbehaviour | undefined {
      const found = orders.find(({ order, left }) => left > 0 && pathAndQuery.includes(order.match));
      if (!found) return undefined;
      found.left -= 1;
      return found.order;
    },
  };
}

/** Two hours of every morning. */
export const isGap = (at: Instant): boolean => [9, 10].includes(parisClock(at).hour);

export const isContentTrick = (kind: Misbehaviour['kind']): kind is ContentTrick =>
  CONTENT_TRICKS.some((trick) => trick === kind);

/** How long a slow answer takes between two pieces. */
export const SLOW_MS = 100;
