// Postgres is killed and stays away for more than a minute: longer than a client, a past or a message is remembered without asking.
import { answersKept } from './answers-kept.ts';
import type { DrillCase } from './drilled.ts';
import { isOnce, keptText } from './kept-once.ts';
import { type Answered, areAll200, askMeanwhile, QUESTIONS, type Question, statusesOf } from './questions.ts';
import { until } from './until.ts';

const AWAY_MS = 75_000;
const READY_WITHIN_MS = 60_000;
const STORED_WITHIN_MS = 90_000;
/** The queue brings a message again after 5 and 10 s, a tick looks into the lake every 5: a copy that comes late has come by then. */
const COPIES_WITHIN_MS = 20_000;

export const postgresKilled: DrillCase = {
  name: 'Postgres killed',
  what: `SIGKILL, and back after ${AWAY_MS / 1_000} s: what is answered meanwhile is in Postgres exactly once afterwards`,
  async play({ product, ask }, journal) {
    const isReady = async () => (await fetch(`${product.url}/readyz`)).ok;
    const meanwhile = askMeanwhile(ask, journal);
    await until(
      'each question was answered',
      () => new Set(meanwhile.answers.map(({ question }) => question)).size === QUESTIONS.length,
      {
        withinMs: READY_WITHIN_MS,
      },
    );
    await product.killPostgres();
    const killedAt = journal.elapsed();
    journal.say('Postgres is killed');
    await until('it is away for a while', () => journal.elapsed() - killedAt > AWAY_MS, { withinMs: 2 * AWAY_MS });
    journal.claim('the product says that it is not ready', !(await isReady()), 'GET /readyz');
    await product.startPostgres();
    const backAt = journal.elapsed();
    journal.say('Postgres is back');
    await until('the product says that it is ready', isReady, { withinMs: READY_WITHIN_MS });
    journal.say(`the product is ready ${journal.elapsed() - backAt} ms later`);
    const answers = await meanwhile.stop();
    const away = (question: Question) =>
      answers.filter((one) => one.question === question && one.askedAt > killedAt && one.askedAt < backAt);
    for (const question of QUESTIONS) {
      const some = away(question);
      journal.claim(`${question}: answered while it was away`, areAll200(some), statusesOf(some));
    }
    const kept = (some: readonly Answered[]) => answersKept(product.ownerUrl, some);
    await until('every answer is stored', async () => (await kept(answers)).missing.length === 0, {
      withinMs: STORED_WITHIN_MS,
    }).catch(() => journal.say('not every answer is stored: waited no longer'));
    journal.say(`stored ${journal.elapsed() - backAt} ms after Postgres was back`);
    const storedAt = journal.elapsed();
    await until('a second copy had its time to come', () => journal.elapsed() - storedAt > COPIES_WITHIN_MS, {
      withinMs: 2 * COPIES_WITHIN_MS,
    });
    for (const question of QUESTIONS) {
      const whileAway = await kept(away(question));
      journal.claim(
        `${question}: what was answered while it was away is in Postgres exactly once`,
        isOnce(whileAway),
        keptText(whileAway),
      );
    }
    const all = await kept(answers);
    journal.claim('so is what was answered around it', isOnce(all), keptText(all));
  },
};
