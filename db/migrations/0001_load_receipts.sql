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
ALTER TABLE "load_receipt" ADD CONSTRAINT "load_receipt_raw_id_raw_object_id_fk" FOREIGN KEY ("raw_id") REFERENCES "public"."raw_object"("id") ON DELETE no action ON UPDATE no action;