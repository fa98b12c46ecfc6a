// Files that people send by hand: into the inbox of the lake as they come, whole or in parts, then accepted together with the run that loads them.
import { QUALITIES } from '../../data/columns.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { MAX_FILE_BYTES, MAX_PARTS } from '../../data/upload.ts';
import { acceptUpload, beginUpload, findUpload, keepPart, partsOf, type Upload } from '../../db/queries/uploads.ts';
import type { CallContext, PartKept, UploadAccepted, UploadRequest, UploadState } from '../mesh/contracts.ts';
import { type Failure, fail, ok, type Result } from '../mesh/result.ts';
import { datasetOf } from './catalogue.ts';
import { hex } from './hex.ts';
import { discard, inboxKey } from './inbox.ts';
import { type Vault, vaultOf, whyLocked } from './privacy/vault.ts';
import { type RunOrder, UPLOAD_FEED } from './run-order.ts';
import type { Shell } from './shell.ts';
import { stage } from './staging.ts';
import { begin } from './start.ts';

type Body = ReadableStream<Uint8Array>;

class TooLarge extends Error {}

/** A file that is sent whole is one of a single part. */
export async function uploadWhole(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  request: UploadRequest,
  body: Body,
  context: CallContext,
): Promise<Result<UploadAccepted>> {
  const begun = await startUpload(shell, request, context);
  if (!begun.ok) return refused(body, begun.failure);
  const { upload, run, parts } = begun.value;
  if (parts.some(({ number }) => number > 1))
    return refused(body, conflict('this Idempotency-Key was used for a file in parts'));
  const kept = await keepPartOf(shell, { dataset: request.dataset, upload, number: 1, whole: true }, body, context);
  if (!kept.ok) return kept;
  if (run !== undefined) return ok({ upload, run, bytes: kept.value.bytes, repeated: true });
  return completeUpload(shell, workflow, { dataset: request.dataset, upload }, context);
}

/** The same key again is the same upload, until its run fails: whoever lost count of the parts asks once more. */
export async function startUpload(
  shell: Shell,
  { dataset, idempotencyKey, mediaType, quality, dry }: UploadRequest,
  { caller }: CallContext,
): Promise<Result<UploadState>> {
  const place = placeOf(shell, dataset);
  if (!place.ok) return place;
  const claimed = QUALITIES.find((word) => word === quality) ?? null;
  const upload = await beginUpload(shell.db, {
    id: crypto.randomUUID(),
    client: caller,
    // A dry run takes nothing from the real one that may follow under the same name; names hold no spaces.
    idempotencyKey: dry ? `${idempotencyKey} dry` : idempotencyKey,
    dataset,
    mediaType,
    quality: claimed,
    dry,
    startedAt: shell.clock(),
  });
  if (upload.mediaType !== mediaType || upload.quality !== claimed)
    return fail(conflict(`Idempotency-Key ${idempotencyKey} was used for another file`));
  const parts = await partsOf(shell.db, upload.id);
  return ok({
    upload: upload.id,
    parts: parts.map(({ number, bytes, sha256 }) => ({ number, bytes, sha256 })),
    ...(upload.run !== null && { run: upload.run }),
  });
}

export async function keepPartOf(
  shell: Shell,
  {
    dataset,
    upload: id,
    number,
    whole = false,
  }: { readonly dataset: string; readonly upload: string; readonly number: number; readonly whole?: boolean },
  body: Body,
  { caller }: CallContext,
): Promise<Result<PartKept>> {
  const place = placeOf(shell, dataset);
  if (!place.ok) return refused(body, place.failure);
  const upload = await findUpload(shell.db, { id, client: caller, dataset });
  if (!upload) return refused(body, { reason: 'not_found', what: 'upload', id });
  if (number > MAX_PARTS) return refused(body, invalid('/part', `got part ${number}, want ${MAX_PARTS} at most`));
  if (upload.acceptedAt !== null) return sameAgain(shell, place.value.vault, upload, number, body);
  const { db, lake, log } = shell;
  const lakeKey = `${inboxKey(dataset, id)}/${number}-${crypto.randomUUID().slice(0, 8)}`;
  const told = fingerprinted(place.value.vault, body);
  try {
    await stage({ lake, vault: place.value.vault }, lakeKey, told.bytes);
  } catch (error) {
    await discard(lake, log, [lakeKey]);
    return notWhole(shell, { upload: id, part: number }, error);
  }
  const part = { upload: id, number, bytes: told.length(), sha256: await told.fingerprint(), lakeKey };
  if (part.bytes === 0) return emptied(shell, lakeKey);
  const { kept, before } = await keepPart(db, part, { whole });
  if (before !== null && kept) await discard(lake, log, [before]);
  if (kept) return ok({ number, bytes: part.bytes, sha256: part.sha256 });
  await discard(lake, log, [lakeKey]);
  return sameAs(shell, part);
}

