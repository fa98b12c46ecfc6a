// The three files of a release as one multipart/form-data body: bounded while it comes in. Reads no further than their names.
import type { ReleaseUpload } from '../mesh/releases.ts';
import { type Fault, fail, ok, type Result } from '../mesh/result.ts';
import { notPacked } from './content-encoding.ts';
import type { GatewayContext } from './env.ts';
import { invalid } from './refuse.ts';

export const FORM = 'multipart/form-data';
export const MAX_RELEASE_BYTES = 20 * 1_048_576;
/** Of each paper: far more than any needs, and on the way to predict a text may take twice its bytes. */
export const MAX_PAPER_BYTES = 4 * 1_048_576;

export async function releaseForm(c: GatewayContext): Promise<Result<Omit<ReleaseUpload, 'model'>>> {
  const given = c.req.header('content-type');
  if (given?.split(';')[0]?.trim().toLowerCase() !== FORM) {
    const got = given ? JSON.stringify(given.slice(0, 100)) : 'no Content-Type';
    return fail({ reason: 'unsupported_media_type', got, expected: FORM });
  }
  const plain = notPacked(c);
  if (!plain.ok) return plain;
  if (Number(c.req.header('content-length') ?? 0) > MAX_RELEASE_BYTES) return fail(TOO_LARGE);
  const { body } = c.req.raw;
  const form = body ? await c.var.deadline.apart(received(body, given)) : fail(invalid(broken('no body')));
  return form.ok ? filesIn(form.value) : form;
}

const TOO_LARGE = { reason: 'too_large', limitBytes: MAX_RELEASE_BYTES } as const;
const broken = (why: string): Fault => ({
  pointer: '',
  detail: `got ${why.slice(0, 120)}, want multipart/form-data with release, golden and onnx`,
});

async function received(body: ReadableStream<Uint8Array>, type: string): Promise<Result<FormData>> {
  let bytes = 0;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(part, to) {
        bytes += part.byteLength;
        if (bytes > MAX_RELEASE_BYTES) to.error(new Error('too large'));
        else to.enqueue(part);
      },
    }),
  );
  try {
    return ok(await new Response(counted, { headers: { 'Content-Type': type } }).formData());
  } catch (error) {
    if (bytes > MAX_RELEASE_BYTES) return fail(TOO_LARGE);
    return fail(invalid(broken(error instanceof Error ? error.message : String(error))));
  }
}

async function filesIn(form: FormData): Promise<Result<Omit<ReleaseUpload, 'model'>>> {
  const names = ['release', 'golden', 'onnx'] as const;
  const faults = [
    ...names.filter((name) => form.getAll(name).length !== 1).map((name) => miscounted(name, form.getAll(name).length)),
    ...[...form.keys()].filter((name) => !names.some((one) => one === name)).map(unknown),
  ];
  if (faults.length > 0) return fail(invalid(...faults));
  const [release, golden] = [await paper(form, 'release'), await paper(form, 'golden')];
  if (typeof release === 'string' && typeof golden === 'string') {
    return ok({ release, golden, onnx: await bytesOf(form, 'onnx') });
  }
  return fail(invalid(...[release, golden].filter((one) => typeof one !== 'string')));
}

const bytesOf = (form: FormData, name: string): Promise<ArrayBuffer> => new Blob([form.get(name) ?? '']).arrayBuffer();

/** Its text, or what is wrong with it. */
async function paper(form: FormData, name: 'release' | 'golden'): Promise<string | Fault> {
  const pointer = `/${name}`;
  const bytes = await bytesOf(form, name);
  if (bytes.byteLength > MAX_PAPER_BYTES)
    return { pointer, detail: `got ${bytes.byteLength} bytes, want ${MAX_PAPER_BYTES} at most` };
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // What stands for a wrong byte would be kept for good.
    return { pointer, detail: `got a ${name}.json whose bytes are not UTF-8, want UTF-8` };
  }
}

const miscounted = (name: string, got: number): Fault => ({
  pointer: `/${name}`,
  detail: `got ${got} parts of this name, want one`,
});
const unknown = (name: string): Fault => ({
  pointer: `/${name.slice(0, 60)}`,
  detail: 'got an unknown part, want release, golden and onnx',
});
