// How often drift cries wolf and how often it hears one, over 1,000 made-up winters. Hours of a day are alike, days follow days, no two years are the same; a release knows four of them.
import { expect, it } from 'vitest';
import { HOUR, type Instant } from '../../data/time.ts';
import { columnDrift, DRIFT_DAYS, isAlert } from '../../models/drift.ts';
import type { Sketch } from '../../models/sketch.ts';
import { type Random, randomFrom } from './random.ts';
import { sketchOf, timesOf } from './sketch.ts';

const DAYS = 84;
const YEARS = 4;
const RELEASES = 25;
const WINTERS = 40;

/** Of two of them, by Box and Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** How a feature behaves: how much of yesterday is left today, how far years are apart, how much hours of a day differ. */
interface Habit {
  readonly memory: number;
  readonly ofYear: number;
  readonly ofDay: number;
  readonly ofHour: number;
}
const HABITS: readonly Habit[] = [
  ...[0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95].map((memory) => ({ memory, ofYear: 0.3, ofDay: 1, ofHour: 0 })),
  ...[0.5, 0.8, 0.9].map((memory) => ({ memory, ofYear: 0.2, ofDay: 1, ofHour: 0.5 })),
  ...[0, 0.7].map((memory) => ({ memory, ofYear: 0.1, ofDay: 0.3, ofHour: 1 })),
];
const COLUMNS = HABITS.length + 3;

/** One winter: a column each for the habits, for the hour, for a rare day, and for what a model makes of them. */
function winter(random: Random, length = DAYS): Float64Array[] {
  const columns = Array.from({ length: COLUMNS }, () => new Float64Array(length * 24));
  const years = HABITS.map(({ ofYear }) => ofYear * normal(random));
  const days = HABITS.map(() => normal(random));
  for (let day = 0; day < length; day++) {
    const isRare = random.next() < 0.03 ? 1 : 0;
    HABITS.forEach(({ memory }, i) => {
      days[i] = memory * days[i]! + Math.sqrt(1 - memory ** 2) * normal(random);
    });
    for (let hour = 0; hour < 24; hour++) {
      const row = 24 * day + hour;
      let answer = 0;
      HABITS.forEach(({ ofDay, ofHour }, i) => {
        const value = years[i]! + ofDay * days[i]! + ofHour * Math.sin((2 * Math.PI * hour) / 24 + i);
        columns[i]![row] = value + 0.05 * normal(random);
        answer += value / HABITS.length;
      });
      columns[HABITS.length]![row] = hour;
      columns[HABITS.length + 1]![row] = isRare;
      columns[HABITS.length + 2]![row] = answer;
    }
  }
  return columns;
}

function release(random: Random): Sketch[] {
  const winters = Array.from({ length: YEARS }, () => winter(random));
  const at = winters.flatMap((_, year) =>
    Array.from({ length: DAYS * 24 }, (_, i): Instant => Date.UTC(2018 + year, 11, 3) - HOUR + i * HOUR),
  );
  const times = timesOf(Float64Array.from(at));
  return Array.from({ length: COLUMNS }, (_, column) =>
    sketchOf(String(column), Float64Array.from(winters.flatMap((one) => [...one[column]!])), times),
  );
}

type Fault = (value: number, row: number, deviation: number) => number;
const nothing: Fault = (value) => value;
const FAULTS: Readonly<Record<string, Fault>> = {
  '1 deviation more': (value, _, deviation) => value + deviation,
  '2 deviations more': (value, _, deviation) => value + 2 * deviation,
  '3 deviations more': (value, _, deviation) => value + 3 * deviation,
  'three times as wide': (value) => 3 * value,
  stuck: () => 0.5,
  'every fourth missing': (value, row) => (row % 4 === 0 ? Number.NaN : value),
};

/** Shares of 1,000 winters in which there was an alert: any column where nothing is wrong, and one column that is at fault. */
function rates(seed: number): Record<string, Record<string, number>> {
  const random = randomFrom(seed);
  const tallies = new Map<string, Map<string, { alerts: number; of: number }>>();
  const count = (who: string, what: string, alert: boolean) => {
    const tally = tallies.get(who) ?? new Map<string, { alerts: number; of: number }>();
    const { alerts, of } = tally.get(what) ?? { alerts: 0, of: 0 };
    tallies.set(who, tally.set(what, { alerts: alerts + Number(alert), of: of + 1 }));
  };
  for (let r = 0; r < RELEASES; r++) {
    const sketches = release(random);
    for (let w = 0; w < WINTERS; w++) {
      const live = winter(random, 28);
      const at = w % HABITS.length;
      for (const days of DRIFT_DAYS) {
        const alerts = (column: number, fault: Fault): boolean => {
          const sketch = sketches[column]!;
          const values = live[column]!.slice(0, 24 * days).map((value, row) => fault(value, row, sketch.deviation!));
          const drift = columnDrift('feature', sketch, values, { season: 'winter', days });
          return drift !== null && isAlert(drift);
        };
        count(
          'nothing wrong',
          `${days} days`,
          sketches.some((_, column) => alerts(column, nothing)),
        );
        const kind = HABITS[at]!.ofDay < 1 ? 'hours alike each day' : 'weather that stays for days';
        for (const [what, fault] of Object.entries(FAULTS)) count(kind, `${days} days, ${what}`, alerts(at, fault));
      }
    }
  }
  const shares = (tally: Map<string, { alerts: number; of: number }>) =>
    Object.fromEntries([...tally].map(([what, { alerts, of }]) => [what, Number((alerts / of).toFixed(3))]));
  return Object.fromEntries([...tallies].map(([who, tally]) => [who, shares(tally)]));
}

it('cries wolf in few of 1,000 winters, and hears what cannot be missed', { timeout: 120_000 }, () => {
  expect(rates(1)).toEqual({
    'nothing wrong': { '7 days': 0.006, '28 days': 0.033 },
    'hours alike each day': {
      '7 days, 1 deviation more': 0.233,
      '7 days, 2 deviations more': 0.993,
      '7 days, 3 deviations more': 1,
      '7 days, three times as wide': 1,
      '7 days, stuck': 1,
      '7 days, every fourth missing': 1,
      '28 days, 1 deviation more': 0.773,
      '28 days, 2 deviations more': 1,
      '28 days, 3 deviations more': 1,
      '28 days, three times as wide': 1,
      '28 days, stuck': 1,
      '28 days, every fourth missing': 1,
    },
    // A warm week is no fault.
    'weather that stays for days': {
      '7 days, 1 deviation more': 0.005,
      '7 days, 2 deviations more': 0.075,
      '7 days, 3 deviations more': 0.339,
      '7 days, three times as wide': 0.444,
      '7 days, stuck': 0.972,
      '7 days, every fourth missing': 1,
      '28 days, 1 deviation more': 0.086,
      '28 days, 2 deviations more': 0.453,
      '28 days, 3 deviations more': 0.814,
      '28 days, three times as wide': 0.779,
      '28 days, stuck': 1,
      '28 days, every fourth missing': 1,
    },
  });
});