export async function completeUpload(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  { dataset, upload: id }: { readonly dataset: string; readonly upload: string },
  { caller, requestId }: CallContext,
): Promise<Result<UploadAccepted>> {
  const upload = await findUpload(shell.db, { id, client: caller, dataset });
  if (!upload) return fail({ reason: 'not_found', what: 'upload', id });
  const now = shell.clock();
  const order: RunOrder = {
    id: `${dataset}-${UPLOAD_FEED}-${id}`,
    dataset,
    feed: UPLOAD_FEED,
    trigger: 'upload',
    requestId,
    from: now,
    to: now + 1,
    dry: upload.dry,
  };
  const { accepted, parts } = await acceptUpload(shell.db, { id, order: { ...order, createdAt: now } });
  const missing = parts.findIndex(({ number }, index) => number !== index + 1);
  if (parts.length === 0 || missing !== -1)
    return fail(
      invalid('', `part ${missing === -1 ? 1 : missing + 1} is missing: send it, then complete the upload again`),
    );
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  // Whoever was faster has begun it, and what is begun by nobody the tick begins.
  if (accepted) await begin(shell, workflow, order);
  return ok({ upload: id, run: order.id, bytes, repeated: !accepted });
}

/** What was accepted stays: the same bytes are welcome, others are not. */
async function sameAgain(
  shell: Shell,
  vault: Vault,
  upload: Upload,
  number: number,
  body: Body,
): Promise<Result<PartKept>> {
  const told = fingerprinted(vault, body);
  try {
    for await (const _ of told.bytes);
  } catch (error) {
    return notWhole(shell, { upload: upload.id, part: number }, error);
  }
  return sameAs(shell, { upload: upload.id, number, sha256: await told.fingerprint() });
}

async function sameAs(
  { db }: Shell,
  { upload, number, sha256 }: { readonly upload: string; readonly number: number; readonly sha256: string },
): Promise<Result<PartKept>> {
  const stands = (await partsOf(db, upload)).find((part) => part.number === number);
  if (stands?.sha256 === sha256) return ok({ number, bytes: stands.bytes, sha256 });
  return fail(conflict('this Idempotency-Key was used with another file'));
}

function placeOf(
  shell: Shell,
  dataset: string,
): Result<{ readonly definition: DatasetDefinition; readonly vault: Vault }> {
  const definition = datasetOf(dataset);
  if (!definition) return fail({ reason: 'not_found', what: 'dataset', id: dataset });
  const { derivedFrom } = definition;
  if (derivedFrom)
    return fail(invalid('/id', `got ${dataset}, which is derived from ${derivedFrom.join(', ')}: send rows of those`));
  const locked = whyLocked(shell, definition);
  if (locked) return fail({ reason: 'unavailable', dependency: 'privacy key', detail: locked, retryAfterSeconds: 600 });
  return ok({ definition, vault: vaultOf(shell, definition) });
}

/** Bytes on their way, and afterwards what tells them from others: their hash, which says nothing of a file about persons. */
function fingerprinted(vault: Vault, body: Body) {
  const digest = new crypto.DigestStream('SHA-256');
  const hash = digest.getWriter();
  let length = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > MAX_FILE_BYTES) throw new TooLarge();
      await hash.write(chunk);
      yield chunk;
    }
    await hash.close();
  }
  return {
    bytes: bytes(),
    length: () => length,
    fingerprint: async () => vault.fingerprint(hex(await digest.digest)),
  };
}

function notWhole(
  { log }: Shell,
  part: { readonly upload: string; readonly part: number },
  error: unknown,
): Result<PartKept> {
  if (error instanceof TooLarge) return fail({ reason: 'too_large', limitBytes: MAX_FILE_BYTES });
  log.warn('part not kept', { ...part, error });
  const detail = 'the file broke off on its way';
  return fail({ reason: 'unavailable', dependency: 'lake', detail, retryAfterSeconds: 5 });
}

async function emptied({ lake, log }: Shell, lakeKey: string): Promise<Result<PartKept>> {
  await discard(lake, log, [lakeKey]);
  return fail(invalid('', 'got no byte, want a file'));
}

/** Whoever sends is not left waiting on a body that nobody reads. */
async function refused<T>(body: Body, failure: Failure): Promise<Result<T>> {
  await body.cancel().catch(() => undefined);
  return fail(failure);
}

const conflict = (detail: string): Failure => ({ reason: 'conflict', detail });
const invalid = (pointer: string, detail: string): Failure => ({
  reason: 'invalid',
  detail,
  errors: [{ pointer, detail }],
});
