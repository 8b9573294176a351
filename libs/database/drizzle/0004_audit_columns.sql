DROP INDEX "audit_entries_team_time_idx";--> statement-breakpoint
ALTER TABLE "audit_entries" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "client_id" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "role" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "cost" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "refused_bucket" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "refused_rule_id" uuid;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "shadow_refusals" jsonb;--> statement-breakpoint
CREATE INDEX "audit_entries_page_idx" ON "audit_entries" USING btree ("team_id","created_at","id");