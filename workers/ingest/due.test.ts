import { describe, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';
import { lastSlot } from '../../data/schedule.ts';
import { DAY, HOUR, MINUTE } from '../../data/time.ts';
import { type Attempt, byUrgency, dueRun, scheduledDatasets, slotRunId, slotRunIds } from './due.ts';

const definition: DatasetDefinition = datasets.consumption;
const live: Feed = {
  id: 'live',
  columns: ['load_mw'],
  schedule: { every: 15 * MINUTE },
  window: DAY,
  firstWindow: 45 * DAY,
  slice: 31 * DAY,
  staleAfter: 2 * HOUR,
  alternatives: [],
};
const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);
const due = (state: { feed?: Feed; coveredUntil?: number | null; attempts?: Attempt[] }, now: number) =>
  dueRun({ definition, feed: live, coveredUntil: null, attempts: [], ...state }, now, 'r');

describe('the first run of a feed', () => {
  it('asks for firstWindow up to the slot', () => {
    expect(due({}, at('10:07:12'))).toEqual({
      id: 'consumption-live-20261121T1000Z',
      dataset: 'consumption',
      feed: 'live',
      trigger: 'cron',
      requestId: 'r',
      from: at('10:00') - 45 * DAY,
      to: at('10:00'),
    });
  });

  it('is the same run whenever the tick comes within the slot', () => {
    expect(due({}, at('10:00:00'))?.id).toBe(due({}, at('10:14:59'))?.id);
    expect(due({}, at('10:15:00'))?.id).toBe('consumption-live-20261121T1015Z');
  });
});

describe('the next runs', () => {
  it('look back as far as corrections come', () => {
    expect(due({ coveredUntil: at('09:45') }, at('10:01'))).toMatchObject({ from: at('09:45') - DAY, to: at('10:00') });
  });

  it('cover all that an outage left open', () => {
    expect(due({ coveredUntil: at('10:00') - 9 * DAY }, at('10:01'))?.from).toBe(at('10:00') - 10 * DAY);
  });

  it('are cut where an outage was longer than a run may be, the oldest first, until all is there', () => {
    const feed = { ...live, slice: DAY };
    const midnight = at('00:00');
    const first = due({ feed, coveredUntil: midnight - 60 * DAY }, midnight);
    expect(first).toMatchObject({ from: midnight - 61 * DAY, to: midnight - 21 * DAY });
    expect(due({ feed, coveredUntil: first!.to }, at('00:15'))).toMatchObject({
      from: midnight - 22 * DAY,
      to: at('00:15'),
    });
  });

  it('do not take a forecast of tomorrow for facts of today', () => {
    const feed = { ...live, ahead: 2 * DAY };
    const order = due({ feed, coveredUntil: at('10:00') - 5 * DAY + 2 * DAY }, at('10:01'));
    expect(order).toMatchObject({ from: at('10:00') - 6 * DAY, to: at('10:00') + 2 * DAY });
  });
});

describe('a slot that was tried', () => {
  const failed: Attempt = { status: 'failed', finishedAt: at('10:02') };

  it('is not tried again when it succeeded', () => {
    expect(due({ attempts: [{ status: 'succeeded', finishedAt: at('10:02') }] }, at('10:05'))).toBeNull();
  });

  it('is tried again an hour after it failed, and at most four times', () => {
    const feed: Feed = { ...live, schedule: { dailyAt: { hour: 6 } } };
    expect(due({ feed, attempts: [failed] }, at('11:01'))).toBeNull();
    expect(due({ feed, attempts: [failed] }, at('11:02'))?.id).toBe('consumption-live-20261121T0500Z-2');
    expect(due({ feed, attempts: [failed, failed, failed] }, at('11:02'))?.id).toBe(
      'consumption-live-20261121T0500Z-4',
    );
    expect(due({ feed, attempts: [failed, failed, failed, failed] }, at('23:00'))).toBeNull();
  });
});

