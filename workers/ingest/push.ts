// Accepts what a client pushes: once per Idempotency-Key, first in Postgres, then in the lake, then in the queue. Repeating it heals whatever stopped half way.
import { acceptPush } from '../../db/queries/pushes.ts';
import type { CallContext, PushAccepted, PushRequest } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { datasetOf } from './catalogue.ts';
import { inboxKey, sha256Of } from './lake.ts';
import type { PushMessage } from './push-message.ts';
import type { Shell } from './shell.ts';

export async function push(
  { db, lake, log, clock }: Shell,
  queue: Queue<PushMessage>,
  { dataset, idempotencyKey, ndjson, rows }: PushRequest,
  context: CallContext,
): Promise<Result<PushAccepted>> {
  if (!datasetOf(dataset)) return fail({ reason: 'not_found', what: 'dataset', id: dataset });
  const id = crypto.randomUUID();
  const accepted = await acceptPush(db, {
    id,
    client: context.caller,
    idempotencyKey,
    dataset,
    bodySha256: await sha256Of(ndjson),
    rows,
    lakeKey: inboxKey(dataset, id),
    acceptedAt: clock(),
  });
  if (accepted.outcome === 'conflict') {
    return fail({ reason: 'conflict', detail: `Idempotency-Key ${idempotencyKey} was used with another body` });
  }
  const { push } = accepted;
  if (push.run === null) {
    try {
      await lake.put(push.lakeKey, ndjson);
      await queue.send({ push: push.id, dataset, requestId: context.requestId });
    } catch (error) {
      log.error('push not kept', { push: push.id, error });
      return fail({ reason: 'unavailable', dependency: 'lake', retryAfterSeconds: 10 });
    }
  }
  return ok({ push: push.id, rows: push.rows, repeated: accepted.outcome === 'repeated' });
}
