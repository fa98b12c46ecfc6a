// A release is promoted and taken back while clients ask without a pause.
import { promote, rollBack, standing, upload } from './client.ts';
import type { DrillCase } from './drilled.ts';
import type { Journal } from './journal.ts';
import { type Answered, type AskedMeanwhile, areAll200, askMeanwhile, RECORD, statusesOf } from './questions.ts';
import { anotherRelease } from './releases.ts';
import { until } from './until.ts';

const AT_ONCE = 4;
const EVERYWHERE_WITHIN_MS = 10_000;
/** The newest answer has to be by the new release this long before it is called everywhere. */
const SETTLED_MS = 3_000;

export const promotedUnderLoad: DrillCase = {
  name: 'promote and roll back under load',
  what: `${2 * AT_ONCE} clients ask without a pause: how long until every answer is by the release that was named`,
  async play({ ask, call }, journal) {
    const { id: model } = RECORD;
    const { live = 'none' } = await standing(call, model);
    const next = await anotherRelease(model, 'a release of a drill');
    await upload(call, model, next);
    journal.say(`live is ${live}; ${next.id} is kept`);
    const meanwhile = askMeanwhile(ask, journal, {
      questions: ['predict a record', 'infer'],
      atOnce: AT_ONCE,
      pauseMs: 0,
    });
    await timed('promoted', () => promote(call, model, next.id), { release: next.id, meanwhile, journal });
    await timed('rolled back', () => rollBack(call, model), { release: live, meanwhile, journal });
    const answers = await meanwhile.stop();
    journal.claim('nobody was refused meanwhile', areAll200(answers), statusesOf(answers));
    const strangers = answers.filter(({ release }) => release !== live && release !== next.id);
    journal.claim('every answer is by one of the two', strangers.length === 0, `${strangers.length} by others`);
  },
};

async function timed(
  done: string,
  act: () => Promise<void>,
  {
    release,
    meanwhile,
    journal,
  }: { readonly release: string; readonly meanwhile: AskedMeanwhile; readonly journal: Journal },
): Promise<void> {
  const begun = journal.elapsed();
  await act();
  journal.say(`${done}: the API has said yes ${journal.elapsed() - begun} ms after it was asked`);
  const isOther = (one: Answered) => one.askedAt >= begun && one.release !== release;
  const lastOther = () =>
    meanwhile.answers.filter(isOther).reduce((last, { answeredAt }) => Math.max(last, answeredAt), begun);
  await until(`every answer is by ${release}`, () => journal.elapsed() - lastOther() > SETTLED_MS, {
    withinMs: EVERYWHERE_WITHIN_MS + SETTLED_MS,
  });
  const took = lastOther() - begun;
  journal.claim(
    `${done}: every answer is by ${release} within ${EVERYWHERE_WITHIN_MS / 1_000} s`,
    took < EVERYWHERE_WITHIN_MS,
    `the last by another came ${took} ms after it was asked`,
  );
}
