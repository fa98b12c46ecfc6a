// How what a release sees and says was distributed where it was made, from its papers in the lake. Kept: a release never changes.
import { z } from 'zod';
import { Sketches } from '../../models/sketch.ts';

const Papers = z.object({ sketches: Sketches });

/** Null while its papers are not in the lake. */
export type SketchesOf = (model: string, release: string) => Promise<Sketches | null>;

/** One per isolate. */
export function releaseSketches(lake: R2Bucket): SketchesOf {
  const known = new Map<string, Sketches>();
  return async (model, release) => {
    const key = `models/${model}/${release}/release.json`;
    const kept = known.get(key);
    if (kept) return kept;
    const object = await lake.get(key);
    if (!object) return null;
    const { sketches } = Papers.parse(await object.json());
    known.set(key, sketches);
    return sketches;
  };
}
