// The published forecasts as this isolate saw them last: seconds old at most, older only while the lake does not answer.
import type { Instant } from '../../data/time.ts';
import { type Published, readPublished } from './published.ts';

const FRESH_FOR_MS = 3_000;

export type Frontpage = (model: string) => Promise<Published | null>;

/** One per isolate. Null when nothing was published yet. */
export function frontpage(lake: R2Bucket, clock: () => Instant = Date.now): Frontpage {
  const seen = new Map<string, { readonly at: Instant; readonly published: Published }>();
  return async (model) => {
    const last = seen.get(model);
    if (last && clock() - last.at < FRESH_FOR_MS) return last.published;
    try {
      const found = await readPublished(lake, model);
      const published = found === 'unreadable' ? null : found;
      if (published) seen.set(model, { at: clock(), published });
      return published;
    } catch (error) {
      if (last) return last.published;
      throw error;
    }
  };
}
