// Electricity of France, national and by region: one row per area and quarter of an hour. Power in MW, mean over the step that starts at `at`.
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';
import { MAINLAND_REGIONS } from '../regions.ts';

/** ISO 3166-2. Corsica is not on the continental grid: éCO2mix does not cover it. */
export const AREAS = ['FR', ...MAINLAND_REGIONS] as const;

/** Parts become known together: RTE's forecasts before the fact, the load and the mix after it. */
export const LOAD = ['load_mw'] as const;
export const DAY_AHEAD = ['rte_day_ahead_mw'] as const;
export const INTRADAY = ['rte_intraday_mw'] as const;
export const MIX = [
  'oil_mw',
  'oil_turbine_mw',
  'oil_cogeneration_mw',
  'oil_other_mw',
  'coal_mw',
  'gas_mw',
  'gas_turbine_mw',
  'gas_cogeneration_mw',
  'gas_combined_cycle_mw',
  'gas_other_mw',
  'thermal_mw',
  'nuclear_mw',
  'wind_mw',
  'wind_onshore_mw',
  'wind_offshore_mw',
  'solar_mw',
  'hydro_mw',
  'hydro_run_of_river_mw',
  'hydro_reservoir_mw',
  'hydro_pumped_mw',
  'pumping_mw',
  'bioenergy_mw',
  'bioenergy_waste_mw',
  'bioenergy_biomass_mw',
  'bioenergy_biogas_mw',
  'battery_charge_mw',
  'battery_discharge_mw',
  'exchange_mw',
  'exchange_gb_mw',
  'exchange_es_mw',
  'exchange_it_mw',
  'exchange_ch_mw',
  'exchange_de_be_mw',
  'co2_g_per_kwh',
] as const;

/** The grains of éCO2mix: a region says its thermal plants together, and trades with nobody by contract. */
export const REGIONAL_MIX = [
  'thermal_mw',
  'nuclear_mw',
  'wind_mw',
  'wind_onshore_mw',
  'wind_offshore_mw',
  'solar_mw',
  'hydro_mw',
  'pumping_mw',
  'bioenergy_mw',
  'battery_charge_mw',
  'battery_discharge_mw',
  'exchange_mw',
] as const;
export const NATIONAL_MIX = MIX.filter((column) => column !== 'thermal_mw');

// Impossible outside, not unlikely: France peaked at 102,098 MW in 2012. A stopped plant draws a little power, so small negative readings are real.
const FUEL = [-3_000, 80_000] as const;
const SMALL_FUEL = [-1_000, 30_000] as const;
const EXCHANGE = [-40_000, 40_000] as const;
const LOAD_MW = [0, 130_000] as const;

export const RANGES = {
  load_mw: LOAD_MW,
  rte_day_ahead_mw: LOAD_MW,
  rte_intraday_mw: LOAD_MW,
  oil_mw: SMALL_FUEL,
  oil_turbine_mw: SMALL_FUEL,
  oil_cogeneration_mw: SMALL_FUEL,
  oil_other_mw: SMALL_FUEL,
  coal_mw: SMALL_FUEL,
  gas_mw: SMALL_FUEL,
  gas_turbine_mw: SMALL_FUEL,
  gas_cogeneration_mw: SMALL_FUEL,
  gas_combined_cycle_mw: SMALL_FUEL,
  gas_other_mw: SMALL_FUEL,
  thermal_mw: FUEL,
  nuclear_mw: FUEL,
  wind_mw: FUEL,
  wind_onshore_mw: FUEL,
  wind_offshore_mw: FUEL,
  solar_mw: FUEL,
  hydro_mw: FUEL,
  hydro_run_of_river_mw: SMALL_FUEL,
  hydro_reservoir_mw: SMALL_FUEL,
  hydro_pumped_mw: SMALL_FUEL,
  pumping_mw: [-500, 10_000],
  bioenergy_mw: SMALL_FUEL,
  bioenergy_waste_mw: SMALL_FUEL,
  bioenergy_biomass_mw: SMALL_FUEL,
  bioenergy_biogas_mw: SMALL_FUEL,
  battery_charge_mw: [-500, 20_000],
  battery_discharge_mw: [-500, 20_000],
  exchange_mw: EXCHANGE,
  exchange_gb_mw: EXCHANGE,
  exchange_es_mw: EXCHANGE,
  exchange_it_mw: EXCHANGE,
  exchange_ch_mw: EXCHANGE,
  exchange_de_be_mw: EXCHANGE,
  co2_g_per_kwh: [0, 1_000],
} as const;

export const consumption = pgTable(
  'consumption',
  {
    area: text('area').notNull(),
    at: instant('at').notNull(),
    load_mw: integer('load_mw'),
    ...provenance('load'),
    rte_day_ahead_mw: integer('rte_day_ahead_mw'),
    ...provenance('day_ahead'),
    rte_intraday_mw: integer('rte_intraday_mw'),
    ...provenance('intraday'),
    oil_mw: integer('oil_mw'),
    oil_turbine_mw: integer('oil_turbine_mw'),
    oil_cogeneration_mw: integer('oil_cogeneration_mw'),
    oil_other_mw: integer('oil_other_mw'),
    coal_mw: integer('coal_mw'),
    gas_mw: integer('gas_mw'),
    gas_turbine_mw: integer('gas_turbine_mw'),
    gas_cogeneration_mw: integer('gas_cogeneration_mw'),
    gas_combined_cycle_mw: integer('gas_combined_cycle_mw'),
    gas_other_mw: integer('gas_other_mw'),
    thermal_mw: integer('thermal_mw'),
    nuclear_mw: integer('nuclear_mw'),
    wind_mw: integer('wind_mw'),
    wind_onshore_mw: integer('wind_onshore_mw'),
    wind_offshore_mw: integer('wind_offshore_mw'),
    solar_mw: integer('solar_mw'),
    hydro_mw: integer('hydro_mw'),
    hydro_run_of_river_mw: integer('hydro_run_of_river_mw'),
    hydro_reservoir_mw: integer('hydro_reservoir_mw'),
    hydro_pumped_mw: integer('hydro_pumped_mw'),
    pumping_mw: integer('pumping_mw'),
    bioenergy_mw: integer('bioenergy_mw'),
    bioenergy_waste_mw: integer('bioenergy_waste_mw'),
    bioenergy_biomass_mw: integer('bioenergy_biomass_mw'),
    bioenergy_biogas_mw: integer('bioenergy_biogas_mw'),
    battery_charge_mw: integer('battery_charge_mw'),
    battery_discharge_mw: integer('battery_discharge_mw'),
    exchange_mw: integer('exchange_mw'),
    exchange_gb_mw: integer('exchange_gb_mw'),
    exchange_es_mw: integer('exchange_es_mw'),
    exchange_it_mw: integer('exchange_it_mw'),
    exchange_ch_mw: integer('exchange_ch_mw'),
    exchange_de_be_mw: integer('exchange_de_be_mw'),
    co2_g_per_kwh: integer('co2_g_per_kwh'),
    ...provenance('mix'),
  },
  (t) => [
    primaryKey({ columns: [t.area, t.at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['load', 'day_ahead', 'intraday', 'mix']),
  ],
);
