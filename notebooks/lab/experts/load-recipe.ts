// Which features of a load model each expert looks at, whichever of them the model has. Chosen on 2021 and 2022; the notebooks say what each idea was worth.
import { WEEKDAYS, YEAR_WAVES } from '../../../models/features/calendar-of-hour.ts';
import { OPERATOR_ERROR } from '../../../models/features/operator-error.ts';
import type { BlendRecipe } from './fit-blend.ts';
import type { PairRecipe } from './pair.ts';

export const LOAD_SEED = 2019;

const LEVEL = 'level_mw';
const RTE = 'rte_mw';
const SURPRISE = 'surprise_1w';
/** What others are measured in says nothing itself. */
const UNITS = [LEVEL, RTE, SURPRISE];

/** Numbers that only a tree can use: a weekday of 6 is not six times one of 1. */
const CODES = ['hour', 'weekday', 'days_from_christmas', 'days_from_mid_august'];
/** Known for nine hours of the day only: a mean would stand for the others. */
const PARTLY_KNOWN = ['load_1d', 'rte_error_1d'];

const each = (left: readonly string[], right: readonly string[]): [string, string][] =>
  left.flatMap((one) => right.map((other): [string, string] => [one, other]));

/** How a load relates to the days it is compared with is another story on each of these days. */
const PRODUCTS = [
  ...each(['monday', 'saturday', 'sunday'], ['load_2d', 'load_7d', 'like_days']),
  ...each(['monday', 'saturday', 'sunday'], ['temperature_hour_change_level', 'temperature_hour_change_7d']),
  ...each(['monday', 'tuesday', 'saturday', 'sunday'], ['latest']),
  ...each(['saturday', 'sunday'], ['morning_trend_1d']),
  ...each(WEEKDAYS, YEAR_WAVES),
  ...each(['holiday'], ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
  ...each(
    ['temperature_hour_change_2d', 'temperature_hour_change_7d', 'temperature_hour_change_level'],
    ['year_sin', 'year_cos', 'heating'],
  ),
];

/** What the size of an error may depend on. */
const SIZE_OF_ERROR = [
  'hour',
  'weekday',
  'day_kind',
  'day_kind_1d_before',
  'holiday',
  'bridge',
  'days_from_christmas',
  'year_sin',
  'year_cos',
  'day_trend_7d',
  'morning_trend_1d',
  'morning_trend_7d',
  'temperature_mean',
  'temperature_of_level',
  'temperature_change_1d',
  'temperature_change_2d',
  'temperature_change_level',
  'rte_over_like_days',
];

/** With RTE's forecast among the features, our own keeps three tenths of the say: its errors are others. */
export function loadRecipe(features: readonly string[]): BlendRecipe {
  const has = new Set(features);
  const pair = (scale: string, seen: readonly string[]): Omit<PairRecipe, 'alpha' | 'trees' | 'mendingTrees'> => {
    const ratios = seen.filter((name) => !UNITS.includes(name));
    const straight = new Set(ratios.filter((name) => !CODES.includes(name) && !PARTLY_KNOWN.includes(name)));
    return {
      scale,
      hour: 'hour',
      needs: has.has('temperature_mean') ? 'temperature_mean' : scale,
      forest: ratios,
      ridge: [...straight],
      products: PRODUCTS.filter(([left, right]) => straight.has(left) && straight.has(right)),
    };
  };
  const operator = new Set<string>(OPERATOR_ERROR);
  const own = pair(
    LEVEL,
    features.filter((name) => !operator.has(name)),
  );
  return {
    first: {
      ...own,
      alpha: 10,
      trees: { trees: 150, leaves: 31, learningRate: 0.12, minRows: 20, columnShare: 0.3, rowShare: 0.6 },
      mendingTrees: { trees: 200, leaves: 31, learningRate: 0.08, minRows: 40, columnShare: 0.3, rowShare: 0.6 },
    },
    others: has.has(RTE)
      ? [
          {
            recipe: {
              ...pair(RTE, features),
              alpha: 100,
              trees: { trees: 100, leaves: 20, learningRate: 0.12, minRows: 30, columnShare: 0.3, rowShare: 0.6 },
              mendingTrees: {
                trees: 125,
                leaves: 20,
                learningRate: 0.08,
                minRows: 40,
                columnShare: 0.3,
                rowShare: 0.6,
              },
            },
            share: 0.7,
          },
        ]
      : [],
    size: {
      unit: has.has(SURPRISE) ? SURPRISE : undefined,
      dependsOn: SIZE_OF_ERROR.filter((name) => has.has(name)),
    },
  };
}
