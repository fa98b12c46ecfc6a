// The temporary objects of one slice of one run: chunks of rows, and rejects. Step results carry only how many there are.

import type { Reject } from '../../data/dataset.ts';
import { type Chunk, packed, unpacked } from './chunk.ts';
import { workPrefix } from './lake.ts';

export interface Rejected {
  /** Position among the raw objects of the slice. */
  readonly object: number;
  readonly rejects: readonly Reject[];
}

export type Stage = 'parsed' | 'checked';

/** Of the lake, what keeps things between two steps. */
export interface Between {
  put(key: string, text: string): Promise<unknown>;
  get(key: string): Promise<{ text(): Promise<string> } | null>;
}

export function workOf(lake: Between, run: string, attempt: string) {
  const prefix = `${workPrefix(run)}${attempt}/`;

  async function textOf(key: string): Promise<string> {
    const object = await lake.get(key);
    if (!object) throw new Error(`${key} is gone: the step before must run again`);
    return object.text();
  }

  return {
    async saveChunk(stage: Stage, index: number, chunk: Chunk, keyColumns: readonly string[]): Promise<void> {
      await lake.put(`${prefix}${stage}-${index}`, packed(chunk, keyColumns));
    },
    async chunk(stage: Stage, index: number): Promise<Chunk> {
      return unpacked(await textOf(`${prefix}${stage}-${index}`));
    },
    async saveRejects(stage: Stage, index: number, rejected: Rejected): Promise<void> {
      await lake.put(`${prefix}${stage}-rejects-${index}`, JSON.stringify(rejected));
    },
    async rejects(stage: Stage, index: number): Promise<Rejected> {
      const read: Rejected = JSON.parse(await textOf(`${prefix}${stage}-rejects-${index}`));
      return read;
    },
  };
}
export type Work = ReturnType<typeof workOf>;
