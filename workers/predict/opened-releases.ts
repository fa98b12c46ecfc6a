// The releases that are open in this isolate: each opened once for everybody, and tried again later where that failed.
import type { ModelDefinition } from '../../models/model.ts';
import { within } from '../mesh/within.ts';
import { lentGraph } from './lent-graph.ts';
import { type LiveRelease, openRelease } from './live-release.ts';
import type { ReleaseFiles } from './papers.ts';

export interface Opening {
  /** What came of it last; absent while it is opened for the first time. */
  readonly known?: LiveRelease | null;
  /** Null when there is no such release. Never rejects. */
  settled(): Promise<LiveRelease | null>;
}

interface Entry {
  readonly model: string;
  readonly release: string;
  known?: LiveRelease | null;
  /** Of the request that began it. */
  opening: Promise<LiveRelease | null>;
  /** When it is worth another try. */
  againAt: number;
  askedAt: number;
}

/** What is not there may come. */
const ABSENT_FOR_MS = 5_000;
/** What is wrong stays wrong, until somebody mends the lake by hand. */
const REFUSED_FOR_MS = 60_000;
/** An opening that has not ended by then never will: whoever began it was cancelled. */
const LOST_AFTER_MS = 30_000;
/** A replay of a day asks for one release again and again. */
const UNASKED_FOR_MS = 120_000;
const LAKE_PATIENCE_MS = 3_000;
/** Nobody waits longer for what another has begun to open. */
const OPENING_PATIENCE_MS = 6_000;
/** Beside what is named: an upload may be 20 MiB, and an isolate has 128. */
const MOST_OPEN = 4;
/** Of what is not there or is refused only the reason is kept. */
const MOST_SHUT = 200;

export interface OpenedReleases {
  open(model: ModelDefinition, release: string): Opening;
  /** Lets go of what is not named and nobody has asked for in a while: its graph closes with the last request that holds it. */
  sweep(): void;
}

export function openedReleases({
  filesOf,
  featureSha256Of,
  isNamed,
  later,
  clock = Date.now,
}: {
  /** Null when there is no such release; rejects when nobody can say. */
  readonly filesOf: (model: ModelDefinition, release: string) => Promise<ReleaseFiles | null>;
  readonly featureSha256Of: (model: string) => string;
  /** Whether an alias names it, or it answers: then it stays open, however rarely it is asked for. */
  readonly isNamed: (model: string, release: string) => boolean;
  /** Lets an opening outlive the request that began it. */
  readonly later: (work: Promise<unknown>) => void;
  readonly clock?: () => number;
}): OpenedReleases {
  /** Who was asked for least recently comes first. */
  const entries = new Map<string, Entry>();

  async function attempt(model: ModelDefinition, release: string, entry: Entry): Promise<LiveRelease | null> {
    const featureSha256 = featureSha256Of(model.id);
    try {
      const files = await within(LAKE_PATIENCE_MS, filesOf(model, release));
      const opened = files && (await openRelease(model, files, featureSha256));
      entry.known = opened && asAsked(opened, release);
      if (entry.known && 'graph' in entry.known) entry.againAt = Number.POSITIVE_INFINITY;
      else entry.againAt = clock() + (entry.known ? REFUSED_FOR_MS : ABSENT_FOR_MS);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      entry.known = unseen(model, release, `the lake does not give it: ${reason}`);
      entry.againAt = clock() + ABSENT_FOR_MS;
    }
    makeRoom();
    return entry.known;
  }

  function makeRoom(): void {
    const unnamed = [...entries].filter(([, { model, release }]) => !isNamed(model, release));
    const open = unnamed.filter(([, { known }]) => known && 'graph' in known);
    const shut = unnamed.filter(([, { known }]) => known === null || (known && 'refused' in known));
    for (const [name] of [...open.slice(0, -MOST_OPEN), ...shut.slice(0, -MOST_SHUT)]) entries.delete(name);
  }

  const unseen = (model: ModelDefinition, release: string, refused: string): LiveRelease => ({
    identity: { id: release, onnx_sha256: '0'.repeat(64), feature_sha256: featureSha256Of(model.id) },
    refused,
    mayOpenSoon: true,
  });

  const openingOf = (model: ModelDefinition, entry: Entry): Opening => ({
    ...(entry.known !== undefined && { known: entry.known }),
    settled: () =>
      within(OPENING_PATIENCE_MS, entry.opening).catch(() => {
        // Whoever began it is gone: nobody else waits for that.
        entry.againAt = Math.min(entry.againAt, clock());
        return unseen(model, entry.release, 'it is still being opened');
      }),
  });

  return {
    open(model, release) {
      const name = `${model.id}/${release}`;
      const now = clock();
      const entry = entries.get(name);
      entries.delete(name);
      if (entry && now < entry.againAt) {
        entry.askedAt = now;
        entries.set(name, entry);
        return openingOf(model, entry);
      }
      const { known } = entry ?? {};
      const next: Entry = {
        model: model.id,
        release,
        ...(known !== undefined && { known }),
        opening: NOBODY,
        againAt: now + LOST_AFTER_MS,
        askedAt: now,
      };
      next.opening = attempt(model, release, next);
      entries.set(name, next);
      later(next.opening);
      return openingOf(model, next);
    },
    sweep() {
      const now = clock();
      for (const [name, { model, release, askedAt }] of entries) {
        if (now - askedAt > UNASKED_FOR_MS && !isNamed(model, release)) entries.delete(name);
      }
    },
  };
}

/** A release may lie in the folder of another, if somebody put it there by hand. */
function asAsked(opened: LiveRelease, release: string): LiveRelease {
  if ('refused' in opened) return opened;
  const { identity } = opened;
  const graph = lentGraph(opened.graph);
  if (identity.id === release) return { ...opened, graph };
  return { identity, refused: `its papers say that it is ${identity.id}, want ${release}` };
}

const NOBODY = Promise.resolve(null);
