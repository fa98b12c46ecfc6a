// What is shown of a model's releases: those in the lake and the bundled one, who answers as what, and who said so. Opens none of them.
import { formatInstant } from '../../data/time.ts';
import type { Release } from '../../models/release.ts';
import type { ReleaseSummary } from '../mesh/contracts.ts';
import { ALIASES, type Alias, type AliasChange, type AliasesShown, type ModelReleases } from '../mesh/releases.ts';
import type { Change, ModelAliases } from './aliases.ts';
import { shown } from './change-alias.ts';
import { bundledFiles, seedOf } from './fleet.ts';
import { summaryOf } from './keep-release.ts';
import { readRelease, releaseIn } from './papers.ts';
import { papersOf, releasesOnShelf } from './shelf.ts';

/** Each is an object to read. */
const MOST_LISTED = 50;
/** A release never changes: what was read once is read for good. */
const read = new Map<string, ReleaseSummary>();

/** Null when its papers are not there, or not readable. */
export async function summaryById(lake: R2Bucket, model: string, release: string): Promise<ReleaseSummary | null> {
  const name = `${model}/${release}`;
  const known = read.get(name);
  if (known) return known;
  const papers = await papersById(lake, model, release);
  if (!papers) return null;
  const summary = summaryOf(papers);
  read.set(name, summary);
  return summary;
}

async function papersById(lake: R2Bucket, model: string, release: string): Promise<Release | null> {
  const seed = bundledFiles(model);
  if (seed && release === seedOf(model)) return releaseIn(seed).said;
  const text = await papersOf(lake, model, release);
  return text === null ? null : readRelease(text).said;
}

export async function listedReleases(lake: R2Bucket, model: string, standing: ModelAliases): Promise<ModelReleases> {
  const aliases = shown(model, standing);
  const seed = seedOf(model);
  const onShelf = await releasesOnShelf(lake, model);
  const named = ALIASES.map((alias) => releaseAt(aliases, alias)).filter((id) => id !== undefined);
  const ids = new Set([...(seed === null ? [] : [seed]), ...named, ...onShelf.slice(0, MOST_LISTED)]);
  const summaries = await Promise.all([...ids].map((id) => summaryById(lake, model, id)));
  const releases = summaries
    .filter((summary) => summary !== null)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .map((summary) => ({
      ...summary,
      aliases: ALIASES.filter((alias) => releaseAt(aliases, alias) === summary.id),
      bundled: summary.id === seed,
    }));
  return { aliases, releases };
}

function releaseAt({ live, shadow, canary }: AliasesShown, alias: Alias): string | undefined {
  return { live, shadow, canary: canary?.release }[alias];
}

export function changeShown(change: Change): AliasChange {
  const { version, at, by, reason, kind } = change;
  const said = { version, at: formatInstant(at), by, reason, what: kind };
  switch (change.kind) {
    case 'live':
    case 'shadow':
      return { ...said, alias: change.kind, release: change.release };
    case 'canary':
      return { ...said, alias: 'canary', release: change.release, percent: change.percent };
    case 'clear':
      return { ...said, alias: change.alias };
    case 'rollback':
      return { ...said, alias: 'live', release: change.release };
  }
}
