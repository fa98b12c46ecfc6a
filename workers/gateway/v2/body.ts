// A request body as bytes, unpacked when it comes compressed. What is counted is what it grows to.
import { fail, ok, type Result } from '../../mesh/result.ts';
import type { GatewayContext } from '../env.ts';
import { invalid } from '../refuse.ts';

/** `deflate` is zlib's format (RFC 9110, 8.4.1.2), which is what DecompressionStream means by it, too. */
const ENCODINGS = ['gzip', 'deflate'] as const;
type Encoding = (typeof ENCODINGS)[number];

export async function bytesBody(c: GatewayContext, limitBytes: number): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const given = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  const encoding = ENCODINGS.find((one) => one === given);
  if (!encoding && given !== 'identity') {
    const expected = `Content-Encoding: ${ENCODINGS.join(', ')} or none`;
    return fail({ reason: 'unsupported_media_type', got: JSON.stringify(given.slice(0, 60)), expected });
  }
  if (Number(c.req.header('content-length') ?? 0) > limitBytes) return fail({ reason: 'too_large', limitBytes });
  const { body } = c.req.raw;
  return body ? c.var.deadline.apart(received(body, encoding, limitBytes)) : ok(new Uint8Array());
}

async function received(
  body: ReadableStream<Uint8Array>,
  encoding: Encoding | undefined,
  limitBytes: number,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const reader = (encoding ? body.pipeThrough(new DecompressionStream(encoding)) : body).getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    // Whatever the error, it is of the sender.
    const part = await reader.read().catch(() => null);
    if (!part) {
      const got = encoding ? `something that ${encoding} does not unpack` : 'a connection that broke off';
      return fail(invalid({ pointer: '', detail: `got ${got} after ${bytes} bytes, want the whole body` }));
    }
    if (part.done) return ok(joined(parts, bytes));
    bytes += part.value.byteLength;
    if (bytes > limitBytes) {
      // Unpacking goes on for as long as somebody reads: a bomb is left alone.
      await reader.cancel().catch(() => {});
      return fail({ reason: 'too_large', limitBytes });
    }
    parts.push(part.value);
  }
}

function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
