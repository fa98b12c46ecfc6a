// Answers that may be kept: a strong ETag over the bytes, and 304 for whoever has them already.
import type { GatewayContext } from './env.ts';

export interface Keep {
  readonly body: string;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  /** Request headers that change the answer. */
  readonly vary?: string;
}

/** What depends on who asks may be kept by that client alone, and is asked for again each time. */
export const PRIVATE = 'private, no-cache';
export const BY_CALLER = 'Accept, Authorization, X-API-Key';

export function keep(c: GatewayContext, { body, type, etag, cacheControl, vary }: Keep): Response {
  const headers = { ETag: etag, 'Cache-Control': cacheControl, ...(vary && { Vary: vary }) };
  if (isKnown(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'Content-Type': type } });
}

export async function etagOf(body: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)));
  return `"${Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy that compressed the body has made the tag weak. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));
}
