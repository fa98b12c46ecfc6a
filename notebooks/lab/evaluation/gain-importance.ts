// What the cuts on each feature took off the error while a forest was grown, as shares of 1. Of the training rows: a feature that only memorises ranks high too.
import type { Forest } from '../trees/tree.ts';
import type { Importance } from './permutation-importance.ts';

export function gainImportance({ trees }: Forest, features: readonly string[]): Importance[] {
  const gains = new Float64Array(features.length);
  for (const { feature, gain } of trees) {
    if (!gain) throw new Error('this forest has not kept its gains: it was not fitted to a target');
    feature.forEach((column, node) => {
      if (column >= 0) gains[column]! += gain[node]!;
    });
  }
  const all = gains.reduce((sum, gain) => sum + gain, 0);
  return features
    .map((feature, column) => ({ feature, importance: gains[column]! / all, spread: 0 }))
    .sort((a, b) => b.importance - a.importance);
}
