// What a graph computes of many rows, when it may refuse some: one row that it cannot compute with takes no other with it. Never decides what to say of such a row.
import type { Graph } from './graph.ts';

export interface Computed {
  /** One array per head; NaN where a row was refused. */
  readonly outputs: readonly Float32Array[];
  /** Why, by the place of the row. */
  readonly refused: ReadonlyMap<number, string>;
}

interface Width {
  readonly features: number;
  readonly heads: number;
}

export async function computed(graph: Pick<Graph, 'run'>, tensor: Float32Array, width: Width): Promise<Computed> {
  const rows = tensor.length / width.features;
  if (rows === 0) return { outputs: heads(width, 0), refused: new Map() };
  try {
    return { outputs: await graph.run(tensor), refused: new Map() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (rows === 1) return { outputs: heads(width, 1), refused: new Map([[0, why]]) };
    const half = Math.floor(rows / 2);
    const first = await computed(graph, tensor.subarray(0, half * width.features), width);
    const second = await computed(graph, tensor.subarray(half * width.features), width);
    return joined(first, second, half);
  }
}

const heads = ({ heads }: Width, rows: number): Float32Array[] =>
  Array.from({ length: heads }, () => new Float32Array(rows).fill(Number.NaN));

function joined(first: Computed, second: Computed, half: number): Computed {
  return {
    outputs: first.outputs.map((values, head) => Float32Array.of(...values, ...second.outputs[head]!)),
    refused: new Map([...first.refused, ...[...second.refused].map(([row, why]) => [row + half, why] as const)]),
  };
}
