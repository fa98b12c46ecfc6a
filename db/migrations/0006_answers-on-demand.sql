CREATE TABLE "answer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"row" integer NOT NULL,
	"model" text NOT NULL,
	"entity" text,
	"issued_at" timestamp with time zone,
	"valid_at" timestamp with time zone,
	"release" text NOT NULL,
	"onnx_sha256" text NOT NULL,
	"feature_sha256" text NOT NULL,
	"source" text NOT NULL,
	"reason" text,
	"features" real[],
	"values" jsonb NOT NULL,
	"correction" jsonb,
	"simulated" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "answer_source" CHECK ("answer"."source" IN ('model', 'baseline')),
	CONSTRAINT "answer_says_why" CHECK ("answer"."source" = 'model' OR "answer"."reason" IS NOT NULL),
	CONSTRAINT "answer_question_whole" CHECK (("answer"."entity" IS NULL) = ("answer"."issued_at" IS NULL) AND ("answer"."entity" IS NULL) = ("answer"."valid_at" IS NULL))
);
--> statement-breakpoint
CREATE INDEX "answer_created" ON "answer" USING btree ("created_at");