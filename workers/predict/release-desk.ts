// Answers what the gateway asks about releases. An object or a lake that is away is an expected failure; decides nothing.
import type { ReleaseSummary } from '../mesh/contracts.ts';
import type { Log } from '../mesh/log.ts';
import type { ReleasesRpc } from '../mesh/releases.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { NO_ALIASES } from './aliases.ts';
import type { Aliases } from './aliases-object.ts';
import { changeAlias, type Gatekeeper, shown } from './change-alias.ts';
import { everyModel, modelOf } from './fleet.ts';
import { keepRelease } from './keep-release.ts';
import { changeShown, listedReleases, summaryById } from './listed-releases.ts';
import type { SeenAliases } from './seen-aliases.ts';

const HISTORY = 100;

export interface ReleaseDesk extends ReleasesRpc {
  /** Of each model what is live, in its own words. */
  live(): Promise<readonly ReleaseSummary[]>;
}

export function releaseDesk({
  lake,
  object,
  seen,
  fleet,
  log,
}: Pick<Gatekeeper, 'fleet'> & {
  readonly lake: R2Bucket;
  readonly object: () => Pick<DurableObjectStub<Aliases>, 'all' | 'say' | 'history'>;
  readonly seen: SeenAliases;
  readonly log: Log;
}): ReleaseDesk {
  async function unlessAway<T>(dependency: string, answer: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await answer();
    } catch (error) {
      log.error('releases_away', { dependency, error });
      return fail({ reason: 'unavailable', dependency, retryAfterSeconds: 5 });
    }
  }
  const noModel = (id: string) => fail({ reason: 'not_found', what: 'model', id });

  return {
    keepRelease: (upload) => unlessAway('The lake', () => keepRelease(lake, upload)),
    changeAlias: (request, context) =>
      unlessAway('What holds the aliases', () => changeAlias({ object, seen, fleet }, request, context)),
    releasesOf: async (id) =>
      modelOf(id)
        ? unlessAway('The lake', async () => ok(await listedReleases(lake, id, await seen.of(id))))
        : noModel(id),
    aliasesOf: async (id) =>
      modelOf(id)
        ? unlessAway('What holds the aliases', async () => {
            const [all, changes] = await Promise.all([object().all(), object().history(id, HISTORY)]);
            return ok({ ...shown(id, all[id] ?? NO_ALIASES), changes: changes.map(changeShown) });
          })
        : noModel(id),
    async live() {
      const summaries = await Promise.all(
        everyModel().map(async ({ id }) => {
          const { live } = shown(id, await seen.of(id));
          return live === undefined ? null : summaryById(lake, id, live).catch(() => null);
        }),
      );
      return summaries.filter((summary) => summary !== null);
    },
  };
}
