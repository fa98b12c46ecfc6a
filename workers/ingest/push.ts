// Accepts what a client pushes, once per Idempotency-Key: first into the lake, then into Postgres, then into the queue. What is accepted has its body.
import { acceptPush } from '../../db/queries/pushes.ts';
import type { CallContext, PushAccepted, PushRequest } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { datasetOf } from './catalogue.ts';
import { discard, inboxKey, keepBody } from './inbox.ts';
import { vaultOf, whyLocked } from './privacy/vault.ts';
import type { PushMessage } from './push-message.ts';
import type { Shell } from './shell.ts';

export async function push(
  shell: Shell,
  queue: Queue<PushMessage>,
  { dataset, idempotencyKey, ndjson, rows }: PushRequest,
  context: CallContext,
): Promise<Result<PushAccepted>> {
  const { db, lake, log, clock } = shell;
  const definition = datasetOf(dataset);
  if (!definition) return fail({ reason: 'not_found', what: 'dataset', id: dataset });
  const locked = whyLocked(shell, definition);
  if (locked) return fail({ reason: 'unavailable', dependency: 'privacy key', detail: locked, retryAfterSeconds: 600 });
  const vault = vaultOf(shell, definition);
  const id = crypto.randomUUID();
  const lakeKey = inboxKey(dataset, id);
  try {
    await keepBody({ lake, vault }, lakeKey, ndjson);
  } catch (error) {
    log.error('push not kept', { push: id, error });
    return fail({ reason: 'unavailable', dependency: 'lake', retryAfterSeconds: 10 });
  }
  const accepted = await acceptPush(db, {
    id,
    client: context.caller,
    idempotencyKey,
    dataset,
    bodySha256: await vault.fingerprint(ndjson),
    rows,
    lakeKey,
    acceptedAt: clock(),
  });
  // The body of a repeat lies under the id of the first already.
  if (accepted.outcome !== 'accepted') await discard(lake, log, [lakeKey]);
  if (accepted.outcome === 'conflict') {
    return fail({ reason: 'conflict', detail: `Idempotency-Key ${idempotencyKey} was used with another body` });
  }
  const { push } = accepted;
  if (push.run === null) {
    try {
      await queue.send({ push: push.id, dataset, requestId: context.requestId });
    } catch (error) {
      // It is accepted all the same: the tick gives a run to what has none.
      log.warn('push waits for the tick', { push: push.id, error });
    }
  }
  return ok({ push: push.id, rows: push.rows, repeated: accepted.outcome === 'repeated' });
}
