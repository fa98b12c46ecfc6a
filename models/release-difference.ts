// Which parts of two papers say something else, by their names at the top. The order of keys says nothing.
import { isDeepStrictEqual } from 'node:util';

export function differingParts(one: unknown, other: unknown): string[] {
  const [these, those] = [partsOf(one), partsOf(other)];
  const names = new Set([...these.keys(), ...those.keys()]);
  return [...names].filter((name) => !isDeepStrictEqual(these.get(name), those.get(name)));
}

/** What is no object is one part. */
const partsOf = (papers: unknown): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>(typeof papers === 'object' && papers !== null ? Object.entries(papers) : [['all', papers]]);
