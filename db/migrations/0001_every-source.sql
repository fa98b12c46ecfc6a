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
