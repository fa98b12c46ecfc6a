// A forest as one ONNX node, TreeEnsembleRegressor: the same comparisons in Float32 as trees/tree.ts.
import type { Forest } from '../trees/tree.ts';
import { attr, type GraphPart, INPUT, type Node } from './graph.ts';

/** Of a forest boosted under logistic loss: its log-odds as a probability. */
export function chancePart(forest: Forest, { output }: { readonly output: string }): GraphPart {
  const logOdds = `${output}_log_odds`;
  return { nodes: [forestNode(forest, logOdds), { op: 'Sigmoid', inputs: [logOdds], output }], constants: [] };
}

export function forestNode({ base, trees }: Forest, output: string): Node {
  const nodes = trees.flatMap((tree, t) =>
    Array.from(tree.feature, (feature, n) => ({
      t,
      n,
      isLeaf: feature < 0,
      // A leaf names feature 0 and never looks at it.
      feature: Math.max(feature, 0),
      threshold: tree.threshold[n]!,
      left: tree.left[n]!,
      right: tree.right[n]!,
      missingLeft: tree.missingLeft[n]!,
      value: tree.value[n]!,
      cover: tree.cover?.[n],
    })),
  );
  const leaves = nodes.filter(({ isLeaf }) => isLeaf);
  const covers = nodes.flatMap(({ cover }) => cover ?? []);
  return {
    op: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    inputs: [INPUT],
    output,
    attributes: [
      attr.int('n_targets', 1),
      attr.string('aggregate_function', 'SUM'),
      attr.string('post_transform', 'NONE'),
      attr.floats('base_values', [base]),
      attr.ints(
        'nodes_treeids',
        nodes.map(({ t }) => t),
      ),
      attr.ints(
        'nodes_nodeids',
        nodes.map(({ n }) => n),
      ),
      // How often each node is met: what a prediction is explained with.
      ...(covers.length === nodes.length ? [attr.floats('nodes_hitrates', covers)] : []),
      attr.ints(
        'nodes_featureids',
        nodes.map(({ feature }) => feature),
      ),
      attr.floats(
        'nodes_values',
        nodes.map(({ threshold }) => threshold),
      ),
      attr.strings(
        'nodes_modes',
        nodes.map(({ isLeaf }) => (isLeaf ? 'LEAF' : 'BRANCH_LEQ')),
      ),
      attr.ints(
        'nodes_truenodeids',
        nodes.map(({ left }) => left),
      ),
      attr.ints(
        'nodes_falsenodeids',
        nodes.map(({ right }) => right),
      ),
      attr.ints(
        'nodes_missing_value_tracks_true',
        nodes.map(({ missingLeft }) => missingLeft),
      ),
      attr.ints(
        'target_treeids',
        leaves.map(({ t }) => t),
      ),
      attr.ints(
        'target_nodeids',
        leaves.map(({ n }) => n),
      ),
      attr.ints(
        'target_ids',
        leaves.map(() => 0),
      ),
      attr.floats(
        'target_weights',
        leaves.map(({ value }) => value),
      ),
    ],
  };
}
