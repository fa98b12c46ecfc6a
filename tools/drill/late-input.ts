// An input comes late, then its host goes away, then both are back.
import { DAY, formatInstant } from '../../data/time.ts';
import { runOf } from './client.ts';
import type { DrillCase } from './drilled.ts';
import { TICKED_EVERY_MS } from './product.ts';
import { type Answered, areAll200, askMeanwhile, SERIES, statusesOf } from './questions.ts';
import { until } from './until.ts';

const LATE_DAYS = 4;
const PAST_DAYS = 45;
/** A late forecast takes the time of a tick of five minutes: in the minutes after ten in Paris it waits for the next. */
const BACK_WITHIN_MS = 400_000;
const ANSWERS_WITHIN_MS = 60_000;
/** Nobody listens for so long at least: ticks fall into it. */
const GONE_MS = 3 * TICKED_EVERY_MS;
const QUESTIONS = ['forecast', 'predict a series'] as const;

export const lateInput: DrillCase = {
  name: 'late input',
  what: 'the load is four days late, then its host does not answer, then it is back',
  async play({ product, ask, call }, journal) {
    const load = (days: number) =>
      runOf(call, {
        dataset: 'consumption',
        feed: 'national-live',
        from: formatInstant(Date.now() - days * DAY),
        to: formatInstant(Date.now()),
      });
    const newest = (answers: readonly Answered[]) =>
      QUESTIONS.map((question) => answers.findLast((one) => one.question === question));
    const areAll = (answers: readonly Answered[], source: string) =>
      newest(answers).every((one) => one?.status === 200 && one.source === source);

    await product.stopSources();
    await product.startSources({ lateByMs: LATE_DAYS * DAY });
    journal.say(
      `the sources publish as they would have ${LATE_DAYS} days ago; predict is ticked every ${TICKED_EVERY_MS / 1_000} s`,
    );
    const late = await load(PAST_DAYS);
    journal.say(`a run over ${PAST_DAYS} days ${late.status}, with ${late.rows.extracted} rows`);
    await until('a first forecast is published', async () => (await ask('forecast', journal)).status === 200, {
      withinMs: ANSWERS_WITHIN_MS,
    });
    const meanwhile = askMeanwhile(ask, journal, { questions: QUESTIONS });
    await until('the baseline answers', () => areAll(meanwhile.answers, 'baseline'), { withinMs: ANSWERS_WITHIN_MS });
    const before = newest(meanwhile.answers);
    journal.claim(
      'forecast and prediction are the baseline, and say why',
      before.every((one) => one?.reason?.includes('is stale')),
      before[0]?.reason ?? 'no reason',
    );

    await product.stopSources();
    const goneAt = journal.elapsed();
    journal.say('the sources are gone: nobody listens at their address');
    const failed = await load(LATE_DAYS + 1);
    journal.say(`a run ${failed.status}: ${failed.reason?.slice(0, 160) ?? 'no reason'}`);
    journal.claim(
      'a run that nobody answers fails and says why',
      failed.status === 'failed' && failed.reason !== undefined,
      failed.status,
    );
    await until('they are gone for a while', () => journal.elapsed() - goneAt > GONE_MS, { withinMs: 2 * GONE_MS });
    const sinceGone = meanwhile.answers.filter(({ askedAt }) => askedAt >= goneAt);
    journal.claim(
      'the baseline goes on',
      areAll(sinceGone, 'baseline') && sinceGone.every(({ source }) => source === 'baseline'),
      `${statusesOf(sinceGone)}, ${sinceGone.filter(({ source }) => source === 'baseline').length} by the baseline`,
    );

    await product.startSources();
    journal.say('the sources are back, and publish as of now');
    const back = await load(LATE_DAYS + 1);
    const loadedAt = journal.elapsed();
    journal.say(`a run ${back.status}, with ${back.rows.inserted} new rows: nothing else is done from here`);
    await until(`${SERIES.id} answers by its model`, () => areAll(meanwhile.answers, 'model'), {
      withinMs: BACK_WITHIN_MS,
    });
    const took = journal.elapsed() - loadedAt;
    const answers = await meanwhile.stop();
    journal.claim(
      'forecast and prediction are the model again, by themselves',
      areAll(answers, 'model'),
      `${took} ms after the run had ended`,
    );
    journal.claim(
      'they say what they had to do without: temperatures were never loaded',
      newest(answers).every((one) => one?.reason?.startsWith('the model answered without temperature')),
      newest(answers)[0]?.reason ?? 'no reason',
    );
    journal.claim('nobody was refused, from the first forecast on', areAll200(answers), statusesOf(answers));
  },
};
