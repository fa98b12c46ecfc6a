CREATE TABLE "drift" (
	"model" text NOT NULL,
	"release" text NOT NULL,
	"role" text NOT NULL,
	"days" smallint NOT NULL,
	"day" date NOT NULL,
	"season" text NOT NULL,
	"rows" integer NOT NULL,
	"is_alert" boolean NOT NULL,
	"worst" jsonb NOT NULL,
	"columns" jsonb NOT NULL,
	"compared_at" timestamp with time zone NOT NULL,
	CONSTRAINT "drift_model_release_role_days_day_pk" PRIMARY KEY("model","release","role","days","day"),
	CONSTRAINT "drift_role" CHECK ("drift"."role" IN ('live', 'canary', 'shadow'))
);
--> statement-breakpoint
CREATE TABLE "score" (
	"model" text NOT NULL,
	"contestant" text NOT NULL,
	"release" text NOT NULL,
	"source" text NOT NULL,
	"entity" text NOT NULL,
	"day" date NOT NULL,
	"hour" smallint NOT NULL,
	"steps" integer NOT NULL,
	"error" double precision NOT NULL,
	"absolute_error" double precision NOT NULL,
	"squared_error" double precision NOT NULL,
	"relative_steps" integer NOT NULL,
	"relative_error" double precision NOT NULL,
	"bounded_steps" integer NOT NULL,
	"inside_steps" integer NOT NULL,
	"quantiles" integer NOT NULL,
	"pinball" double precision NOT NULL,
	CONSTRAINT "score_model_day_entity_hour_contestant_release_source_pk" PRIMARY KEY("model","day","entity","hour","contestant","release","source"),
	CONSTRAINT "score_contestant" CHECK ("score"."contestant" IN ('live', 'canary', 'shadow', 'persistence', 'last_week', 'published')),
	CONSTRAINT "score_hour" CHECK ("score"."hour" BETWEEN 0 AND 23),
	CONSTRAINT "score_steps" CHECK ("score"."steps" > 0 AND "score"."inside_steps" <= "score"."bounded_steps")
);
--> statement-breakpoint
CREATE TABLE "scored_day" (
	"model" text NOT NULL,
	"day" date NOT NULL,
	"fingerprint" text NOT NULL,
	"scored_at" timestamp with time zone NOT NULL,
	CONSTRAINT "scored_day_model_day_pk" PRIMARY KEY("model","day")
);
