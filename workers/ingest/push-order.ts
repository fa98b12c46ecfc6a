// What a run over pushes is told to do. Its id says which pushes they are: the same ones never make two runs.
import type { Push } from '../../db/queries/pushes.ts';
import { sha256Of } from './lake.ts';
import { PUSH_FEED, type RunOrder } from './run-order.ts';

export async function pushOrder(
  pushes: readonly Push[],
  { dataset, requestId }: Pick<RunOrder, 'dataset' | 'requestId'>,
): Promise<RunOrder> {
  const ids = pushes.map(({ id }) => id);
  const instants = pushes.map(({ acceptedAt }) => acceptedAt);
  return {
    id: `${dataset}-${PUSH_FEED}-${(await sha256Of([...ids].sort().join())).slice(0, 16)}`,
    dataset,
    feed: PUSH_FEED,
    trigger: 'push',
    requestId,
    from: Math.min(...instants),
    to: Math.max(...instants) + 1,
  };
}