describe('the daily consolidation at 20:00 in Paris', () => {
  const evening: Feed = { ...live, schedule: { dailyAt: { hour: 20 } }, window: 2 * DAY };
  const id = (now: string) => due({ feed: evening }, Date.parse(now))?.id;

  it('comes at 18:00 UTC in summer and at 19:00 UTC in winter, on the day of the change as well', () => {
    expect(id('2026-10-24T17:59:59Z')).toBe('consumption-live-20261023T1800Z');
    expect(id('2026-10-24T18:00:00Z')).toBe('consumption-live-20261024T1800Z');
    expect(id('2026-10-25T18:59:59Z')).toBe('consumption-live-20261024T1800Z');
    expect(id('2026-10-25T19:00:00Z')).toBe('consumption-live-20261025T1900Z');
    expect(id('2027-03-27T19:00:00Z')).toBe('consumption-live-20270327T1900Z');
    expect(id('2027-03-28T17:59:59Z')).toBe('consumption-live-20270327T1900Z');
    expect(id('2027-03-28T18:00:00Z')).toBe('consumption-live-20270328T1800Z');
  });

  it('catches up in one run what an outage over the change left open', () => {
    const covered = Date.parse('2026-10-22T18:00:00Z');
    const order = due({ feed: evening, coveredUntil: covered }, Date.parse('2026-10-27T08:00:00Z'));
    expect(order).toMatchObject({ from: covered - 2 * DAY, to: Date.parse('2026-10-26T19:00:00Z') });
  });
});

it('is not a failure to be queued for long: the slot waits for its run', () => {
  expect(due({ attempts: [{ status: 'queued', finishedAt: null }] }, at('10:14'))).toBeNull();
});

it('begins with what comes most often, and with the shorter history of two that come equally often', () => {
  const daily: Feed = { ...live, id: 'daily', schedule: { dailyAt: { hour: 20 } } };
  const weekly: Feed = { ...live, id: 'weekly', schedule: { weeklyOn: { weekday: 6, hour: 20 } } };
  const short: Feed = { ...live, id: 'short', firstWindow: 8 * DAY };
  expect([weekly, daily, live, short].sort(byUrgency).map((feed) => feed.id)).toEqual([
    'short',
    'live',
    'daily',
    'weekly',
  ]);
});

describe('the datasets that are ingested by schedule', () => {
  const dataset = (id: string, ...derivedFrom: string[]): DatasetDefinition => ({ ...definition, id, derivedFrom });
  const all = [dataset('sea'), dataset('moon'), dataset('tide', 'sea', 'moon'), dataset('spring-tide', 'tide')];
  const scheduled = (named?: string) => scheduledDatasets(all, named).map(({ id }) => id);

  it('are all of them where nobody names any', () => {
    expect(scheduled()).toEqual(['sea', 'moon', 'tide', 'spring-tide']);
    expect(scheduled('')).toEqual(scheduled());
  });

  it('are those that are named', () => {
    expect(scheduled('moon, sea')).toEqual(['sea', 'moon']);
    expect(scheduled('sea,moon,tide')).toEqual(['sea', 'moon', 'tide']);
  });

  it('are none that are derived from what is left out, however far back', () => {
    expect(scheduled('sea,tide,spring-tide')).toEqual(['sea']);
  });

  it.each(['moonlight', 'sea,moonlight', 'sea,'])('are refused as "%s": no dataset has that id', (named) => {
    expect(() => scheduled(named)).toThrow(
      /^DATASETS names "(moonlight)?", want ids .* of: sea, moon, tide, spring-tide$/,
    );
  });
});

describe('every feed of the catalogue', () => {
  const feeds = Object.values(datasets).flatMap((dataset: DatasetDefinition) =>
    dataset.feeds.map((feed) => ({ name: `${dataset.id}/${feed.id}`, dataset, feed })),
  );
  it.each(feeds)(
    '$name has all of its first window in one run, and gets on with each run after an outage',
    ({ dataset, feed }) => {
      const now = at('10:07');
      const { ahead = 0 } = feed;
      const slot = lastSlot(feed.schedule, now);
      const state = { definition: dataset, feed, attempts: [] };
      expect(dueRun({ ...state, coveredUntil: null }, now, 'r')).toMatchObject({
        from: slot - feed.firstWindow,
        to: slot + ahead,
      });
      const covered = slot + ahead - 100 * 365 * DAY;
      expect(dueRun({ ...state, coveredUntil: covered }, now, 'r')!.to).toBeGreaterThan(covered);
    },
  );

  it.each(feeds)('$name makes ids that Workflows accept', ({ dataset, feed }) => {
    const ids = slotRunIds(dataset, feed, at('10:07'));
    expect(new Set(ids).size).toBe(4);
    for (const id of [...ids, slotRunId(dataset.id, feed, at('10:00'), 1)])
      expect(id).toMatch(/^[a-zA-Z0-9_-]{1,100}$/);
  });
});
