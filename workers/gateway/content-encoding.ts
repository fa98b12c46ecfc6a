// How a body is packed, as its Content-Encoding says, and what of that is let in. Unpacks nothing.
import { fail, ok, type Result } from '../mesh/result.ts';
import type { GatewayContext } from './env.ts';

/** `deflate` is zlib's format (RFC 9110, 8.4.1.2), which is what DecompressionStream means by it, too. */
export const ENCODINGS = ['gzip', 'deflate'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Undefined where it is not packed. */
export function encodingOf(c: GatewayContext): Result<Encoding | undefined> {
  const given = givenTo(c);
  const encoding = ENCODINGS.find((one) => one === given);
  return encoding || given === 'identity' ? ok(encoding) : refused(given, `${ENCODINGS.join(', ')} or none`);
}

/** For what is kept or passed on byte by byte. */
export function notPacked(c: GatewayContext): Result<undefined> {
  const given = givenTo(c);
  return given === 'identity' ? ok(undefined) : refused(given, 'none here: the file as it is');
}

const givenTo = (c: GatewayContext): string => c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';

const refused = (given: string, wanted: string) => {
  const got = `Content-Encoding: ${JSON.stringify(given.slice(0, 60))}`;
  return fail({ reason: 'unsupported_media_type', got, expected: wanted });
};
