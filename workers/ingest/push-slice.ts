// A run over what clients pushed: the bodies of its pushes, in the order they were accepted, become one raw object.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { columnsOfPush, END_OF_PUSH, pushSource } from '../../data/push.ts';
import { pushesOf } from '../../db/queries/pushes.ts';
import type { Staged } from './ask.ts';
import type { Asker } from './extract.ts';
import { bodyOf } from './inbox.ts';
import { take } from './intake.ts';
import { stagingPrefix } from './lake.ts';
import { vaultOf } from './privacy/vault.ts';
import type { SliceOutcome, StepName } from './report.ts';
import { PUSH_FEED, type RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { stage } from './staging.ts';
import type { Steps } from './steps.ts';

export async function ingestPushes({
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
  const source = pushSource(definition);
  const gathered = await steps.do('extract', shell.steps.storing, () =>
    gather({ ...shell, vault: vaultOf(shell, definition) }, order),
  );
  milliseconds.extract = gathered.milliseconds;
  const outcome = gathered.ok
    ? await take(
        // Nothing is expected of pushes: whoever pushes decides what.
        { shell, order, steps, definition, feed: { columns: [], window: 0 } },
        { ...window, label: '' },
        { source, staged: [gathered.value], milliseconds, columnsOf: columnsOfPush(definition) },
      )
    : { why: gathered.why };
  if ('loaded' in outcome) return { window, failovers: [], milliseconds, loaded: outcome.loaded };
  const refused = 'refused' in outcome ? [outcome.refused] : [];
  return { window, failovers: [{ source: PUSH_FEED, reason: outcome.why }], milliseconds, refused };
}

async function gather({ db, lake, vault }: Asker, order: RunOrder): Promise<Staged> {
  const pushes = await pushesOf(db, order.id);
  const key = `${stagingPrefix(order.id)}${PUSH_FEED}`;
  const fetchedAt = Math.max(order.from, ...pushes.map(({ acceptedAt }) => acceptedAt));
  const end = new TextEncoder().encode(END_OF_PUSH);
  async function* bodies(): AsyncGenerator<Uint8Array> {
    for (const { lakeKey } of pushes) {
      yield* bodyOf({ lake, vault }, lakeKey);
      yield end;
    }
  }
  return { ...(await stage({ lake, vault }, key, bodies())), key, fetchedAt };
}
