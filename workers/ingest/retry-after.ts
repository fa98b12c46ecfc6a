// How long a server asks us to wait (RFC 9110, 10.2.3). Pure.
import type { Instant } from '../../data/time.ts';

/** Seconds from now; null when the header is absent or says nothing we can read. */
export function retryAfterSeconds(header: string | null, now: Instant): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text);
  // An HTTP date always ends so; Date.parse alone would also read "5 minutes" as a date.
  if (!/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  return Math.max(0, Math.ceil((Date.parse(text) - now) / 1_000));
}
