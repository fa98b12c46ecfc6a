// Which features of the load models each expert looks at. Chosen on 2021 and 2022; the notebooks say what each idea was worth.
import { CALENDAR_OF_HOUR, WEEKDAYS, YEAR_WAVES } from '../../../models/features/calendar-of-hour.ts';
import { LOAD_PAST } from '../../../models/features/load-past.ts';
import { OPERATOR_ERROR } from '../../../models/features/operator-error.ts';
import { TEMPERATURE_EFFECT } from '../../../models/features/temperature-effect.ts';
import type { BlendRecipe } from './fit-blend.ts';
import type { PairRecipe } from './pair.ts';

const not =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    !names.includes(name);
const each = (left: readonly string[], right: readonly string[]): [string, string][] =>
  left.flatMap((one) => right.map((other): [string, string] => [one, other]));

/** Numbers that only a tree can use: a weekday of 6 is not six times one of 1. */
const CODES = ['hour', 'weekday', 'days_from_christmas', 'days_from_mid_august'];
/** Known for nine hours of the day only: its mean would stand for the others. */
const PARTLY_KNOWN = ['load_1d'];

/** How loads relate to the days they are compared with is another story on each of these days. */
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

/** The load over its level of the last week. */
const OVER_LEVEL: PairRecipe = {
  scale: 'level_mw',
  hour: 'hour',
  needs: 'temperature_mean',
  forest: [...LOAD_PAST, ...CALENDAR_OF_HOUR, ...TEMPERATURE_EFFECT].filter(not('level_mw')),
  ridge: [...LOAD_PAST, ...CALENDAR_OF_HOUR, ...TEMPERATURE_EFFECT].filter(not('level_mw', ...CODES, ...PARTLY_KNOWN)),
  products: PRODUCTS,
  alpha: 3,
  trees: { trees: 600, leaves: 31, learningRate: 0.04, minRows: 20, columnShare: 0.3, rowShare: 0.6 },
};

/** The load over RTE's forecast of it. */
const OVER_RTE: PairRecipe = {
  ...OVER_LEVEL,
  scale: 'rte_mw',
  forest: [...OVER_LEVEL.forest, ...OPERATOR_ERROR].filter(not('rte_mw')),
  ridge: [...OVER_LEVEL.ridge, ...OPERATOR_ERROR].filter(not('rte_mw', 'rte_error_1d')),
  alpha: 30,
  trees: { trees: 400, leaves: 20, learningRate: 0.03, minRows: 30, columnShare: 0.3, rowShare: 0.6 },
};

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
];

export const LOAD_RECIPE: BlendRecipe = { first: OVER_LEVEL, others: [], sizeDependsOn: SIZE_OF_ERROR };

/** Our own forecast keeps a third of the say: its errors are others than RTE's. */
export const LOAD_TSO_RECIPE: BlendRecipe = {
  first: OVER_LEVEL,
  others: [{ recipe: OVER_RTE, share: 2 / 3 }],
  sizeDependsOn: [...SIZE_OF_ERROR, 'rte_error_size_week', 'rte_over_like_days'],
};

export const LOAD_SEED = 2019;
