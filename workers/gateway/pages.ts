// Files of the gateway: pages with a strict policy, and what they load. Gathered into dist/assets by tools/assets.ts.
import type { GatewayContext } from './env.ts';
import { refuse } from './refuse.ts';

/** No inline script, no inline style, nothing from elsewhere. Swagger UI draws its icons from data: URLs. */
const pagePolicy = (styles: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${["'self'", ...styles].join(' ')}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** `styles`: hashes of stylesheets that stand inside what the page opens. */
export async function page(c: GatewayContext, name: string, styles: readonly string[] = []): Promise<Response> {
  const file = await asset(c, `/assets/${name}`);
  file.headers.set('Content-Security-Policy', pagePolicy(styles));
  file.headers.append('Vary', 'Accept');
  return file;
}

export async function asset(c: GatewayContext, path: string): Promise<Response> {
  const request = new Request(new URL(path, c.req.url), { headers: c.req.raw.headers });
  const found = await c.env.ASSETS.fetch(request);
  if (found.status === 404) return refuse(c, { reason: 'not_found', what: 'file', id: path });
  // The headers of a fetched answer cannot be added to.
  return new Response(found.body, found);
}
