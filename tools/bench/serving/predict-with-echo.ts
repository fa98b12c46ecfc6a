// The product's predict and what is measured beside it: an echo, and a batch that is made and answered inside the isolate.

import { modelOf } from '../../../workers/predict/fleet.ts';
import worker, { Predict as Product } from '../../../workers/predict/index.ts';
import { isolateOf } from '../../../workers/predict/isolate.ts';
import { batchOf } from './batch.ts';
import { wasmBytes } from './wasm-memory.ts';

export { Aliases } from '../../../workers/predict/index.ts';

export interface Measured {
  echo(value: unknown): Promise<unknown>;
  batch(model: string, rows: number, times: number): Promise<number>;
  wasm(): Promise<number>;
}

export class Predict extends Product {
  echo(value: unknown): unknown {
    return value;
  }

  wasm(): number {
    return wasmBytes();
  }

  /** The sum of the first answers: nothing that is not used is computed. */
  async batch(id: string, rows: number, times: number): Promise<number> {
    const model = modelOf(id);
    const live = model && (await isolateOf(this.env).fleet.releaseOf(model));
    if (!model || !live || 'refused' in live) throw new Error(`no release of ${id} answers`);
    const tensor = batchOf(rows, model.features.length);
    let sum = 0;
    for (let time = 0; time < times; time++) {
      const [first] = await live.graph.run(tensor);
      sum += first![time % rows]!;
    }
    return sum;
  }
}

export default worker;
