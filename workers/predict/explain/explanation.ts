// Why each head of a row is what it is, by the names of its features. Says nothing rather than something that does not add up to the answer.
import type { Explanation } from '../../mesh/contracts.ts';
import { readOnnx } from '../onnx/file.ts';
import type { Attributed } from './attributed.ts';
import { type Explainer, explainerOf } from './explainer.ts';

export type RowExplanation = Readonly<Record<string, Explanation>>;

export interface Explains {
  /** One per row of the tensor, by head; null where what moved an answer does not add up to it. */
  readonly rows: (tensor: Float32Array) => Promise<(RowExplanation | null)[]>;
}

interface Asked {
  readonly features: readonly string[];
  readonly heads: readonly string[];
  run(tensor: Float32Array): Promise<Float32Array[]>;
}

/** Of the largest number that was added up: the graph adds in Float32, this in Float64. */
const TOLERANCE = 1e-5;

/** Made when first asked for; throws a sentence when the graph cannot be explained. */
export function explains(onnx: Uint8Array, { features, heads, run }: Asked): Explains {
  const explainer: Explainer = explainerOf(readOnnx(onnx));
  return {
    async rows(tensor) {
      const outputs = await run(tensor);
      return Array.from({ length: tensor.length / features.length }, (_, at) => {
        const row = tensor.subarray(at * features.length, (at + 1) * features.length);
        const found = explainer(row);
        const isSound = found.every((one, head) => addsUp(one, outputs[head]![at]!));
        if (!isSound) return null;
        return Object.fromEntries(found.map((one, head) => [heads[head]!, named(one, row, features)]));
      });
    },
  };
}

function addsUp({ expected, parts }: Attributed, answer: number): boolean {
  let [sum, largest] = [expected, Math.max(Math.abs(expected), Math.abs(answer))];
  for (const part of parts ?? []) {
    sum += part;
    largest = Math.max(largest, Math.abs(part));
  }
  return Math.abs(sum - answer) <= TOLERANCE * largest;
}

function named({ expected, parts, factors }: Attributed, row: Float32Array, features: readonly string[]): Explanation {
  const moved = features.flatMap((name, column) => {
    const part = parts?.[column] ?? 0;
    return part === 0 ? [] : [[name, part] as const];
  });
  return {
    expected,
    contributions: Object.fromEntries(moved),
    ...(factors.size > 0 && {
      factors: Object.fromEntries(Array.from(factors, (column) => [features[column]!, row[column]!])),
    }),
  };
}
