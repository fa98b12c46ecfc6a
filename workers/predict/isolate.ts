// What predict keeps between requests, and how it reaches Postgres and the lake. Knows the bindings; decides nothing.
import { waitUntil } from 'cloudflare:workers';
import { HOUR, type Instant } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import { judgedSteps } from '../../db/queries/anomalies.ts';
import { forgetAnswers, saveAnswers } from '../../db/queries/answers.ts';
import { issuesWithout } from '../../db/queries/issues-without.ts';
import { latestIssue, savePredictions } from '../../db/queries/predictions.ts';
import type { DetectorModel, SeriesModel } from '../../models/model.ts';
import { type Log, logger } from '../mesh/log.ts';
import { type AnswerLogs, answerLog } from './answer-log.ts';
import type { AnswerShelf } from './answer-store.ts';
import { type Archive, archive } from './archive.ts';
import { away, OF_PIECES, OF_TICK, orNull, stored } from './away.ts';
import type { BesideMeans } from './beside-live.ts';
import type { Bindings } from './env.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import type { Press } from './forecast.ts';
import { type Frontpage, frontpage } from './frontpage.ts';
import { judge } from './judge.ts';
import { type Past, pastNeeded, pastReader, reachesBack, readFacts, recentWindow } from './past.ts';
import type { Means } from './prediction.ts';
import { recentPast } from './recent-past.ts';
import { type ReleaseDesk, releaseDesk } from './release-desk.ts';
import { seenAliases } from './seen-aliases.ts';
import { readSnapshot, saveSnapshot } from './snapshot.ts';

export interface Isolate {
  readonly fleet: Fleet;
  readonly frontpage: Frontpage;
  readonly releases: ReleaseDesk;
  /** The key decides who asks the canary; without one nobody does. */
  means(now: Instant, stickyKey?: string): Means;
  press(now: Instant, log: Log): Press;
  besideLive(now: Instant, log: Log): BesideMeans;
  /** Of what has happened. */
  judge(model: DetectorModel, now: Instant, log: Log): Promise<void>;
  readonly answers: AnswerLogs;
  readonly archive: Archive;
  shelf(log: Log): AnswerShelf;
  /** Keeps the recent past in the lake for when Postgres is away. */
  refreshSnapshot(model: SeriesModel, now: Instant): Promise<void>;
}

/** All aliases are in one object: a model or two are promoted in a week. */
const THE_ONE = 'aliases';
const isolates = new WeakMap<Bindings, Isolate>();

export function isolateOf(env: Bindings): Isolate {
  const known = isolates.get(env);
  if (known) return known;
  const isolate = make(connect(env), env);
  isolates.set(env, isolate);
  return isolate;
}

function make(
  db: Db,
  { LAKE: lake, ALIASES, ANSWERS, ANSWERED_BATCHES, QUEUES_FORGET, ONLINE_CORRECTION }: Bindings,
): Isolate {
  const readPast = pastReader(db, { isCorrected: ONLINE_CORRECTION !== 'off' });
  /** Of what no request asked for: an opening, a look at the aliases. */
  const log = logger({ worker: 'predict', context: { requestId: crypto.randomUUID(), caller: 'isolate' } });
  /** A new one for each call: one whose object was restarted is broken for good. */
  const object = () => ALIASES.getByName(THE_ONE);
  const aliases = seenAliases({
    ask: async () => object().all(),
    later: waitUntil,
    lost: (error) => log.error('aliases_away', { error }),
  });
  const fleet = fleetOf({ lake, aliases, log, later: waitUntil });
  const recent = recentPast({
    read: (model) =>
      away(
        () => readPast(model, recentWindow(model, Date.now())),
        () => readSnapshot(lake, model),
      ),
  });

  const isQueueDurable = QUEUES_FORGET === undefined;
  const judging = judge();
  const fruitless: BesideMeans['fruitless'] = new Map();

  async function archived(model: SeriesModel, issuedAt: Instant, validAt: readonly Instant[]): Promise<Past | null> {
    const needed = pastNeeded(model, issuedAt, validAt);
    return away(
      () => readPast(model, needed),
      async () => {
        const past = await readSnapshot(lake, model);
        return past && reachesBack(past, needed) ? past : null;
      },
    );
  }

  return {
    fleet,
    frontpage: frontpage(lake),
    releases: releaseDesk({ lake, object, seen: aliases, fleet, log }),
    means: (now, stickyKey) => ({
      now,
      releaseOf: (model) => fleet.releaseOf(model, stickyKey),
      async pastOf(model, issuedAt, validAt) {
        if (issuedAt <= now - HOUR) return archived(model, issuedAt, validAt);
        const past = await recent(model);
        return !past || reachesBack(past, pastNeeded(model, issuedAt, validAt))
          ? past
          : archived(model, issuedAt, validAt);
      },
    }),
    press: (now, log) => ({
      now,
      lake,
      log,
      releaseOf: fleet.releaseOf,
      pastOf: archived,
      latestIssue: (model) =>
        away<Instant | null | 'away'>(
          () => latestIssue(db, model.id),
          async () => 'away',
        ),
      save: (predictions) => stored(() => savePredictions(db, predictions)),
    }),
    judge: (model, now, log) =>
      judging(model, {
        now,
        log,
        releaseOf: fleet.releaseOf,
        judged: ({ id }, window) => orNull(() => judgedSteps(db, { model: id, window })),
        factsOf: (detector, window) => orNull(() => readFacts(db, detector, window)),
        save: (judgements) => stored(() => savePredictions(db, judgements), OF_TICK),
      }),
    archive: archive({ db, fleet, readPast }),
    besideLive: (now, log) => ({
      now,
      log,
      besideLive: fleet.besideLive,
      releaseById: fleet.releaseById,
      fruitless,
      issuesWithout: async (asked) => (await orNull(() => issuesWithout(db, asked))) ?? [],
      pastOf: (model, { issuedAt, validAt, createdAt }) =>
        orNull(() => readPast(model, pastNeeded(model, issuedAt, validAt), createdAt)),
      save: (predictions) => stored(() => savePredictions(db, predictions), OF_TICK),
    }),
    answers: {
      few: answerLog({ queue: ANSWERS, lake, log, isQueueDurable }),
      many: answerLog({ queue: ANSWERED_BATCHES, lake, log, isQueueDurable }),
    },
    shelf: (log) => ({
      lake,
      log,
      save: (answers) => stored(() => saveAnswers(db, answers), OF_PIECES),
      forget: (old) => orNull(() => forgetAnswers(db, old), OF_PIECES),
    }),
    async refreshSnapshot(model, now) {
      const past = await orNull(() => readPast(model, recentWindow(model, now)), OF_TICK);
      if (past) await saveSnapshot(lake, model, past, now);
    },
  };
}
