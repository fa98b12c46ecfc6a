// Made-up rows, the same for everybody who is measured with them.
import { randomFrom } from '../../../notebooks/lab/random.ts';

export function batchOf(rows: number, features: number): Float32Array {
  const random = randomFrom(2);
  return Float32Array.from({ length: rows * features }, () => random.next());
}
