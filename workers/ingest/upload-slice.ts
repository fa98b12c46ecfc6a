// A run over a file that somebody sent: its parts, in order, become one raw object, which is read as the file says.
import { columnsOfUpload, uploadSource } from '../../data/upload.ts';
import { rawObjectsOf } from '../../db/queries/raw-objects.ts';
import { uploadOf } from '../../db/queries/uploads.ts';
import type { Staged } from './ask.ts';
import { bodyOf, discard } from './inbox.ts';
import { stagingPrefix } from './lake.ts';
import { type Vault, vaultOf } from './privacy/vault.ts';
import { type RunOrder, UPLOAD_FEED } from './run-order.ts';
import { ingestSent, type SentRun } from './sent-slice.ts';
import type { Shell } from './shell.ts';
import type { SliceOutcome } from './slice-outcome.ts';
import { stage } from './staging.ts';

export function ingestUpload(run: SentRun): Promise<SliceOutcome> {
  const { shell, order, definition } = run;
  return ingestSent(run, {
    gather: () => gather(shell, vaultOf(shell, definition), order),
    sourceOf: (gathered) => uploadSource(definition, gathered),
    columnsOf: columnsOfUpload(definition),
  });
}

async function gather({ db, lake }: Shell, vault: Vault, order: RunOrder) {
  const found = await uploadOf(db, order.id);
  if (!found) throw new Error(`run ${order.id} has no file`);
  const { upload, parts } = found;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const { lakeKey } of parts) yield* bodyOf({ lake, vault }, lakeKey);
  }
  const key = `${stagingPrefix(order.id)}${UPLOAD_FEED}`;
  const staged: Staged = { ...(await stage({ lake, vault }, key, bytes())), key, fetchedAt: order.from };
  return { staged, mediaType: upload.mediaType, quality: upload.quality };
}

/** Of a run that has ended: what lies under raw/, or was only to be looked at, nobody reads here again. */
export async function discardUpload({ db, lake, log }: Shell, { id, dry }: RunOrder): Promise<void> {
  const [found, raws] = await Promise.all([uploadOf(db, id), rawObjectsOf(db, id)]);
  if (!found || (raws.length === 0 && !dry)) return;
  await discard(
    lake,
    log,
    found.parts.map(({ lakeKey }) => lakeKey),
  );
}
