// Once a day, what nobody needs any more goes: files never completed, what failed runs had to load, what interrupted ones left between their steps. Never touches raw/.
import { lastSlot } from '../../data/schedule.ts';
import { DAY, type Duration, formatInstant, type Instant } from '../../data/time.ts';
import { forgetUpload, openAmong, uploadsLeftOpen, wantedInInbox } from '../../db/queries/inbox.ts';
import { inboxKey } from './inbox.ts';
import type { Shell } from './shell.ts';

/** So long after its last part a file may be gone on with, and so long after it failed a push can be looked at. */
export const KEPT_FOR: Duration = 7 * DAY;
const MAX_UPLOADS = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type SweepShell = Pick<Shell, 'db' | 'lake' | 'log'>;

/** The slot that was swept last, in the lake itself: a tick may find itself in a new process every time. */
const SWEPT_OBJECT = 'swept';

/** Two ticks at once may both do it: the second finds nothing. */
export async function sweepDaily(shell: SweepShell & Pick<Shell, 'clock'>): Promise<void> {
  const now = shell.clock();
  const slot = formatInstant(lastSlot({ dailyAt: { hour: 3 } }, now));
  const swept = await shell.lake.get(SWEPT_OBJECT);
  if ((await swept?.text()) === slot) return;
  await sweep(shell, now);
  await shell.lake.put(SWEPT_OBJECT, slot);
}

export async function sweep(shell: SweepShell, now: Instant): Promise<void> {
  const before = now - KEPT_FOR;
  const uploads = await forgetAbandoned(shell, before);
  const inbox = await sweepPrefix(shell, {
    prefix: 'inbox/',
    before,
    // inbox/{dataset}/{push or upload}[/{part}]: what is named otherwise is not ours.
    ownerOf: (key) =>
      key
        .split('/')
        .slice(2, 3)
        .find((id) => UUID.test(id)),
    wanted: (ids) => wantedInInbox(shell.db, ids),
  });
  const ownerOf = (key: string) => key.split('/')[1];
  const wanted = (ids: readonly string[]) => openAmong(shell.db, ids);
  const staging = await sweepPrefix(shell, { prefix: 'staging/', before, ownerOf, wanted });
  const work = await sweepPrefix(shell, { prefix: 'work/', before, ownerOf, wanted });
  shell.log.info('lake swept', { uploads, inbox, staging, work });
}

/** How many. Their parts are nobody's then, and go with the rest of the inbox. */
async function forgetAbandoned({ db, lake }: SweepShell, before: Instant): Promise<number> {
  let forgotten = 0;
  for (const { id, dataset } of await uploadsLeftOpen(db, { before, limit: MAX_UPLOADS })) {
    let isQuiet = true;
    for await (const parts of pagesOf(lake, `${inboxKey(dataset, id)}/`))
      if (parts.some(({ uploaded }) => uploaded.getTime() >= before)) isQuiet = false;
    if (isQuiet && (await forgetUpload(db, id))) forgotten++;
  }
  return forgotten;
}

async function sweepPrefix(
  { lake }: SweepShell,
  {
    prefix,
    before,
    ownerOf,
    wanted,
  }: {
    readonly prefix: 'inbox/' | 'staging/' | 'work/';
    readonly before: Instant;
    readonly ownerOf: (key: string) => string | undefined;
    readonly wanted: (owners: readonly string[]) => Promise<ReadonlySet<string>>;
  },
): Promise<number> {
  let swept = 0;
  for await (const page of pagesOf(lake, prefix)) {
    const old = page.flatMap(({ key, uploaded }) => {
      const owner = uploaded.getTime() < before ? ownerOf(key) : undefined;
      return owner === undefined ? [] : [{ key, owner }];
    });
    if (old.length === 0) continue;
    const needed = await wanted([...new Set(old.map(({ owner }) => owner))]);
    const keys = old.filter(({ owner }) => !needed.has(owner)).map(({ key }) => key);
    if (keys.length > 0) await lake.delete(keys);
    swept += keys.length;
  }
  return swept;
}

/** Of 1,000 objects at most, as R2 lists and deletes them. */
async function* pagesOf(lake: R2Bucket, prefix: string): AsyncGenerator<readonly R2Object[]> {
  let cursor: string | undefined;
  do {
    const page = await lake.list({ prefix, ...(cursor !== undefined && { cursor }) });
    yield page.objects;
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
}
