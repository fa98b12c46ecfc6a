CREATE INDEX "push_run" ON "push" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "push_dataset_accepted" ON "push" USING btree ("dataset","accepted_at");--> statement-breakpoint
CREATE INDEX "push_waiting" ON "push" USING btree ("accepted_at") WHERE "push"."run_id" IS NULL;--> statement-breakpoint
CREATE INDEX "run_feed_created" ON "run" USING btree ("dataset","feed","created_at");