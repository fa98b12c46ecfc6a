// Facts that are not as they were: what contract suites put before a model to see what it looks at.
import type { FactsBySeries } from '../models/history.ts';

export function changed(facts: FactsBySeries, change: (value: number, knownAt: number) => number): FactsBySeries {
  return new Map(
    Array.from(facts, ([key, { at, knownAt, value }]) => [
      key,
      { at, knownAt, value: value.map((one, i) => change(one, knownAt[i]!)) },
    ]),
  );
}

export function only(facts: FactsBySeries, keep: (at: number) => boolean): FactsBySeries {
  return new Map(
    Array.from(facts, ([key, { at, knownAt, value }]) => {
      const kept = (values: Float64Array) => values.filter((_, i) => keep(at[i]!));
      return [key, { at: kept(at), knownAt: kept(knownAt), value: kept(value) }];
    }),
  );
}
