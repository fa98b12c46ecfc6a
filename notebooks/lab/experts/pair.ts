// A forest and an hourly ridge that answer the same question, and what they say together: how a target relates to a column of its own unit.
import { forestNode } from '../onnx/forest.ts';
import { attr, type GraphPart, INPUT } from '../onnx/graph.ts';
import { type BoostOptions, boost } from '../trees/boost.ts';
import { squared } from '../trees/loss.ts';
import { type Forest, predictForest } from '../trees/tree.ts';
import { fitHourlyRidge, type HourlyRidge, hourlyRidgePart, predictHourlyRidge } from './hourly-ridge.ts';
import { termsOf } from './terms.ts';

/** What a pair is made of, by the names of features. */
export interface PairRecipe {
  /** What the target is divided by; in the same unit. */
  readonly scale: string;
  readonly hour: string;
  /** Without this feature the ridge, which lives on it, is left out. */
  readonly needs: string;
  readonly forest: readonly string[];
  readonly ridge: readonly string[];
  readonly products: readonly (readonly [string, string])[];
  readonly alpha: number;
  readonly trees: TreeRecipe;
  /** Of the forest that learns what the ridge misses. */
  readonly mendingTrees: TreeRecipe;
}

type TreeRecipe = Pick<BoostOptions, 'trees' | 'leaves' | 'learningRate' | 'minRows' | 'columnShare' | 'rowShare'>;

export interface Lessons {
  readonly features: readonly string[];
  /** Row-major, as tensorOf gives it. */
  readonly x: Float32Array;
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

export interface ExpertPair {
  readonly scaleColumn: number;
  readonly needsColumn: number;
  readonly features: number;
  readonly forest: Forest;
  readonly ridge: HourlyRidge;
  /** What is to be added to the ridge. */
  readonly mending: Forest;
}

/** What the mended ridge moves of the way from the forest to itself. */
const RIDGE_SHARE = 0.8;
/** Further from the forest than this, the ridge has met something new to it and is held. */
const FURTHEST = 0.08;

export function fitPair(
  recipe: PairRecipe,
  { features: names, x, target, weights }: Lessons,
  { seed, onTree }: Pick<BoostOptions, 'seed' | 'onTree'>,
): ExpertPair {
  const features = names.length;
  const [scaleColumn, hourColumn, needsColumn] = termsOf(names, [recipe.scale, recipe.hour, recipe.needs], []).columns;
  if (scaleColumn === undefined || hourColumn === undefined || needsColumn === undefined)
    throw new Error('a pair names its scale, its hour and what it needs');
  const ratiosOf = (keep: (row: number) => boolean) => {
    const rows = Array.from(target.keys()).filter((row) => x[row * features + scaleColumn]! > 0 && keep(row));
    const own = new Float32Array(rows.length * features);
    rows.forEach((row, i) => {
      own.set(x.subarray(row * features, (row + 1) * features), i * features);
    });
    return {
      x: own,
      features,
      target: Float64Array.from(rows, (row) => target[row]! / x[row * features + scaleColumn]!),
      weights: Float64Array.from(rows, (row) => weights[row]!),
    };
  };
  const seen = new Set(recipe.forest);
  const grow = (trees: TreeRecipe, rows: ReturnType<typeof ratiosOf>): Forest =>
    boost({
      ...trees,
      ...rows,
      loss: squared(),
      seed,
      except: Array.from(names.keys()).filter((column) => !seen.has(names[column]!)),
      ...(onTree && { onTree }),
    });
  const foreseen = ratiosOf((row) => !Number.isNaN(x[row * features + needsColumn]!));
  const ridge = fitHourlyRidge({
    ...foreseen,
    terms: termsOf(names, recipe.ridge, recipe.products),
    hourColumn,
    alpha: recipe.alpha,
  });
  const said = predictHourlyRidge(ridge, foreseen.x, features);
  return {
    scaleColumn,
    needsColumn,
    features,
    forest: grow(
      recipe.trees,
      ratiosOf(() => true),
    ),
    ridge,
    mending: grow(recipe.mendingTrees, { ...foreseen, target: foreseen.target.map((ratio, i) => ratio - said[i]!) }),
  };
}

/** In the unit of the target; NaN where the scale is missing. */
export interface PairSays {
  readonly forest: Float64Array;
  readonly ridge: Float64Array;
  readonly mended: Float64Array;
  readonly both: Float64Array;
}

export function askPair(pair: ExpertPair, x: Float32Array): PairSays {
  const { features, scaleColumn, needsColumn } = pair;
  const scaled = (ratios: Float64Array): Float64Array =>
    ratios.map((ratio, row) => ratio * x[row * features + scaleColumn]!);
  const forest = predictForest(pair.forest, x, features);
  const ridge = predictHourlyRidge(pair.ridge, x, features);
  const mending = predictForest(pair.mending, x, features);
  const mended = ridge.map((ratio, row) => ratio + mending[row]!);
  const both = forest.map((middle, row) => {
    if (Number.isNaN(x[row * features + needsColumn]!)) return middle;
    return middle + RIDGE_SHARE * Math.min(FURTHEST, Math.max(-FURTHEST, mended[row]! - middle));
  });
  return { forest: scaled(forest), ridge: scaled(ridge), mended: scaled(mended), both: scaled(both) };
}

export const predictPair = (pair: ExpertPair, x: Float32Array): Float64Array => askPair(pair, x).both;

export function pairPart({ scaleColumn, needsColumn, forest, ridge, mending }: ExpertPair, output: string): GraphPart {
  const name = (what: string): string => `${output}_${what}`;
  const op = (kind: string, inputs: readonly string[], to: string) => ({
    op: kind,
    inputs: inputs.map(name),
    output: name(to),
  });
  const column = (index: string, to: string) => ({
    op: 'Gather',
    inputs: [INPUT, name(index)],
    output: name(to),
    attributes: [attr.int('axis', 1)],
  });
  const number = (what: string, value: number) => ({ name: name(what), type: 'float' as const, value });
  const linear = hourlyRidgePart(ridge, name('ridge'));
  return {
    nodes: [
      ...linear.nodes,
      forestNode(forest, name('forest')),
      forestNode(mending, name('mending')),
      column('scale_column', 'scale'),
      column('needs_column', 'needed'),
      op('Add', ['ridge', 'mending'], 'mended'),
      op('Sub', ['mended', 'forest'], 'apart'),
      op('Clip', ['apart', 'lowest', 'highest'], 'held'),
      op('Mul', ['held', 'share'], 'step'),
      op('IsNaN', ['needed'], 'missing'),
      op('Where', ['missing', 'none', 'step'], 'known_step'),
      op('Add', ['forest', 'known_step'], 'ratio'),
      { op: 'Mul', inputs: [name('scale'), name('ratio')], output },
    ],
    constants: [
      ...linear.constants,
      { name: name('scale_column'), type: 'int64', value: [scaleColumn] },
      { name: name('needs_column'), type: 'int64', value: [needsColumn] },
      // Of no dimension: Clip takes no other.
      { ...number('lowest', -FURTHEST), shape: [] },
      { ...number('highest', FURTHEST), shape: [] },
      number('share', RIDGE_SHARE),
      number('none', 0),
    ],
  };
}
