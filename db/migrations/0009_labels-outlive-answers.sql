ALTER TABLE "feedback" ADD COLUMN "model" text NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "release" text NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "entity" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "valid_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "values" jsonb NOT NULL;