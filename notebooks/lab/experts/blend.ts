// Pairs of experts in a row: each moves what those before it said by its share, where it has anything to go by; with bounds, as one ONNX graph.
import { forestNode } from '../onnx/forest.ts';
import { attr, type GraphPart, INPUT, modelBytes, partsTogether } from '../onnx/graph.ts';
import { type ExpertPair, pairPart, predictPair } from './pair.ts';
import { SMALLEST_SIZE, sizesOf, type Widths } from './width.ts';

export interface Blend {
  /** The one that is always there. */
  readonly first: ExpertPair;
  readonly others: readonly { readonly pair: ExpertPair; readonly share: number }[];
}

export interface BlendedForecast {
  readonly value: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export function predictBlend({ first, others }: Blend, x: Float32Array): Float64Array {
  return others.reduce(
    (before, { pair, share }) => {
      const said = predictPair(pair, x);
      return before.map((value, i) => (Number.isNaN(said[i]!) ? value : value + share * (said[i]! - value)));
    },
    predictPair(first, x),
  );
}

export function predictWithBounds(blend: Blend, widths: Widths, x: Float32Array): BlendedForecast {
  const value = predictBlend(blend, x);
  const size = sizesOf(widths, x, blend.first.features);
  return {
    value,
    low: value.map((one, i) => one * (1 - widths.below * size[i]!)),
    high: value.map((one, i) => one * (1 + widths.above * size[i]!)),
  };
}

/** The same arithmetic as predictWithBounds, its outputs named after the model's heads. */
export function blendOnnx(
  { first, others }: Blend,
  widths: Widths,
  name: string,
  heads: { readonly value: string; readonly low: string; readonly high: string },
): Uint8Array {
  const parts: GraphPart[] = [pairPart(first, 'first')];
  let before = 'first';
  others.forEach(({ pair, share }, i) => {
    const own = `expert_${i + 2}`;
    parts.push(pairPart(pair, own), movedPart(before, own, share));
    before = `${own}_blend`;
  });
  const graph = partsTogether(...parts, boundsPart(before, widths, heads));
  return modelBytes({
    name,
    features: first.features,
    ...graph,
    outputs: [heads.value, heads.low, heads.high],
  });
}

function movedPart(before: string, own: string, share: number): GraphPart {
  const name = (what: string): string => `${own}_blend_${what}`;
  return {
    nodes: [
      { op: 'Sub', inputs: [own, before], output: name('apart') },
      { op: 'Mul', inputs: [name('apart'), name('share')], output: name('step') },
      { op: 'IsNaN', inputs: [own], output: name('missing') },
      { op: 'Where', inputs: [name('missing'), name('none'), name('step')], output: name('known_step') },
      { op: 'Add', inputs: [before, name('known_step')], output: `${own}_blend` },
    ],
    constants: [
      { name: name('share'), type: 'float', value: [share] },
      { name: name('none'), type: 'float', value: [0] },
    ],
  };
}

function boundsPart(
  middle: string,
  { size, unitColumn, usualUnit, below, above }: Widths,
  heads: { readonly value: string; readonly low: string; readonly high: string },
): GraphPart {
  const number = (name: string, value: number) => ({ name, type: 'float' as const, value: [value] });
  const op = (kind: string, inputs: readonly string[], output: string) => ({ op: kind, inputs, output });
  const unit: GraphPart =
    unitColumn === undefined
      ? { nodes: [op('Identity', ['usual_unit'], 'unit')], constants: [] }
      : {
          nodes: [
            { ...op('Gather', [INPUT, 'unit_column'], 'unit_said'), attributes: [attr.int('axis', 1)] },
            op('IsNaN', ['unit_said'], 'unit_missing'),
            op('Where', ['unit_missing', 'usual_unit', 'unit_said'], 'unit'),
          ],
          constants: [{ name: 'unit_column', type: 'int64', value: [unitColumn] }],
        };
  return {
    nodes: [
      ...unit.nodes,
      forestNode(size, 'size_said'),
      // A size is never negative: the bounds cannot cross.
      op('Max', ['size_said', 'smallest_size'], 'size_in_units'),
      op('Mul', ['size_in_units', 'unit'], 'size'),
      op('Mul', ['size', 'below'], 'share_below'),
      op('Sub', ['one', 'share_below'], 'low_ratio'),
      op('Mul', ['size', 'above'], 'share_above'),
      op('Add', ['one', 'share_above'], 'high_ratio'),
      op('Identity', [middle], heads.value),
      op('Mul', [middle, 'low_ratio'], heads.low),
      op('Mul', [middle, 'high_ratio'], heads.high),
    ],
    constants: [
      ...unit.constants,
      number('usual_unit', usualUnit),
      number('smallest_size', SMALLEST_SIZE),
      number('below', below),
      number('above', above),
      number('one', 1),
    ],
  };
}
