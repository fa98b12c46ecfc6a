// A run over what clients pushed: the bodies of its pushes, in the order they were accepted, become one raw object.
import { columnsOfPush, END_OF_PUSH, pushSource } from '../../data/push.ts';
import { pushesOf } from '../../db/queries/pushes.ts';
import type { Staged } from './ask.ts';
import type { Asker } from './extract.ts';
import { bodyOf } from './inbox.ts';
import { stagingPrefix } from './lake.ts';
import { vaultOf } from './privacy/vault.ts';
import { PUSH_FEED, type RunOrder } from './run-order.ts';
import { ingestSent, type SentRun } from './sent-slice.ts';
import type { SliceOutcome } from './slice-outcome.ts';
import { stage } from './staging.ts';

export function ingestPushes(run: SentRun): Promise<SliceOutcome> {
  const { shell, order, definition } = run;
  return ingestSent(run, {
    gather: () => gather({ ...shell, vault: vaultOf(shell, definition) }, order),
    sourceOf: () => pushSource(definition),
    columnsOf: columnsOfPush(definition),
  });
}

async function gather({ db, lake, vault }: Asker, order: RunOrder): Promise<{ readonly staged: Staged }> {
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
  return { staged: { ...(await stage({ lake, vault }, key, bodies())), key, fetchedAt } };
}
