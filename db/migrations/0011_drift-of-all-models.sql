ALTER TABLE "drift" DROP CONSTRAINT "drift_role";--> statement-breakpoint
ALTER TABLE "drift" ALTER COLUMN "season" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "answer_of_records" ON "answer" USING btree ("model","created_at") WHERE "answer"."entity" IS NULL;--> statement-breakpoint
CREATE INDEX "drift_day" ON "drift" USING btree ("day");--> statement-breakpoint
ALTER TABLE "drift" ADD CONSTRAINT "drift_season" CHECK (("drift"."season" IS NULL) = ("drift"."role" = 'asked'));--> statement-breakpoint
ALTER TABLE "drift" ADD CONSTRAINT "drift_role" CHECK ("drift"."role" IN ('live', 'canary', 'shadow', 'asked'));