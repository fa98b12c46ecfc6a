// A request body as bytes, unpacked when it comes compressed. What is counted is what it grows to.
import { fail, ok, type Result } from '../mesh/result.ts';
import { type Encoding, encodingOf } from './content-encoding.ts';
import type { GatewayContext } from './env.ts';
import { invalid } from './refuse.ts';

export async function bytesBody(c: GatewayContext, limitBytes: number): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const encoding = encodingOf(c);
  if (!encoding.ok) return encoding;
  if (Number(c.req.header('content-length') ?? 0) > limitBytes) return fail({ reason: 'too_large', limitBytes });
  const { body } = c.req.raw;
  return body ? c.var.deadline.apart(received(body, encoding.value, limitBytes)) : ok(new Uint8Array());
}

/** A text that came packed, or may have. */
export async function unpackedText(
  c: GatewayContext,
  type: string,
  limitBytes: number,
): Promise<Result<{ readonly type: string; readonly text: string }>> {
  const bytes = await bytesBody(c, limitBytes);
  if (!bytes.ok) return bytes;
  try {
    return ok({ type, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes.value) });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const detail = `got ${bytes.value.length} bytes, unpacked, that are not UTF-8, want UTF-8`;
    return fail(invalid({ pointer: '', detail }));
  }
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
      // Unpacking goes on for as long as somebody reads: a bomb is left alone. What is not packed is let in and forgotten, or its sender would miss the answer.
      if (encoding) await reader.cancel().catch(() => {});
      else reader.releaseLock();
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
