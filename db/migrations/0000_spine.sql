CREATE TYPE "public"."quality" AS ENUM('real time', 'consolidated', 'definitive');--> statement-breakpoint
CREATE TABLE "client" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"secret_sha256" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "client_secret_sha256" CHECK ("client"."secret_sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "client_scopes" CHECK ("client"."scopes" <@ ARRAY['read', 'predict', 'ingest', 'admin'])
);
--> statement-breakpoint
CREATE TABLE "dataset_origin" (
	"dataset" text PRIMARY KEY NOT NULL,
	"simulated" boolean NOT NULL,
	CONSTRAINT "dataset_origin_simulated" UNIQUE("dataset","simulated")
);
--> statement-breakpoint
CREATE TABLE "load_receipt" (
	"raw_id" integer NOT NULL,
	"chunk" integer NOT NULL,
	"rows_inserted" integer NOT NULL,
	"rows_updated" integer NOT NULL,
	"rows_unchanged" integer NOT NULL,
	"rows_outranked" integer NOT NULL,
	CONSTRAINT "load_receipt_raw_id_chunk_pk" PRIMARY KEY("raw_id","chunk")
);
--> statement-breakpoint
CREATE TABLE "prediction" (
	"model" text NOT NULL,
	"entity" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"valid_at" timestamp with time zone NOT NULL,
	"release" text NOT NULL,
	"onnx_sha256" text NOT NULL,
	"feature_sha256" text NOT NULL,
	"source" text NOT NULL,
	"reason" text,
	"features" real[],
	"values" jsonb NOT NULL,
	"simulated" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "prediction_model_entity_issued_at_valid_at_pk" PRIMARY KEY("model","entity","issued_at","valid_at"),
	CONSTRAINT "prediction_source" CHECK ("prediction"."source" IN ('model', 'baseline')),
	CONSTRAINT "prediction_says_why" CHECK ("prediction"."source" = 'model' OR "prediction"."reason" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "push" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"dataset" text NOT NULL,
	"body_sha256" text NOT NULL,
	"rows" integer NOT NULL,
	"lake_key" text NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"run_id" text,
	CONSTRAINT "push_once" UNIQUE("client","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "raw_object" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "raw_object_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"run_id" text NOT NULL,
	"dataset" text NOT NULL,
	"feed" text NOT NULL,
	"source" text NOT NULL,
	"lake_key" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	"simulated" boolean NOT NULL,
	CONSTRAINT "raw_object_lake_key_unique" UNIQUE("lake_key"),
	CONSTRAINT "raw_object_sha256" CHECK ("raw_object"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "reject" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reject_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" text NOT NULL,
	"raw_id" integer NOT NULL,
	"place" text NOT NULL,
	"reason" text NOT NULL,
	"fragment" text NOT NULL,
	CONSTRAINT "reject_once" UNIQUE("raw_id","place","reason")
);
--> statement-breakpoint
CREATE TABLE "revision" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "revision_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dataset" text NOT NULL,
	"key" text[] NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"part" text NOT NULL,
	"values" jsonb NOT NULL,
	"quality" "quality" NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	"superseded_at" timestamp with time zone NOT NULL,
	"raw_id" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run" (
	"id" text PRIMARY KEY NOT NULL,
	"dataset" text NOT NULL,
	"feed" text NOT NULL,
	"trigger" text NOT NULL,
	"request_id" text NOT NULL,
	"window_from" timestamp with time zone NOT NULL,
	"window_to" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"step" text,
	"reason" text,
	"rows_extracted" integer DEFAULT 0 NOT NULL,
	"rows_inserted" integer DEFAULT 0 NOT NULL,
	"rows_updated" integer DEFAULT 0 NOT NULL,
	"rows_unchanged" integer DEFAULT 0 NOT NULL,
	"rows_outranked" integer DEFAULT 0 NOT NULL,
	"rows_rejected" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"report" jsonb,
	CONSTRAINT "run_status" CHECK ("run"."status" IN ('queued', 'running', 'succeeded', 'failed')),
	CONSTRAINT "run_trigger" CHECK ("run"."trigger" IN ('cron', 'request', 'push', 'replay')),
	CONSTRAINT "run_window" CHECK ("run"."window_from" < "run"."window_to"),
	CONSTRAINT "run_failed_says_why" CHECK ("run"."status" <> 'failed' OR "run"."reason" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "consumption" (
	"area" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"load_mw" integer,
	"load_quality" "quality",
	"load_known_at" timestamp with time zone,
	"load_raw" integer,
	"rte_day_ahead_mw" integer,
	"day_ahead_quality" "quality",
	"day_ahead_known_at" timestamp with time zone,
	"day_ahead_raw" integer,
	"rte_intraday_mw" integer,
	"intraday_quality" "quality",
	"intraday_known_at" timestamp with time zone,
	"intraday_raw" integer,
	"oil_mw" integer,
	"oil_turbine_mw" integer,
	"oil_cogeneration_mw" integer,
	"oil_other_mw" integer,
	"coal_mw" integer,
	"gas_mw" integer,
	"gas_turbine_mw" integer,
	"gas_cogeneration_mw" integer,
	"gas_combined_cycle_mw" integer,
	"gas_other_mw" integer,
	"thermal_mw" integer,
	"nuclear_mw" integer,
	"wind_mw" integer,
	"wind_onshore_mw" integer,
	"wind_offshore_mw" integer,
	"solar_mw" integer,
	"hydro_mw" integer,
	"hydro_run_of_river_mw" integer,
	"hydro_reservoir_mw" integer,
	"hydro_pumped_mw" integer,
	"pumping_mw" integer,
	"bioenergy_mw" integer,
	"bioenergy_waste_mw" integer,
	"bioenergy_biomass_mw" integer,
	"bioenergy_biogas_mw" integer,
	"battery_charge_mw" integer,
	"battery_discharge_mw" integer,
	"exchange_mw" integer,
	"exchange_gb_mw" integer,
	"exchange_es_mw" integer,
	"exchange_it_mw" integer,
	"exchange_ch_mw" integer,
	"exchange_de_be_mw" integer,
	"co2_g_per_kwh" integer,
	"mix_quality" "quality",
	"mix_known_at" timestamp with time zone,
	"mix_raw" integer,
	CONSTRAINT "consumption_area_at_pk" PRIMARY KEY("area","at"),
	CONSTRAINT "load_mw_range" CHECK ("consumption"."load_mw" BETWEEN 0 AND 130000),
	CONSTRAINT "rte_day_ahead_mw_range" CHECK ("consumption"."rte_day_ahead_mw" BETWEEN 0 AND 130000),
	CONSTRAINT "rte_intraday_mw_range" CHECK ("consumption"."rte_intraday_mw" BETWEEN 0 AND 130000),
	CONSTRAINT "oil_mw_range" CHECK ("consumption"."oil_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "oil_turbine_mw_range" CHECK ("consumption"."oil_turbine_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "oil_cogeneration_mw_range" CHECK ("consumption"."oil_cogeneration_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "oil_other_mw_range" CHECK ("consumption"."oil_other_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "coal_mw_range" CHECK ("consumption"."coal_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "gas_mw_range" CHECK ("consumption"."gas_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "gas_turbine_mw_range" CHECK ("consumption"."gas_turbine_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "gas_cogeneration_mw_range" CHECK ("consumption"."gas_cogeneration_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "gas_combined_cycle_mw_range" CHECK ("consumption"."gas_combined_cycle_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "gas_other_mw_range" CHECK ("consumption"."gas_other_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "thermal_mw_range" CHECK ("consumption"."thermal_mw" BETWEEN -3000 AND 80000),
	CONSTRAINT "nuclear_mw_range" CHECK ("consumption"."nuclear_mw" BETWEEN -3000 AND 80000),
	CONSTRAINT "wind_mw_range" CHECK ("consumption"."wind_mw" BETWEEN -3000 AND 80000),
	CONSTRAINT "wind_onshore_mw_range" CHECK ("consumption"."wind_onshore_mw" BETWEEN -3000 AND 80000),
	CONSTRAINT "wind_offshore_mw_range" CHECK ("consumption"."wind_offshore_mw" BETWEEN -3000 AND 80000),
	CONSTRAINT "solar_mw_range" CHECK ("consumption"."solar_mw" BETWEEN -3000 AND 80000),
	CONSTRAINT "hydro_mw_range" CHECK ("consumption"."hydro_mw" BETWEEN -3000 AND 80000),
	CONSTRAINT "hydro_run_of_river_mw_range" CHECK ("consumption"."hydro_run_of_river_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "hydro_reservoir_mw_range" CHECK ("consumption"."hydro_reservoir_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "hydro_pumped_mw_range" CHECK ("consumption"."hydro_pumped_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "pumping_mw_range" CHECK ("consumption"."pumping_mw" BETWEEN -500 AND 10000),
	CONSTRAINT "bioenergy_mw_range" CHECK ("consumption"."bioenergy_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "bioenergy_waste_mw_range" CHECK ("consumption"."bioenergy_waste_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "bioenergy_biomass_mw_range" CHECK ("consumption"."bioenergy_biomass_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "bioenergy_biogas_mw_range" CHECK ("consumption"."bioenergy_biogas_mw" BETWEEN -1000 AND 30000),
	CONSTRAINT "battery_charge_mw_range" CHECK ("consumption"."battery_charge_mw" BETWEEN -500 AND 20000),
	CONSTRAINT "battery_discharge_mw_range" CHECK ("consumption"."battery_discharge_mw" BETWEEN -500 AND 20000),
	CONSTRAINT "exchange_mw_range" CHECK ("consumption"."exchange_mw" BETWEEN -40000 AND 40000),
	CONSTRAINT "exchange_gb_mw_range" CHECK ("consumption"."exchange_gb_mw" BETWEEN -40000 AND 40000),
	CONSTRAINT "exchange_es_mw_range" CHECK ("consumption"."exchange_es_mw" BETWEEN -40000 AND 40000),
	CONSTRAINT "exchange_it_mw_range" CHECK ("consumption"."exchange_it_mw" BETWEEN -40000 AND 40000),
	CONSTRAINT "exchange_ch_mw_range" CHECK ("consumption"."exchange_ch_mw" BETWEEN -40000 AND 40000),
	CONSTRAINT "exchange_de_be_mw_range" CHECK ("consumption"."exchange_de_be_mw" BETWEEN -40000 AND 40000),
	CONSTRAINT "co2_g_per_kwh_range" CHECK ("consumption"."co2_g_per_kwh" BETWEEN 0 AND 1000),
	CONSTRAINT "load_provenance" CHECK (num_nulls("consumption"."load_quality", "consumption"."load_known_at", "consumption"."load_raw") IN (0, 3)),
	CONSTRAINT "day_ahead_provenance" CHECK (num_nulls("consumption"."day_ahead_quality", "consumption"."day_ahead_known_at", "consumption"."day_ahead_raw") IN (0, 3)),
	CONSTRAINT "intraday_provenance" CHECK (num_nulls("consumption"."intraday_quality", "consumption"."intraday_known_at", "consumption"."intraday_raw") IN (0, 3)),
	CONSTRAINT "mix_provenance" CHECK (num_nulls("consumption"."mix_quality", "consumption"."mix_known_at", "consumption"."mix_raw") IN (0, 3))
);
--> statement-breakpoint
ALTER TABLE "load_receipt" ADD CONSTRAINT "load_receipt_raw_id_raw_object_id_fk" FOREIGN KEY ("raw_id") REFERENCES "public"."raw_object"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push" ADD CONSTRAINT "push_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_object" ADD CONSTRAINT "raw_object_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_object" ADD CONSTRAINT "raw_object_origin" FOREIGN KEY ("dataset","simulated") REFERENCES "public"."dataset_origin"("dataset","simulated") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reject" ADD CONSTRAINT "reject_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reject" ADD CONSTRAINT "reject_raw_id_raw_object_id_fk" FOREIGN KEY ("raw_id") REFERENCES "public"."raw_object"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_raw_id_raw_object_id_fk" FOREIGN KEY ("raw_id") REFERENCES "public"."raw_object"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prediction_valid" ON "prediction" USING btree ("model","valid_at");--> statement-breakpoint
CREATE INDEX "raw_object_run" ON "raw_object" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "raw_object_dataset_fetched" ON "raw_object" USING btree ("dataset","fetched_at");--> statement-breakpoint
CREATE INDEX "revision_key" ON "revision" USING btree ("dataset","key","part");--> statement-breakpoint
CREATE INDEX "revision_dataset_at" ON "revision" USING btree ("dataset","at");--> statement-breakpoint
CREATE INDEX "run_dataset_created" ON "run" USING btree ("dataset","created_at");--> statement-breakpoint
CREATE INDEX "run_open" ON "run" USING btree ("status") WHERE "run"."status" IN ('queued', 'running');