// Postgres is killed and stays away for more than a minute: longer than a client, a past or a message is remembered without asking.
import { answersKept } from './answers-kept.ts';
import type { DrillCase } from './drilled.ts';
import { areAll200, askMeanwhile, QUESTIONS, statusesOf } from './questions.ts';
import { until } from './until.ts';

const AWAY_MS = 75_000;
const READY_WITHIN_MS = 60_000;
const STORED_WITHIN_MS = 90_000;

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
    for (const question of QUESTIONS) {
      const away = answers.filter((one) => one.question === question && one.askedAt > killedAt && one.askedAt < backAt);
      journal.claim(`${question}: answered while it was away`, areAll200(away), statusesOf(away));
    }
    const ids = answers.filter(({ askedAt }) => askedAt > killedAt && askedAt < backAt).flatMap((one) => one.ids);
    const all = answers.flatMap((one) => one.ids);
    const kept = () => answersKept(product.ownerUrl, all);
    await until('every answer is stored', async () => (await kept()).distinct === all.length, {
      withinMs: STORED_WITHIN_MS,
    }).catch(() => journal.say('not every answer is stored: waited no longer'));
    journal.say(`stored ${journal.elapsed() - backAt} ms after Postgres was back`);
    const whileAway = await answersKept(product.ownerUrl, ids);
    journal.claim(
      'what was answered while it was away is in Postgres exactly once',
      whileAway.distinct === ids.length && whileAway.rows === ids.length,
      `${ids.length} ids given, ${whileAway.distinct} of them found, in ${whileAway.rows} rows`,
    );
    const { distinct } = await kept();
    journal.claim(
      'so is what was answered around it',
      distinct === all.length,
      `${all.length} ids given, ${distinct} found`,
    );
  },
};
