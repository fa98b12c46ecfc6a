CREATE TABLE "feedback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"prediction_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"comment" text,
	"client" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "feedback_verdict" CHECK ("feedback"."verdict" IN ('right', 'wrong'))
);
--> statement-breakpoint
ALTER TABLE "prediction" ADD COLUMN "flagged" boolean;--> statement-breakpoint
CREATE INDEX "feedback_prediction" ON "feedback" USING btree ("prediction_id","created_at");--> statement-breakpoint
CREATE INDEX "feedback_created" ON "feedback" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "prediction_flagged" ON "prediction" USING btree ("valid_at","id") WHERE "prediction"."flagged";