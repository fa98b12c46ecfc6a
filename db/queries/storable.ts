// What a stranger wrote, as Postgres can keep it: text without NUL and without half a surrogate pair, in text and in JSON. Pure.

export const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed();

/** A copy as JSON has it; undefined values are left out. */
export function storableJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => {
    if (typeof inner === 'string') return storable(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [storable(name), one]));
  });
}
