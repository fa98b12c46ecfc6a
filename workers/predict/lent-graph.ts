// A graph that is closed once nobody holds it any more: a request goes on with the release it began with, however soon that is replaced.
import type { Graph } from './graph.ts';

const unheld = new FinalizationRegistry<() => Promise<void>>((close) => void close().catch(() => {}));

/** What is lent must not be reached from what closes it, or it would be held for good. */
export function lentGraph(graph: Graph): Graph {
  const lent = { ...graph };
  unheld.register(lent, () => graph.close());
  return lent;
}
