// Which parts of two papers say something else, by their names at the top. The order of keys says nothing. Pure.

export function differingParts(one: unknown, other: unknown): string[] {
  const [these, those] = [partsOf(one), partsOf(other)];
  const names = new Set([...these.keys(), ...those.keys()]);
  return [...names].filter((name) => asSaid(these.get(name)) !== asSaid(those.get(name)));
}

/** What is no object is one part. */
const partsOf = (papers: unknown): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>(isObject(papers) ? Object.entries(papers) : [['all', papers]]);

const asSaid = (part: unknown): string | undefined => JSON.stringify(part, (_, value) => inOrder(value));

const inOrder = (value: unknown): unknown =>
  isObject(value) && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
