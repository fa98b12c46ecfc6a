import { describe, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';
import { DAY, HOUR, MINUTE } from '../../data/time.ts';
import { type Attempt, dueRun, slotRunId, slotRunIds } from './due.ts';

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

describe('every feed of the catalogue', () => {
  const feeds = Object.values(datasets).flatMap((dataset: DatasetDefinition) =>
    dataset.feeds.map((feed) => ({ name: `${dataset.id}/${feed.id}`, dataset, feed })),
  );
  it.each(feeds)('$name makes ids that Workflows accept', ({ dataset, feed }) => {
    const ids = slotRunIds(dataset, feed, at('10:07'));
    expect(new Set(ids).size).toBe(4);
    for (const id of [...ids, slotRunId(dataset.id, feed, at('10:00'), 1)])
      expect(id).toMatch(/^[a-zA-Z0-9_-]{1,100}$/);
  });
});
