// Trees as another program may have written them.
import { expect, it } from 'vitest';
import { CircularTreeError, ensembleOf } from './forest.ts';

/** One branch with two leaves; the branch leads to these nodes. */
const tree = (left: number, right: number) => {
  const ints: Readonly<Record<string, number[]>> = {
    nodes_treeids: [0, 0, 0],
    nodes_nodeids: [0, 1, 2],
    nodes_featureids: [0, 0, 0],
    nodes_truenodeids: [left, 0, 0],
    nodes_falsenodeids: [right, 0, 0],
    nodes_missing_value_tracks_true: [0, 0, 0],
    target_treeids: [0, 0],
    target_nodeids: [1, 2],
  };
  const floats: Readonly<Record<string, number[]>> = { nodes_values: [0.5, 0, 0], target_weights: [10, 20] };
  return ensembleOf({
    ...{ op: 'TreeEnsembleRegressor', inputs: ['x'], output: 'y' },
    attributes: {
      int: () => 1,
      float: () => undefined,
      ints: (name) => ints[name] && Int32Array.from(ints[name]),
      floats: (name) => floats[name] && Float32Array.from(floats[name]),
      string: () => undefined,
      strings: () => ['BRANCH_LEQ', 'LEAF', 'LEAF'],
    },
  });
};

it('reads what leads to its leaves', () => {
  expect(tree(1, 2)).toMatchObject({ roots: Int32Array.of(0), number: Float32Array.of(0.5, 10, 20) });
});

it('refuses what leads in a circle: whoever walked it would not come back', () => {
  expect(() => tree(0, 2)).toThrow(CircularTreeError);
});
