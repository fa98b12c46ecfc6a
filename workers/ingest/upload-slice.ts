// A run over a file that somebody sent: its parts, in order, become one raw object, which is read as the file says.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { columnsOfUpload, uploadSource } from '../../data/upload.ts';
import { rawObjectsOf } from '../../db/queries/raw-objects.ts';
import { uploadOf } from '../../db/queries/uploads.ts';
import type { Staged } from './ask.ts';
import { bodyOf, discard } from './inbox.ts';
import { take } from './intake.ts';
import { stagingPrefix } from './lake.ts';
import { type Vault, vaultOf } from './privacy/vault.ts';
import type { SliceOutcome, StepName } from './report.ts';
import { type RunOrder, UPLOAD_FEED } from './run-order.ts';
import type { Shell } from './shell.ts';
import { stage } from './staging.ts';
import type { Steps } from './steps.ts';

export async function ingestUpload({
  shell,
  order,
  steps,
  definition,
}: {
  readonly shell: Shell;
  readonly order: RunOrder;
  readonly steps: Steps;
  readonly definition: DatasetDefinition;
}): Promise<SliceOutcome> {
  const window = { from: order.from, to: order.to };
  const milliseconds: Partial<Record<StepName, number>> = {};
  const gathered = await steps.do('extract', shell.steps.storing, () =>
    gather(shell, vaultOf(shell, definition), order),
  );
  milliseconds.extract = gathered.milliseconds;
  const outcome = gathered.ok
    ? await take(
        // Nothing is expected of a file: whoever sends it decides what.
        { shell, order, steps, definition, feed: { columns: [], window: 0 } },
        { ...window, label: '' },
        {
          source: uploadSource(definition, gathered.value),
          staged: [gathered.value.staged],
          milliseconds,
          columnsOf: columnsOfUpload(definition),
        },
      )
    : { why: gathered.why };
  if ('loaded' in outcome) return { window, failovers: [], milliseconds, loaded: outcome.loaded };
  const refused = 'refused' in outcome ? [outcome.refused] : [];
  return { window, failovers: [{ source: UPLOAD_FEED, reason: outcome.why }], milliseconds, refused };
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
