// What each column of `enriched_consumption` means. Becomes the COMMENT, the OpenAPI description and the data dictionary.
import { NOTES as WEATHER_NOTES } from '../weather/quantities.ts';

export const NOTES = {
  area: 'Where: FR, or a region as ISO 3166-2.',
  at: 'Start of the hour, in UTC. Everything else in the row belongs to this very hour.',
  local_date: 'The day on which the hour begins in Paris, YYYY-MM-DD.',
  local_time: 'What a clock in Paris shows at its start, with its distance from UTC: 2026-01-05 19:00+01:00.',
  hour_index:
    'Hour of the day in Paris, 0 to 23. On the October night two hours of a day are 2, on the March night none is.',
  day_of_week_index: 'Day of the week in Paris, 0 is Monday and 6 is Sunday.',
  month_index: 'Month in Paris, 1 to 12.',
  day_of_month_index: 'Day of the month in Paris, 1 to 31.',
  is_weekend: 'Whether that day in Paris is a Saturday or a Sunday.',
  load_mw: 'Electricity consumed, MW, mean of the hour.',
  load_values_count:
    'Of how many values the load is the mean: 4 quarters of an hour, or 2 half hours where only those are there, or are better than the quarters between them.',
  price_eur_per_mwh:
    'Day-ahead price of France, €/MWh, mean of the four quarters of the hour; the hourly price where there are no quarters. Negative is real. The same for every area.',
  price_values_count: 'Of how many prices that is the mean: 4 quarters of an hour, or 1 hour.',
  ...WEATHER_NOTES,
  is_public_holiday: 'Whether that day in Paris is a public holiday.',
  public_holiday_name: 'Its name. Null where there is none.',
  is_bridge_day: 'Whether that day is a working day between a public holiday and a weekend.',
  is_school_holiday_a: 'Whether the schools of zone A are on holiday that day.',
  is_school_holiday_b: 'Whether the schools of zone B are on holiday that day.',
  is_school_holiday_c: 'Whether the schools of zone C, with Paris, are on holiday that day.',
  school_holiday_name: 'Name of the school holiday of that day. Null where there is none.',
  is_strike_day:
    'Whether a social movement is announced for that day in Paris. Null where no movement of any day is known.',
  strike_movements_count: 'How many social movements that day has.',
  strike_highest_rate_pct: 'The highest share of strikers among them, %. Null where nobody said.',
} as const;
