// Rows of datasets from a Wattmesh that runs, over its public API: with a key and nothing else, from anywhere.
import { formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import { type Origin, refusePersons } from './origin.ts';

export interface Product {
  /** http://127.0.0.1:8787, say. */
  readonly url: string;
  /** With the scope read. */
  readonly key: string;
  /** As it was known then, before later corrections. */
  readonly asOf?: Instant;
}

/** A window of more than a million rows is refused there: ask for pieces. Snapshots come whole. */
export function fromProduct({ url, key, asOf }: Product, window: TimeWindow): Origin {
  return {
    async *rows(definition) {
      refusePersons(definition);
      const asked = new URLSearchParams({
        format: 'csv',
        ...(definition.timeColumn !== undefined && { from: formatInstant(window.from), to: formatInstant(window.to) }),
        ...(asOf !== undefined && { as_of: formatInstant(asOf) }),
      });
      const address = new URL(`/v1/datasets/${definition.id}/rows?${asked}`, url);
      const answer = await fetch(address, { headers: { 'x-api-key': key } });
      if (!answer.ok || !answer.body)
        throw new Error(`${address} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
      yield* answer.body;
    },
  };
}
