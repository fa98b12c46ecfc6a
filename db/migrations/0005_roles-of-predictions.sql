ALTER TABLE "prediction" DROP CONSTRAINT "prediction_model_entity_issued_at_valid_at_pk";--> statement-breakpoint
ALTER TABLE "prediction" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "prediction" ADD COLUMN "role" text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE "prediction" ADD COLUMN "correction" jsonb;--> statement-breakpoint
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_once" UNIQUE("model","entity","issued_at","valid_at","release");--> statement-breakpoint
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_role" CHECK ("prediction"."role" IN ('live', 'canary', 'shadow'));