// Which of some points is nearest, as ONNX nodes: the clusters of k-means, the cores of DBSCAN.
import { type Dbscan, NOISE } from '../cluster/dbscan.ts';
import type { KMeans } from '../cluster/k-means.ts';
import type { Standard } from '../standard.ts';
import { attr, type GraphPart, partsTogether } from './graph.ts';
import { affinePart, standardPart } from './linear.ts';

const FLOAT = 1;

/** The cluster, and how far its centre is. */
export function kMeansPart(
  { standard, centres }: KMeans,
  { label, distance }: { readonly label: string; readonly distance: string },
): GraphPart {
  return partsTogether(nearestPart(standard, centres, { index: `${label}_index`, distance }), {
    nodes: [{ op: 'Cast', inputs: [`${label}_index`], output: label, attributes: [attr.int('to', FLOAT)] }],
    constants: [],
  });
}

export function dbscanPart(
  { standard, reach, cores, coreLabel }: Dbscan,
  { label }: { readonly label: string },
): GraphPart {
  const named = (what: string): string => `${label}_${what}`;
  return partsTogether(nearestPart(standard, cores, { index: named('index'), distance: named('distance') }), {
    nodes: [
      { op: 'Gather', inputs: [named('core_labels'), named('index')], output: named('nearest') },
      { op: 'LessOrEqual', inputs: [named('distance'), named('reach')], output: named('is_near') },
      { op: 'Where', inputs: [named('is_near'), named('nearest'), named('noise')], output: label },
    ],
    constants: [
      { name: named('core_labels'), type: 'float', value: coreLabel },
      { name: named('reach'), type: 'float', value: reach },
      { name: named('noise'), type: 'float', value: NOISE },
    ],
  });
}

/** |z - p|² = |z|² + (|p|² - 2 z·p), whose second part says which point is nearest. `index` is int64. */
function nearestPart(
  standard: Standard,
  points: Float64Array,
  { index, distance }: { readonly index: string; readonly distance: string },
): GraphPart {
  const features = standard.mean.length;
  const count = points.length / features;
  const named = (what: string): string => `${distance}_${what}`;
  const acrossColumns = attr.ints('axes', [1]);
  const squares = Float64Array.from({ length: count }, (_, k) =>
    points.subarray(k * features, (k + 1) * features).reduce((sum, one) => sum + one * one, 0),
  );
  const minusTwice = Float64Array.from({ length: points.length }, (_, at) => {
    const [j, k] = [Math.floor(at / count), at % count];
    return -2 * points[k * features + j]!;
  });
  return partsTogether(
    standardPart(standard, { output: named('standardised') }),
    affinePart(
      { coefficients: minusTwice, intercepts: squares },
      { input: named('standardised'), output: named('own') },
    ),
    {
      nodes: [
        { op: 'ArgMin', inputs: [named('own')], output: index, attributes: [attr.int('axis', 1)] },
        { op: 'ReduceMin', inputs: [named('own')], output: named('least'), attributes: [acrossColumns] },
        {
          op: 'ReduceSumSquare',
          inputs: [named('standardised')],
          output: named('length'),
          attributes: [acrossColumns],
        },
        { op: 'Add', inputs: [named('least'), named('length')], output: named('rounded') },
        // Rounding can leave less than nothing.
        { op: 'Relu', inputs: [named('rounded')], output: named('square') },
        { op: 'Sqrt', inputs: [named('square')], output: distance },
      ],
      constants: [],
    },
  );
}
