CREATE TABLE "identities" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identities_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "passwords" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"hash" text NOT NULL,
	"user_id" uuid NOT NULL,
	"team_id" uuid,
	"amr" text[] NOT NULL,
	"ip" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"authenticated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_artifacts" (
	"model" text NOT NULL,
	"id_hash" text NOT NULL,
	"grant_hash" text,
	"uid_hash" text,
	"user_code_hash" text,
	"account_id" text,
	"client_id" text,
	"payload" jsonb NOT NULL,
	"sealed" text,
	"consumed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "oauth_artifacts_model_id_hash_pk" PRIMARY KEY("model","id_hash")
);
--> statement-breakpoint
CREATE TABLE "oauth_registrations" (
	"client_id" text PRIMARY KEY NOT NULL,
	"client_hash" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"first_used_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "connected_apps" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"grant_hash" text NOT NULL,
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"client_name" text NOT NULL,
	"redirect_host" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"last_used_ip" text,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "oauth_server_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"use" text NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"active_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
DROP INDEX "cases_open_idx";--> statement-breakpoint
DROP INDEX "webhook_deliveries_host_idx";--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passwords" ADD CONSTRAINT "passwords_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connected_apps" ADD CONSTRAINT "connected_apps_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connected_apps" ADD CONSTRAINT "connected_apps_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identities_user_idx" ON "identities" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_hash_key" ON "sessions" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "sessions_user_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_artifacts_grant_idx" ON "oauth_artifacts" USING btree ("grant_hash");--> statement-breakpoint
CREATE INDEX "oauth_artifacts_uid_idx" ON "oauth_artifacts" USING btree ("uid_hash");--> statement-breakpoint
CREATE INDEX "oauth_artifacts_account_idx" ON "oauth_artifacts" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "oauth_artifacts_client_idx" ON "oauth_artifacts" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "oauth_artifacts_expiry_idx" ON "oauth_artifacts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_registrations_unused_idx" ON "oauth_registrations" USING btree ("address","created_at") WHERE "oauth_registrations"."first_used_at" is null;--> statement-breakpoint
CREATE INDEX "oauth_registrations_used_idx" ON "oauth_registrations" USING btree ("last_used_at");--> statement-breakpoint
CREATE UNIQUE INDEX "connected_apps_grant_key" ON "connected_apps" USING btree ("grant_hash");--> statement-breakpoint
CREATE INDEX "connected_apps_user_idx" ON "connected_apps" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "connected_apps_team_idx" ON "connected_apps" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "connected_apps_client_idx" ON "connected_apps" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "revisions_auto_start_idx" ON "revisions" USING btree ("team_id") WHERE "revisions"."status" = 'live' and "revisions"."config" @> '{"consumes":[{"auto_start":true}]}';--> statement-breakpoint
CREATE INDEX "cases_assigned_idx" ON "cases" USING btree ("team_id",("status" <> 'postponed'),(case "priority" when 'high' then 0 when 'normal' then 1 else 2 end),"created_at","id") WHERE "cases"."status" in ('pending', 'postponed') and not "cases"."held" and "cases"."assigned_agent_id" is not null;--> statement-breakpoint
CREATE INDEX "sandboxes_run_idx" ON "sandboxes" USING btree ("run_id") WHERE "sandboxes"."run_id" is not null;--> statement-breakpoint
CREATE INDEX "cases_open_idx" ON "cases" USING btree ("team_id","queue_id",("status" <> 'postponed'),(case "priority" when 'high' then 0 when 'normal' then 1 else 2 end),"created_at","id") WHERE "cases"."status" in ('pending', 'postponed') and not "cases"."held";--> statement-breakpoint
CREATE INDEX "webhook_deliveries_host_idx" ON "webhook_deliveries" USING btree ("host","team_id","next_attempt_at","id") WHERE "webhook_deliveries"."status" = 'pending';