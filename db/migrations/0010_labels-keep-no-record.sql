ALTER TABLE "feedback" ALTER COLUMN "values" DROP NOT NULL;--> statement-breakpoint
UPDATE "feedback" SET "values" = NULL WHERE "entity" IS NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_keeps_no_record" CHECK (("feedback"."entity" IS NULL) = ("feedback"."values" IS NULL));