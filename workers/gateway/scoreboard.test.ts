import { expect, it } from 'vitest';
import type { BoardLine } from '../../db/queries/scoreboard.ts';
import { errorSums } from '../../models/score.ts';
import { CHALLENGERS_SHOWN, challengersShown, scoreboardCsv, scoreboardOf } from './scoreboard.ts';

const line = (contestant: BoardLine['contestant'], value: number, over: Partial<BoardLine> = {}): BoardLine => ({
  ...{ contestant, hour: null, day: null, baselineSteps: 0 },
  ...errorSums({ truth: 100, value }),
  ...over,
});
const shown = scoreboardOf(
  [
    line('live', 102, { baselineSteps: 1 }),
    line('live', 102, { hour: 7 }),
    line('persistence', 110),
    line('published', 96),
    line('published', 100, { hour: 7 }),
  ],
  [{ role: 'live', release: 'r1', steps: 3, lastDay: '2026-11-20' }],
  [{ role: 'shadow', release: 'r2', steps: 1, competitors: [] }],
);

it('says how much better each is than what needs no model and what others publish', () => {
  expect(shown).toMatchObject({ releases: ['r1'], live_steps: 3, steps: 1, challengers: [{ release: 'r2' }] });
  expect(shown.competitors.map(({ contestant, mae, skill_over }) => [contestant, mae, skill_over])).toEqual([
    ['live', 2, { published: 0.5, persistence: 0.8 }],
    ['persistence', 10, { published: -1.5 }],
    ['published', 4, { persistence: 0.6 }],
  ]);
  expect(shown.by_hour).toMatchObject([
    { hour: 7, contestant: 'live', mape_percent: 2 },
    { hour: 7, contestant: 'published', mape_percent: 0 },
  ]);
});

it('leaves out a figure of nothing, in JSON and in CSV', () => {
  expect(shown.competitors[0]).not.toHaveProperty('coverage_80');
  expect(scoreboardCsv(shown).split('\r\n').slice(0, 2)).toEqual([
    'scope,at,contestant,challenger,steps,mape_percent,mae,rmse,bias,pinball,coverage_80',
    'period,,live,,1,2,2,2,2,,',
  ]);
});

it('shows the ten challengers that were scored last, and of those of one day the newest releases', () => {
  const month = (role: 'shadow' | 'canary', release: string, lastDay: string) => ({
    role,
    release,
    steps: 24,
    lastDay,
  });
  const tried = Array.from({ length: 30 }, (_, i) => `2026-10-${String(i + 1).padStart(2, '0')}-aaaaaaaa`);
  const shadows = tried.map((release) => month('shadow', release, '2026-11-01'));
  const entrants = [
    month('canary', '2026-01-05-bbbbbbbb', '2026-11-20'),
    { role: 'live' as const, release: '2026-01-01-cccccccc', steps: 24, lastDay: '2026-11-20' },
    ...shadows,
  ];
  expect(CHALLENGERS_SHOWN).toBe(10);
  expect(challengersShown(entrants).map(({ role, release }) => `${role} ${release}`)).toEqual([
    'canary 2026-01-05-bbbbbbbb',
    ...tried.slice(21).map((release) => `shadow ${release}`),
  ]);
});
