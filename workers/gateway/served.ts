// Which columns a row is served with, in order: key, then each part's values and what is known of them. Pure.
import type { DatasetDefinition } from '../../data/dataset.ts';

export function servedColumns({ key, parts }: DatasetDefinition, chosen?: readonly string[]): readonly string[] {
  const wanted = new Set(chosen);
  const ofParts = Object.entries(parts).flatMap(([part, { columns }]) => {
    const shown = chosen ? columns.filter((column) => wanted.has(column)) : columns;
    return shown.length === 0 ? [] : [...shown, `${part}_quality`, `${part}_known_at`, `${part}_source`];
  });
  return [...key, ...ofParts, 'simulated'];
}
