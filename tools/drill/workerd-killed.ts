// workerd is killed while clients ask without a pause. Who starts it again is the product; what died with it is counted.
import { answersKept } from './answers-kept.ts';
import type { DrillCase } from './drilled.ts';
import { isOnce, keptText } from './kept-once.ts';
import { type Answered, askMeanwhile, statusesOf } from './questions.ts';
import { until } from './until.ts';

const BEFORE_MS = 10_000;
const AFTER_MS = 20_000;
const BACK_WITHIN_MS = 30_000;
const STORED_WITHIN_MS = 30_000;
/** An answer waits a quarter of a second for others before it lies in the lake; two cores that do much else take their time to write it there. */
const GATHERED_MS = 1_500;
const AT_ONCE = 2;

export const workerdKilled: DrillCase = {
  name: 'workerd killed',
  what: 'SIGKILL in the middle of predictions: back by itself, and what was answered around it is counted',
  async play({ product, ask }, journal) {
    const meanwhile = askMeanwhile(ask, journal, { atOnce: AT_ONCE, pauseMs: 20 });
    await until('it has answered for a while', () => journal.elapsed() > BEFORE_MS, { withinMs: 2 * BEFORE_MS });
    await product.killWorkerd();
    // Not before it is dead: until its processes are found it goes on answering.
    const killedAt = journal.elapsed();
    journal.say('workerd is dead');
    const isGood = ({ status }: Answered) => status === 200;
    const goodAfter = () => meanwhile.answers.filter((one) => one.askedAt > killedAt && isGood(one));
    await until('it answers again', () => goodAfter().length > 0, { withinMs: BACK_WITHIN_MS });
    const backAt = Math.min(...goodAfter().map(({ answeredAt }) => answeredAt));
    journal.say(`the first answer, ${backAt - killedAt} ms after the kill`);
    await until('it has answered for a while', () => journal.elapsed() > backAt + AFTER_MS, { withinMs: 2 * AFTER_MS });
    const answers = await meanwhile.stop();

    const bad = answers.filter((one) => !isGood(one));
    const badUntil = bad.reduce((last, { answeredAt }) => Math.max(last, answeredAt), killedAt);
    journal.claim(
      'it is back by itself',
      backAt - killedAt < BACK_WITHIN_MS,
      `first answer after ${backAt - killedAt} ms, last error after ${badUntil - killedAt} ms; ${statusesOf(answers)}`,
    );
    const after = answers.filter((one) => one.askedAt > badUntil);
    journal.claim(
      'from its first answer on every one is an answer',
      bad.every(({ askedAt }) => askedAt < backAt),
      `${bad.filter(({ askedAt }) => askedAt >= backAt).length} errors after the first answer`,
    );

    await until(
      'what was answered since is stored',
      async () => (await answersKept(product.ownerUrl, after)).missing.length === 0,
      {
        withinMs: STORED_WITHIN_MS,
      },
    ).catch(() => journal.say('not every answer is stored: waited no longer'));
    const kept = await answersKept(product.ownerUrl, answers);
    const missing = new Set(kept.missing);
    const lostOf = (some: readonly Answered[]) => some.filter(({ rows }) => rows.some(({ id }) => missing.has(id)));
    const before = lostOf(answers.filter(({ askedAt }) => askedAt <= killedAt));
    const asked = answers.filter(({ askedAt }) => askedAt > killedAt);
    const since = lostOf(asked);
    const oldest = before.reduce((first, { answeredAt }) => Math.min(first, answeredAt), killedAt);
    journal.say(
      `${kept.told} rows were told, ${missing.size} are not in Postgres: of ${before.length} answers to what was asked before the kill, of ${since.length} after`,
    );
    journal.claim(
      'what was answered before is lost only where it still waited for others',
      killedAt - oldest <= GATHERED_MS,
      `the oldest that is missing was given ${killedAt - oldest} ms before the kill`,
    );
    journal.claim(
      'nothing that was answered since is lost',
      since.length === 0,
      `${since.length} of ${asked.length} answers`,
    );
    journal.claim(
      'nothing is stored twice, nor what nobody was told',
      isOnce({ ...kept, missing: [] }),
      keptText(kept),
    );
  },
};
