export const AUDIT_HELP = `Shows what happened in a team: every call over REST and MCP, changes in the dashboard and by the operator, cases that
were dispatched. Entries are kept for AUDIT_RETENTION_DAYS.

npm run audit -- list   [--team <id or name>] [filters] [--limit <1-200>] [--cursor <cursor>]
npm run audit -- export [--team <id or name>] [filters]

list       the newest entries, as a table
export     all entries, the oldest first, one JSON object a line (NDJSON) on standard output
--team     needed where there are several teams

Filters, all of which must hold:
--since, --until   how long ago, such as 30m, 24h or 7d, or a time such as 2026-01-31T08:00Z
--user             email or id
--credential       id of an API key, a grant or a session
--client           id of an OAuth client
--operation        such as start_run
--outcome          ok, refused (4xx) or failed (5xx)
--source           api, mcp, dashboard or dispatcher

--json     list: one JSON document on standard output, nothing else (with npm run --silent)
--help     this text

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;
