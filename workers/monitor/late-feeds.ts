// What the database knows of each feed of a dataset, and which of them are late by it. Reads only.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { isPersonal } from '../../data/privacy.ts';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { feedRuns } from '../../db/queries/feed-runs.ts';
import { freshness } from '../../db/queries/read-rows.ts';
import { type LateFeed, lateness } from './freshness.ts';

export async function lateFeeds(db: Db, dataset: DatasetDefinition, now: Instant): Promise<readonly LateFeed[]> {
  const runs = await feedRuns(db, dataset.id);
  const late = await Promise.all(
    dataset.feeds.map(async (feed) => {
      const known = runs.find((each) => each.feed === feed.id);
      // Nobody has asked for it yet: there is nothing to look for.
      if (!known) return [];
      const ofFeed = { ...dataset, places: { ...dataset.places, ...feed.places } };
      // A forecast that reaches as far as now is as fresh as can be; a measurement of tomorrow is a fault.
      // Facts about persons are not ours to see: their runs have to tell.
      const newest = isPersonal(dataset) ? null : (await freshness(db, ofFeed, { until: now })).newest;
      return lateness(dataset, feed, { ...known, newest }, now);
    }),
  );
  return late.flat();
}
