// The releases that are open in this isolate: each opened once for everybody, and tried again later where that failed.
import type { ModelDefinition } from '../../models/model.ts';
import { type LiveRelease, openRelease, type ReleaseFiles } from './live-release.ts';

export interface Opening {
  /** What came of it last; absent while it is opened for the first time. */
  readonly known?: LiveRelease | null;
  /** Null when there is no such release. Never rejects. */
  readonly settled: Promise<LiveRelease | null>;
}

interface Entry {
  known?: LiveRelease | null;
  settled: Promise<LiveRelease | null>;
  /** When it is worth another try. */
  againAt: number;
}

/** What is not there may come. */
const ABSENT_FOR_MS = 5_000;
/** What is wrong stays wrong, until somebody mends the lake by hand. */
const REFUSED_FOR_MS = 60_000;
/** An opening that has not ended by then never will: whoever began it was cancelled. */
const LOST_AFTER_MS = 30_000;
const LAKE_PATIENCE_MS = 3_000;

export type OpenedReleases = (model: ModelDefinition, release: string) => Opening;

export function openedReleases({
  filesOf,
  featureSha256Of,
  later,
  clock = Date.now,
}: {
  /** Null when there is no such release; rejects when nobody can say. */
  readonly filesOf: (model: ModelDefinition, release: string) => Promise<ReleaseFiles | null>;
  readonly featureSha256Of: (model: string) => string;
  /** Lets an opening outlive the request that began it. */
  readonly later: (work: Promise<unknown>) => void;
  readonly clock?: () => number;
}): OpenedReleases {
  const entries = new Map<string, Entry>();

  async function open(model: ModelDefinition, release: string, entry: Entry): Promise<LiveRelease | null> {
    const featureSha256 = featureSha256Of(model.id);
    try {
      const files = await within(LAKE_PATIENCE_MS, filesOf(model, release));
      entry.known = files && (await openRelease(model, files, featureSha256));
      const isOpen = entry.known !== null && 'graph' in entry.known;
      if (isOpen) entry.againAt = Number.POSITIVE_INFINITY;
      else entry.againAt = clock() + (entry.known ? REFUSED_FOR_MS : ABSENT_FOR_MS);
    } catch (error) {
      const identity = { id: release, onnx_sha256: '0'.repeat(64), feature_sha256: featureSha256 };
      entry.known = {
        identity,
        refused: `the lake does not give it: ${error instanceof Error ? error.message : error}`,
      };
      entry.againAt = clock() + ABSENT_FOR_MS;
    }
    return entry.known;
  }

  return (model, release) => {
    const name = `${model.id}/${release}`;
    const entry = entries.get(name);
    if (entry && clock() < entry.againAt) return entry;
    const { known } = entry ?? {};
    const next: Entry = { ...(known !== undefined && { known }), settled: NOBODY, againAt: clock() + LOST_AFTER_MS };
    next.settled = open(model, release, next);
    entries.set(name, next);
    later(next.settled);
    return next;
  };
}

const NOBODY = Promise.resolve(null);

async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
