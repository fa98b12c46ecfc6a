CREATE TABLE "upload" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"dataset" text NOT NULL,
	"attempt" integer NOT NULL,
	"media_type" text NOT NULL,
	"quality" "quality",
	"is_dry" boolean NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"run_id" text,
	CONSTRAINT "upload_once" UNIQUE("client","dataset","idempotency_key","attempt"),
	CONSTRAINT "upload_accepted_has_run" CHECK (("upload"."accepted_at" IS NULL) = ("upload"."run_id" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "upload_part" (
	"upload_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"lake_key" text NOT NULL,
	CONSTRAINT "upload_part_upload_id_number_pk" PRIMARY KEY("upload_id","number")
);
--> statement-breakpoint
CREATE TABLE "calendar" (
	"at" timestamp with time zone NOT NULL,
	"date" text,
	"day_quality" "quality",
	"day_known_at" timestamp with time zone,
	"day_raw" integer,
	"is_public_holiday" boolean,
	"public_holiday_name" text,
	"is_bridge_day" boolean,
	"public_quality" "quality",
	"public_known_at" timestamp with time zone,
	"public_raw" integer,
	"is_school_holiday_a" boolean,
	"is_school_holiday_b" boolean,
	"is_school_holiday_c" boolean,
	"school_holiday_name" text,
	"school_quality" "quality",
	"school_known_at" timestamp with time zone,
	"school_raw" integer,
	CONSTRAINT "calendar_at_pk" PRIMARY KEY("at"),
	CONSTRAINT "day_provenance" CHECK (num_nulls("calendar"."day_quality", "calendar"."day_known_at", "calendar"."day_raw") IN (0, 3)),
	CONSTRAINT "public_provenance" CHECK (num_nulls("calendar"."public_quality", "calendar"."public_known_at", "calendar"."public_raw") IN (0, 3)),
	CONSTRAINT "school_provenance" CHECK (num_nulls("calendar"."school_quality", "calendar"."school_known_at", "calendar"."school_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "city" (
	"country" text NOT NULL,
	"city" text NOT NULL,
	"energy_cost_eur_per_mwh" double precision,
	"low_carbon_pct" double precision,
	"co2_g_per_kwh" integer,
	"grid_reliability_index" double precision,
	"solar_potential_kwh_per_kwp" double precision,
	"wind_potential_index" double precision,
	"political_risk_index" double precision,
	"import_dependence_index" double precision,
	"temperature_mean_celsius" double precision,
	"tax_incentive_eur_per_mwh" double precision,
	"indicators_quality" "quality",
	"indicators_known_at" timestamp with time zone,
	"indicators_raw" integer,
	"datacenter_suitability_index" double precision,
	"suitability_quality" "quality",
	"suitability_known_at" timestamp with time zone,
	"suitability_raw" integer,
	CONSTRAINT "city_country_city_pk" PRIMARY KEY("country","city"),
	CONSTRAINT "energy_cost_eur_per_mwh_range" CHECK ("city"."energy_cost_eur_per_mwh" BETWEEN -500 AND 5000),
	CONSTRAINT "low_carbon_pct_range" CHECK ("city"."low_carbon_pct" BETWEEN 0 AND 100),
	CONSTRAINT "co2_g_per_kwh_range" CHECK ("city"."co2_g_per_kwh" BETWEEN 0 AND 2000),
	CONSTRAINT "grid_reliability_index_range" CHECK ("city"."grid_reliability_index" BETWEEN 0 AND 1),
	CONSTRAINT "solar_potential_kwh_per_kwp_range" CHECK ("city"."solar_potential_kwh_per_kwp" BETWEEN 0 AND 3500),
	CONSTRAINT "wind_potential_index_range" CHECK ("city"."wind_potential_index" BETWEEN 0 AND 100),
	CONSTRAINT "political_risk_index_range" CHECK ("city"."political_risk_index" BETWEEN 0 AND 100),
	CONSTRAINT "import_dependence_index_range" CHECK ("city"."import_dependence_index" BETWEEN 0 AND 100),
	CONSTRAINT "temperature_mean_celsius_range" CHECK ("city"."temperature_mean_celsius" BETWEEN -60 AND 60),
	CONSTRAINT "tax_incentive_eur_per_mwh_range" CHECK ("city"."tax_incentive_eur_per_mwh" BETWEEN -1000 AND 1000),
	CONSTRAINT "datacenter_suitability_index_range" CHECK ("city"."datacenter_suitability_index" BETWEEN 0 AND 100),
	CONSTRAINT "indicators_provenance" CHECK (num_nulls("city"."indicators_quality", "city"."indicators_known_at", "city"."indicators_raw") IN (0, 3)),
	CONSTRAINT "suitability_provenance" CHECK (num_nulls("city"."suitability_quality", "city"."suitability_known_at", "city"."suitability_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "customer_identity" (
	"customer" text NOT NULL,
	"email" text,
	"contact_quality" "quality",
	"contact_known_at" timestamp with time zone,
	"contact_raw" integer,
	"name" text,
	"username" text,
	"phone" text,
	"street" text,
	"suite" text,
	"zipcode" text,
	"city" text,
	"company" text,
	"person_quality" "quality",
	"person_known_at" timestamp with time zone,
	"person_raw" integer,
	CONSTRAINT "customer_identity_customer_pk" PRIMARY KEY("customer"),
	CONSTRAINT "contact_provenance" CHECK (num_nulls("customer_identity"."contact_quality", "customer_identity"."contact_known_at", "customer_identity"."contact_raw") IN (0, 3)),
	CONSTRAINT "person_provenance" CHECK (num_nulls("customer_identity"."person_quality", "customer_identity"."person_known_at", "customer_identity"."person_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "customer_survey" (
	"customer" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	"satisfaction_index" smallint,
	"answer_quality" "quality",
	"answer_known_at" timestamp with time zone,
	"answer_raw" integer,
	CONSTRAINT "customer_survey_customer_answered_at_pk" PRIMARY KEY("customer","answered_at"),
	CONSTRAINT "satisfaction_index_range" CHECK ("customer_survey"."satisfaction_index" BETWEEN 0 AND 10),
	CONSTRAINT "answer_provenance" CHECK (num_nulls("customer_survey"."answer_quality", "customer_survey"."answer_known_at", "customer_survey"."answer_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "customer" (
	"customer" text NOT NULL,
	"mailbox" text,
	"age_years" smallint,
	"gender" text,
	"country" text,
	"city" text,
	"signup_date" text,
	"last_login_date" text,
	"account_status" text,
	"monthly_spend_eur" double precision,
	"account_quality" "quality",
	"account_known_at" timestamp with time zone,
	"account_raw" integer,
	CONSTRAINT "customer_customer_pk" PRIMARY KEY("customer"),
	CONSTRAINT "age_years_range" CHECK ("customer"."age_years" BETWEEN 0 AND 130),
	CONSTRAINT "monthly_spend_eur_range" CHECK ("customer"."monthly_spend_eur" BETWEEN -100000 AND 1000000),
	CONSTRAINT "account_provenance" CHECK (num_nulls("customer"."account_quality", "customer"."account_known_at", "customer"."account_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "enriched_consumption" (
	"area" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"local_date" text,
	"local_time" text,
	"hour_index" smallint,
	"day_of_week_index" smallint,
	"month_index" smallint,
	"day_of_month_index" smallint,
	"is_weekend" boolean,
	"clock_quality" "quality",
	"clock_known_at" timestamp with time zone,
	"clock_raw" integer,
	"load_mw" double precision,
	"load_values_count" smallint,
	"load_quality" "quality",
	"load_known_at" timestamp with time zone,
	"load_raw" integer,
	"price_eur_per_mwh" double precision,
	"price_values_count" smallint,
	"price_quality" "quality",
	"price_known_at" timestamp with time zone,
	"price_raw" integer,
	"temperature_celsius" real,
	"humidity_pct" real,
	"wind_speed_m_per_s" real,
	"wind_speed_100m_m_per_s" real,
	"pressure_hpa" real,
	"cloud_cover_pct" real,
	"radiation_w_per_m2" real,
	"weather_quality" "quality",
	"weather_known_at" timestamp with time zone,
	"weather_raw" integer,
	"is_public_holiday" boolean,
	"public_holiday_name" text,
	"is_bridge_day" boolean,
	"is_school_holiday_a" boolean,
	"is_school_holiday_b" boolean,
	"is_school_holiday_c" boolean,
	"school_holiday_name" text,
	"calendar_quality" "quality",
	"calendar_known_at" timestamp with time zone,
	"calendar_raw" integer,
	"is_strike_day" boolean,
	"strike_movements_count" smallint,
	"strike_highest_rate_pct" real,
	"strikes_quality" "quality",
	"strikes_known_at" timestamp with time zone,
	"strikes_raw" integer,
	CONSTRAINT "enriched_consumption_area_at_pk" PRIMARY KEY("area","at"),
	CONSTRAINT "load_mw_range" CHECK ("enriched_consumption"."load_mw" BETWEEN 0 AND 130000),
	CONSTRAINT "load_values_count_range" CHECK ("enriched_consumption"."load_values_count" BETWEEN 2 AND 4),
	CONSTRAINT "hour_index_range" CHECK ("enriched_consumption"."hour_index" BETWEEN 0 AND 23),
	CONSTRAINT "day_of_week_index_range" CHECK ("enriched_consumption"."day_of_week_index" BETWEEN 0 AND 6),
	CONSTRAINT "month_index_range" CHECK ("enriched_consumption"."month_index" BETWEEN 1 AND 12),
	CONSTRAINT "day_of_month_index_range" CHECK ("enriched_consumption"."day_of_month_index" BETWEEN 1 AND 31),
	CONSTRAINT "price_eur_per_mwh_range" CHECK ("enriched_consumption"."price_eur_per_mwh" BETWEEN -10000 AND 20000),
	CONSTRAINT "price_values_count_range" CHECK ("enriched_consumption"."price_values_count" BETWEEN 1 AND 4),
	CONSTRAINT "strike_movements_count_range" CHECK ("enriched_consumption"."strike_movements_count" BETWEEN 0 AND 1000),
	CONSTRAINT "strike_highest_rate_pct_range" CHECK ("enriched_consumption"."strike_highest_rate_pct" BETWEEN 0 AND 100),
	CONSTRAINT "temperature_celsius_range" CHECK ("enriched_consumption"."temperature_celsius" BETWEEN -60 AND 60),
	CONSTRAINT "humidity_pct_range" CHECK ("enriched_consumption"."humidity_pct" BETWEEN 0 AND 100),
	CONSTRAINT "wind_speed_m_per_s_range" CHECK ("enriched_consumption"."wind_speed_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "wind_speed_100m_m_per_s_range" CHECK ("enriched_consumption"."wind_speed_100m_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "pressure_hpa_range" CHECK ("enriched_consumption"."pressure_hpa" BETWEEN 850 AND 1100),
	CONSTRAINT "cloud_cover_pct_range" CHECK ("enriched_consumption"."cloud_cover_pct" BETWEEN 0 AND 100),
	CONSTRAINT "radiation_w_per_m2_range" CHECK ("enriched_consumption"."radiation_w_per_m2" BETWEEN 0 AND 1500),
	CONSTRAINT "clock_provenance" CHECK (num_nulls("enriched_consumption"."clock_quality", "enriched_consumption"."clock_known_at", "enriched_consumption"."clock_raw") IN (0, 3)),
	CONSTRAINT "load_provenance" CHECK (num_nulls("enriched_consumption"."load_quality", "enriched_consumption"."load_known_at", "enriched_consumption"."load_raw") IN (0, 3)),
	CONSTRAINT "price_provenance" CHECK (num_nulls("enriched_consumption"."price_quality", "enriched_consumption"."price_known_at", "enriched_consumption"."price_raw") IN (0, 3)),
	CONSTRAINT "weather_provenance" CHECK (num_nulls("enriched_consumption"."weather_quality", "enriched_consumption"."weather_known_at", "enriched_consumption"."weather_raw") IN (0, 3)),
	CONSTRAINT "calendar_provenance" CHECK (num_nulls("enriched_consumption"."calendar_quality", "enriched_consumption"."calendar_known_at", "enriched_consumption"."calendar_raw") IN (0, 3)),
	CONSTRAINT "strikes_provenance" CHECK (num_nulls("enriched_consumption"."strikes_quality", "enriched_consumption"."strikes_known_at", "enriched_consumption"."strikes_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "fuel_price" (
	"at" timestamp with time zone NOT NULL,
	"electricity_3kva_eur_per_mwh" double precision,
	"electricity_6kva_eur_per_mwh" double precision,
	"electricity_eur_per_mwh" double precision,
	"gas_b0_eur_per_mwh" double precision,
	"gas_b1_eur_per_mwh" double precision,
	"gas_b2i_eur_per_mwh" double precision,
	"gas_eur_per_mwh" double precision,
	"propane_eur_per_mwh" double precision,
	"heating_oil_eur_per_mwh" double precision,
	"pellets_bulk_eur_per_mwh" double precision,
	"pellets_bags_eur_per_mwh" double precision,
	"petrol_95_eur_per_hl" double precision,
	"petrol_98_eur_per_hl" double precision,
	"diesel_eur_per_hl" double precision,
	"lpg_eur_per_hl" double precision,
	"brent_usd_per_bbl" double precision,
	"coal_usd_per_t" double precision,
	"dollar_eur_per_usd" double precision,
	"prices_quality" "quality",
	"prices_known_at" timestamp with time zone,
	"prices_raw" integer,
	CONSTRAINT "fuel_price_at_pk" PRIMARY KEY("at"),
	CONSTRAINT "electricity_3kva_eur_per_mwh_range" CHECK ("fuel_price"."electricity_3kva_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "electricity_6kva_eur_per_mwh_range" CHECK ("fuel_price"."electricity_6kva_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "electricity_eur_per_mwh_range" CHECK ("fuel_price"."electricity_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "gas_b0_eur_per_mwh_range" CHECK ("fuel_price"."gas_b0_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "gas_b1_eur_per_mwh_range" CHECK ("fuel_price"."gas_b1_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "gas_b2i_eur_per_mwh_range" CHECK ("fuel_price"."gas_b2i_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "gas_eur_per_mwh_range" CHECK ("fuel_price"."gas_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "propane_eur_per_mwh_range" CHECK ("fuel_price"."propane_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "heating_oil_eur_per_mwh_range" CHECK ("fuel_price"."heating_oil_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "pellets_bulk_eur_per_mwh_range" CHECK ("fuel_price"."pellets_bulk_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "pellets_bags_eur_per_mwh_range" CHECK ("fuel_price"."pellets_bags_eur_per_mwh" BETWEEN 0 AND 2000),
	CONSTRAINT "petrol_95_eur_per_hl_range" CHECK ("fuel_price"."petrol_95_eur_per_hl" BETWEEN 0 AND 1000),
	CONSTRAINT "petrol_98_eur_per_hl_range" CHECK ("fuel_price"."petrol_98_eur_per_hl" BETWEEN 0 AND 1000),
	CONSTRAINT "diesel_eur_per_hl_range" CHECK ("fuel_price"."diesel_eur_per_hl" BETWEEN 0 AND 1000),
	CONSTRAINT "lpg_eur_per_hl_range" CHECK ("fuel_price"."lpg_eur_per_hl" BETWEEN 0 AND 1000),
	CONSTRAINT "brent_usd_per_bbl_range" CHECK ("fuel_price"."brent_usd_per_bbl" BETWEEN 0 AND 500),
	CONSTRAINT "coal_usd_per_t_range" CHECK ("fuel_price"."coal_usd_per_t" BETWEEN 0 AND 2000),
	CONSTRAINT "dollar_eur_per_usd_range" CHECK ("fuel_price"."dollar_eur_per_usd" BETWEEN 0.2 AND 5),
	CONSTRAINT "prices_provenance" CHECK (num_nulls("fuel_price"."prices_quality", "fuel_price"."prices_known_at", "fuel_price"."prices_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "gas" (
	"operator" text NOT NULL,
	"sector" text NOT NULL,
	"region" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"consumption_mwh" double precision,
	"metered_quality" "quality",
	"metered_known_at" timestamp with time zone,
	"metered_raw" integer,
	CONSTRAINT "gas_operator_sector_region_at_pk" PRIMARY KEY("operator","sector","region","at"),
	CONSTRAINT "consumption_mwh_range" CHECK ("gas"."consumption_mwh" BETWEEN 0 AND 100000),
	CONSTRAINT "metered_provenance" CHECK (num_nulls("gas"."metered_quality", "gas"."metered_known_at", "gas"."metered_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "social_movement" (
	"movement" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"start_date" text,
	"reason" text,
	"unions" text,
	"trades" text,
	"notice_quality" "quality",
	"notice_known_at" timestamp with time zone,
	"notice_raw" integer,
	"ends_at" timestamp with time zone,
	"end_date" text,
	"population_count" integer,
	"strikers_count" integer,
	"rate_pct" real,
	"outcome_quality" "quality",
	"outcome_known_at" timestamp with time zone,
	"outcome_raw" integer,
	CONSTRAINT "social_movement_movement_starts_at_pk" PRIMARY KEY("movement","starts_at"),
	CONSTRAINT "population_count_range" CHECK ("social_movement"."population_count" BETWEEN 0 AND 500000),
	CONSTRAINT "strikers_count_range" CHECK ("social_movement"."strikers_count" BETWEEN 0 AND 500000),
	CONSTRAINT "rate_pct_range" CHECK ("social_movement"."rate_pct" BETWEEN 0 AND 100),
	CONSTRAINT "notice_provenance" CHECK (num_nulls("social_movement"."notice_quality", "social_movement"."notice_known_at", "social_movement"."notice_raw") IN (0, 3)),
	CONSTRAINT "outcome_provenance" CHECK (num_nulls("social_movement"."outcome_quality", "social_movement"."outcome_known_at", "social_movement"."outcome_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "spot_price" (
	"zone" text NOT NULL,
	"resolution" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"price_eur_per_mwh" double precision,
	"auction_quality" "quality",
	"auction_known_at" timestamp with time zone,
	"auction_raw" integer,
	CONSTRAINT "spot_price_zone_resolution_at_pk" PRIMARY KEY("zone","resolution","at"),
	CONSTRAINT "price_eur_per_mwh_range" CHECK ("spot_price"."price_eur_per_mwh" BETWEEN -500 AND 5000),
	CONSTRAINT "auction_provenance" CHECK (num_nulls("spot_price"."auction_quality", "spot_price"."auction_known_at", "spot_price"."auction_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "strike_day" (
	"at" timestamp with time zone NOT NULL,
	"date" text,
	"movements_count" integer,
	"highest_rate_pct" real,
	"reasons" text,
	"day_quality" "quality",
	"day_known_at" timestamp with time zone,
	"day_raw" integer,
	CONSTRAINT "strike_day_at_pk" PRIMARY KEY("at"),
	CONSTRAINT "movements_count_range" CHECK ("strike_day"."movements_count" BETWEEN 0 AND 1000),
	CONSTRAINT "highest_rate_pct_range" CHECK ("strike_day"."highest_rate_pct" BETWEEN 0 AND 100),
	CONSTRAINT "day_provenance" CHECK (num_nulls("strike_day"."day_quality", "strike_day"."day_known_at", "strike_day"."day_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "turbine_measurement" (
	"turbine_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"wind_speed_m_per_s" real,
	"temperature_kelvin" real,
	"vibration_mm_per_s" real,
	"consumption_kwh" real,
	"sensors_quality" "quality",
	"sensors_known_at" timestamp with time zone,
	"sensors_raw" integer,
	CONSTRAINT "turbine_measurement_turbine_id_at_pk" PRIMARY KEY("turbine_id","at"),
	CONSTRAINT "wind_speed_m_per_s_range" CHECK ("turbine_measurement"."wind_speed_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "temperature_kelvin_range" CHECK ("turbine_measurement"."temperature_kelvin" BETWEEN 180 AND 500),
	CONSTRAINT "vibration_mm_per_s_range" CHECK ("turbine_measurement"."vibration_mm_per_s" BETWEEN 0 AND 2000),
	CONSTRAINT "consumption_kwh_range" CHECK ("turbine_measurement"."consumption_kwh" BETWEEN 0 AND 100000),
	CONSTRAINT "sensors_provenance" CHECK (num_nulls("turbine_measurement"."sensors_quality", "turbine_measurement"."sensors_known_at", "turbine_measurement"."sensors_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "turbine_production" (
	"turbine_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"date" text,
	"energy_kwh" real,
	"is_planned_stop" boolean,
	"is_unplanned_stop" boolean,
	"production_quality" "quality",
	"production_known_at" timestamp with time zone,
	"production_raw" integer,
	CONSTRAINT "turbine_production_turbine_id_at_pk" PRIMARY KEY("turbine_id","at"),
	CONSTRAINT "energy_kwh_range" CHECK ("turbine_production"."energy_kwh" BETWEEN -5000 AND 750000),
	CONSTRAINT "production_provenance" CHECK (num_nulls("turbine_production"."production_quality", "turbine_production"."production_known_at", "turbine_production"."production_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "turbine_sensor" (
	"sensor_id" text NOT NULL,
	"turbine_id" text,
	"sensor_type" text,
	"installation_date" text,
	"location" text,
	"mounting_quality" "quality",
	"mounting_known_at" timestamp with time zone,
	"mounting_raw" integer,
	CONSTRAINT "turbine_sensor_sensor_id_pk" PRIMARY KEY("sensor_id"),
	CONSTRAINT "mounting_provenance" CHECK (num_nulls("turbine_sensor"."mounting_quality", "turbine_sensor"."mounting_known_at", "turbine_sensor"."mounting_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "turbine" (
	"turbine_id" text NOT NULL,
	"model" text,
	"power_mw" real,
	"commissioning_date" text,
	"plant_quality" "quality",
	"plant_known_at" timestamp with time zone,
	"plant_raw" integer,
	CONSTRAINT "turbine_turbine_id_pk" PRIMARY KEY("turbine_id"),
	CONSTRAINT "power_mw_range" CHECK ("turbine"."power_mw" BETWEEN 0 AND 30),
	CONSTRAINT "plant_provenance" CHECK (num_nulls("turbine"."plant_quality", "turbine"."plant_known_at", "turbine"."plant_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "weather_daily" (
	"area" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"date" text,
	"temperature_mean_celsius" real,
	"temperature_min_celsius" real,
	"temperature_max_celsius" real,
	"wind_speed_mean_m_per_s" real,
	"day_quality" "quality",
	"day_known_at" timestamp with time zone,
	"day_raw" integer,
	CONSTRAINT "weather_daily_area_at_pk" PRIMARY KEY("area","at"),
	CONSTRAINT "temperature_mean_celsius_range" CHECK ("weather_daily"."temperature_mean_celsius" BETWEEN -60 AND 60),
	CONSTRAINT "temperature_min_celsius_range" CHECK ("weather_daily"."temperature_min_celsius" BETWEEN -60 AND 60),
	CONSTRAINT "temperature_max_celsius_range" CHECK ("weather_daily"."temperature_max_celsius" BETWEEN -60 AND 60),
	CONSTRAINT "wind_speed_mean_m_per_s_range" CHECK ("weather_daily"."wind_speed_mean_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "day_provenance" CHECK (num_nulls("weather_daily"."day_quality", "weather_daily"."day_known_at", "weather_daily"."day_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "weather_forecast" (
	"place" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"temperature_celsius" real,
	"humidity_pct" real,
	"wind_speed_m_per_s" real,
	"wind_speed_100m_m_per_s" real,
	"pressure_hpa" real,
	"cloud_cover_pct" real,
	"radiation_w_per_m2" real,
	"air_quality" "quality",
	"air_known_at" timestamp with time zone,
	"air_raw" integer,
	CONSTRAINT "weather_forecast_place_issued_at_at_pk" PRIMARY KEY("place","issued_at","at"),
	CONSTRAINT "temperature_celsius_range" CHECK ("weather_forecast"."temperature_celsius" BETWEEN -60 AND 60),
	CONSTRAINT "humidity_pct_range" CHECK ("weather_forecast"."humidity_pct" BETWEEN 0 AND 100),
	CONSTRAINT "wind_speed_m_per_s_range" CHECK ("weather_forecast"."wind_speed_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "wind_speed_100m_m_per_s_range" CHECK ("weather_forecast"."wind_speed_100m_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "pressure_hpa_range" CHECK ("weather_forecast"."pressure_hpa" BETWEEN 850 AND 1100),
	CONSTRAINT "cloud_cover_pct_range" CHECK ("weather_forecast"."cloud_cover_pct" BETWEEN 0 AND 100),
	CONSTRAINT "radiation_w_per_m2_range" CHECK ("weather_forecast"."radiation_w_per_m2" BETWEEN 0 AND 1500),
	CONSTRAINT "air_provenance" CHECK (num_nulls("weather_forecast"."air_quality", "weather_forecast"."air_known_at", "weather_forecast"."air_raw") IN (0, 3))
);
--> statement-breakpoint
CREATE TABLE "weather" (
	"place" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"temperature_celsius" real,
	"humidity_pct" real,
	"wind_speed_m_per_s" real,
	"wind_speed_100m_m_per_s" real,
	"pressure_hpa" real,
	"cloud_cover_pct" real,
	"radiation_w_per_m2" real,
	"air_quality" "quality",
	"air_known_at" timestamp with time zone,
	"air_raw" integer,
	CONSTRAINT "weather_place_at_pk" PRIMARY KEY("place","at"),
	CONSTRAINT "temperature_celsius_range" CHECK ("weather"."temperature_celsius" BETWEEN -60 AND 60),
	CONSTRAINT "humidity_pct_range" CHECK ("weather"."humidity_pct" BETWEEN 0 AND 100),
	CONSTRAINT "wind_speed_m_per_s_range" CHECK ("weather"."wind_speed_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "wind_speed_100m_m_per_s_range" CHECK ("weather"."wind_speed_100m_m_per_s" BETWEEN 0 AND 120),
	CONSTRAINT "pressure_hpa_range" CHECK ("weather"."pressure_hpa" BETWEEN 850 AND 1100),
	CONSTRAINT "cloud_cover_pct_range" CHECK ("weather"."cloud_cover_pct" BETWEEN 0 AND 100),
	CONSTRAINT "radiation_w_per_m2_range" CHECK ("weather"."radiation_w_per_m2" BETWEEN 0 AND 1500),
	CONSTRAINT "air_provenance" CHECK (num_nulls("weather"."air_quality", "weather"."air_known_at", "weather"."air_raw") IN (0, 3))
);
--> statement-breakpoint
ALTER TABLE "run" DROP CONSTRAINT "run_trigger";--> statement-breakpoint
ALTER TABLE "load_receipt" ADD COLUMN "first_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "load_receipt" ADD COLUMN "last_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "is_dry" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "progress" jsonb;--> statement-breakpoint
ALTER TABLE "upload" ADD CONSTRAINT "upload_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_part" ADD CONSTRAINT "upload_part_upload_id_upload_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."upload"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "upload_run" ON "upload" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "push_run" ON "push" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "push_dataset_accepted" ON "push" USING btree ("dataset","accepted_at");--> statement-breakpoint
CREATE INDEX "push_waiting" ON "push" USING btree ("accepted_at") WHERE "push"."run_id" IS NULL;--> statement-breakpoint
CREATE INDEX "run_feed_created" ON "run" USING btree ("dataset","feed","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "run_one_replay" ON "run" USING btree ("dataset") WHERE "run"."trigger" = 'replay' AND "run"."status" IN ('queued', 'running');--> statement-breakpoint
CREATE INDEX "run_covered" ON "run" USING btree ("dataset","feed","window_to") WHERE "run"."trigger" = 'cron' AND "run"."status" = 'succeeded';--> statement-breakpoint
ALTER TABLE "run" ADD CONSTRAINT "run_trigger" CHECK ("run"."trigger" IN ('cron', 'request', 'push', 'upload', 'replay'));