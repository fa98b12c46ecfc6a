// A request body as text: bounded whether or not it says how long it is, strictly UTF-8, of the content type we want.
import { readJson } from '../mesh/bounded-json.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { unpackedText } from './bytes-body.ts';
import type { GatewayContext } from './env.ts';
import { invalid } from './refuse.ts';

export async function textBody(
  c: GatewayContext,
  { types, limitBytes }: { /** Any, when absent. */ readonly types?: readonly string[]; readonly limitBytes: number },
): Promise<Result<{ readonly type: string; readonly text: string }>> {
  const given = c.req.header('content-type');
  const type = given?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (types && !types.includes(type)) {
    const got = given ? JSON.stringify(given.slice(0, 100)) : 'no Content-Type';
    return fail({ reason: 'unsupported_media_type', got, expected: types.join(' or ') });
  }
  if (c.req.header('content-encoding') !== undefined) return unpackedText(c, type, limitBytes);
  if ((announcedBytes(c) ?? 0) > limitBytes) return fail({ reason: 'too_large', limitBytes });
  const text = await c.var.deadline.apart(whole(c, limitBytes));
  return text.ok ? ok({ type, text: text.value }) : text;
}

/** As much is read in one piece: for a short body a reader costs more than the body. */
const SHORT_BYTES = 65_536;
const strictUtf8 = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

async function whole(c: GatewayContext, limitBytes: number): Promise<Result<string>> {
  const { raw } = c.req;
  if (!raw.body) return ok('');
  if ((announcedBytes(c) ?? Number.POSITIVE_INFINITY) > SHORT_BYTES) return received(raw.body, limitBytes);
  // Whatever the error, it is the sender who is gone.
  const bytes = await raw.arrayBuffer().catch(() => null);
  if (!bytes) return brokenOff('a part');
  try {
    return ok(strictUtf8().decode(bytes));
  } catch (error) {
    return notUtf8(error, bytes.byteLength);
  }
}

/** Null when the sender does not say. */
function announcedBytes(c: GatewayContext): number | null {
  const length = c.req.header('content-length');
  return length === undefined ? null : Number(length);
}

/** What comes is counted as it comes. */
async function received(body: ReadableStream<Uint8Array>, limitBytes: number): Promise<Result<string>> {
  const decoder = strictUtf8();
  const reader = body.getReader();
  let bytes = 0;
  let text = '';
  try {
    for (;;) {
      // Whatever the error, it is the sender who is gone.
      const part = await reader.read().catch(() => null);
      if (!part) return brokenOff(`${bytes} bytes`);
      if (part.done) return ok(text + decoder.decode());
      bytes += part.value.byteLength;
      if (bytes > limitBytes) return fail({ reason: 'too_large', limitBytes });
      text += decoder.decode(part.value, { stream: true });
    }
  } catch (error) {
    return notUtf8(error, bytes);
  } finally {
    reader.releaseLock();
  }
}

const brokenOff = (got: string): Result<never> =>
  fail(invalid({ pointer: '', detail: `got ${got}, then the connection broke off, want the whole body` }));

function notUtf8(error: unknown, bytes: number): Result<never> {
  if (!(error instanceof TypeError)) throw error;
  return fail(invalid({ pointer: '', detail: `got bytes that are not UTF-8 within the first ${bytes}, want UTF-8` }));
}

const LET_GO_BYTES = 32 * 1_048_576;
const LET_GO_MS = 5_000;

/**
 * Who is still sending does not read, and a connection that is closed on a sender takes the answer with it: what
 * nobody wants is let in and forgotten first, so much of it and for so long. Never throws.
 */
export async function letGo(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (!body || body.locked) return;
  const reader = body.getReader();
  const slow = setTimeout(() => reader.cancel().catch(() => {}), LET_GO_MS);
  try {
    let bytes = 0;
    for (let part = await reader.read(); !part.done && bytes < LET_GO_BYTES; part = await reader.read()) {
      bytes += part.value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The sender left: so be it.
  } finally {
    clearTimeout(slow);
  }
}

/** Duplicate names: the last one wins, as everywhere in JavaScript. `__proto__` is a name like any other. */
export function parsedJson(text: string): Result<unknown> {
  try {
    return ok(readJson(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail(invalid({ pointer: '', detail: `got no JSON: ${why.slice(0, 120)}` }));
  }
}
