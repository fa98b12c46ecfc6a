// A page of a table as CSV: where the next one is stands in Link, for a table has no place for it.
import type { GatewayContext } from './env.ts';
import { FORMATS } from './negotiate.ts';

export function csvPage(c: GatewayContext, csv: string, next: string | null): Response {
  const headers = new Headers({ 'Content-Type': `${FORMATS.csv}; charset=utf-8; header=present` });
  if (next !== null) {
    const following = new URL(c.req.url);
    following.searchParams.set('cursor', next);
    headers.set('Link', `<${following.pathname}${following.search}>; rel="next"`);
  }
  return new Response(csv, { headers });
}
