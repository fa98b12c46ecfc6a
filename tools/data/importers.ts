// Every dataset that can be imported. A new one is a file of its name beside this one, and a line here.
import { calendarImport } from './calendar.ts';
import { consumptionImport } from './consumption.ts';
import { gasImport } from './gas.ts';
import { gasDailyImport } from './gas-daily.ts';
import type { Importer } from './importer.ts';
import { socialMovementImport } from './social-movement.ts';
import { spotPriceImport } from './spot-price.ts';
import { strikeDayImport } from './strike-day.ts';
import { weatherDailyImport } from './weather-daily.ts';
import { weatherDayAheadImport } from './weather-day-ahead.ts';

export const IMPORTERS: readonly Importer[] = [
  consumptionImport,
  weatherDayAheadImport,
  weatherDailyImport,
  calendarImport,
  spotPriceImport,
  gasImport,
  gasDailyImport,
  socialMovementImport,
  strikeDayImport,
];
