// What a linear expert looks at: columns as they are, and products of two. Gaps stay gaps; never scales.
import { attr, type GraphPart, INPUT } from '../onnx/graph.ts';

export interface Terms {
  readonly columns: readonly number[];
  readonly products: readonly (readonly [left: number, right: number])[];
}

export const termCount = ({ columns, products }: Terms): number => columns.length + products.length;

/** Places of named features, which must be there. */
export function termsOf(
  features: readonly string[],
  columns: readonly string[],
  products: readonly (readonly [string, string])[],
): Terms {
  const place = (name: string): number => {
    const index = features.indexOf(name);
    if (index < 0) throw new Error(`no feature ${name} among ${features.join(', ')}`);
    return index;
  };
  return { columns: columns.map(place), products: products.map(([left, right]) => [place(left), place(right)]) };
}

/** Row-major, in Float32 as the graph has them. */
export function termMatrix({ columns, products }: Terms, x: Float32Array, features: number): Float32Array {
  const width = columns.length + products.length;
  const rows = x.length / features;
  const out = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let to = row * width;
    for (const column of columns) out[to++] = x[row * features + column]!;
    for (const [left, right] of products) out[to++] = x[row * features + left]! * x[row * features + right]!;
  }
  return out;
}

export function termsPart({ columns, products }: Terms, output: string): GraphPart {
  const [plain, left, right, product] = [
    `${output}_plain`,
    `${output}_left`,
    `${output}_right`,
    `${output}_product`,
  ] as const;
  const gather = (to: string) => ({
    op: 'Gather',
    inputs: [INPUT, `${to}_columns`],
    output: to,
    attributes: [attr.int('axis', 1)],
  });
  const places = (to: string, value: readonly number[]) => ({ name: `${to}_columns`, type: 'int64' as const, value });
  return {
    nodes: [
      gather(plain),
      gather(left),
      gather(right),
      { op: 'Mul', inputs: [left, right], output: product },
      { op: 'Concat', inputs: [plain, product], output, attributes: [attr.int('axis', 1)] },
    ],
    constants: [
      places(plain, columns),
      places(
        left,
        products.map(([one]) => one),
      ),
      places(
        right,
        products.map(([, other]) => other),
      ),
    ],
  };
}
