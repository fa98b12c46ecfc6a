// How often what callers ask is called far although nothing is, and how often it is heard, over 1,000 draws: of releases made from 30 rows, as city-score's, and from thousands.
import { expect, it } from 'vitest';
import { askedDrift, isAlert, LEAST_ASKED } from '../../models/drift.ts';
import { type Random, randomFrom } from './random.ts';
import { sketchOf } from './sketch.ts';

const RELEASES = 50;
const DRAWS = 20;

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
/** Bell, box, lean to one side, five steps, and prices in tens: a column of each, twice. */
const KINDS: readonly ((random: Random) => number)[] = [
  normal,
  (random) => random.next(),
  (random) => Math.exp(0.5 * normal(random)),
  (random) => Math.floor(5 * random.next()),
  (random) => Math.round(10 * normal(random)) / 10,
];
const COLUMNS = [...KINDS, ...KINDS];
const drawn = (random: Random, kind: (random: Random) => number, rows: number): Float64Array =>
  Float64Array.from({ length: rows }, () => kind(random));

type Fault = (value: number, row: number, deviation: number) => number;
const FAULTS: Readonly<Record<string, Fault>> = {
  'half a deviation more': (value, _, deviation) => value + 0.5 * deviation,
  '1 deviation more': (value, _, deviation) => value + deviation,
  '2 deviations more': (value, _, deviation) => value + 2 * deviation,
  'always the same': () => 0.5,
  'every fourth missing': (value, row) => (row % 4 === 0 ? Number.NaN : value),
};

/** Shares of the draws with an alert: in any of ten columns where nothing is wrong, and in one that is at fault. */
function rates(releaseRows: number): Record<string, number> {
  const random = randomFrom(1);
  const alerts = new Map<string, number>();
  const count = (what: string, alert: boolean) => alerts.set(what, (alerts.get(what) ?? 0) + Number(alert));
  for (let release = 0; release < RELEASES; release++) {
    const sketches = COLUMNS.map((kind, i) => sketchOf(String(i), drawn(random, kind, releaseRows)));
    for (let draw = 0; draw < DRAWS; draw++) {
      const asked = COLUMNS.map((kind) => drawn(random, kind, LEAST_ASKED));
      const alert = (i: number, fault: Fault) => {
        const sketch = sketches[i]!;
        return isAlert(
          askedDrift(
            'feature',
            sketch,
            asked[i]!.map((value, row) => fault(value, row, sketch.deviation!)),
          ),
        );
      };
      count(
        'nothing wrong',
        COLUMNS.some((_, i) => alert(i, (value) => value)),
      );
      for (const [what, fault] of Object.entries(FAULTS)) count(what, alert(draw % COLUMNS.length, fault));
    }
  }
  return Object.fromEntries([...alerts].map(([what, some]) => [what, Number((some / (RELEASES * DRAWS)).toFixed(3))]));
}

it('is seldom alarmed by callers who ask about the same, and hears those who do not', () => {
  expect({ 30: rates(30), 4500: rates(4_500) }).toEqual({
    30: {
      'nothing wrong': 0.076,
      'half a deviation more': 0.261,
      '1 deviation more': 0.963,
      '2 deviations more': 1,
      'always the same': 1,
      'every fourth missing': 1,
    },
    4500: {
      'nothing wrong': 0,
      'half a deviation more': 0.238,
      '1 deviation more': 1,
      '2 deviations more': 1,
      'always the same': 1,
      'every fourth missing': 1,
    },
  });
});
