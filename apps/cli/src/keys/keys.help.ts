export const KEYS_HELP = `Makes, lists, bounds and revokes API keys, while the server runs or not.

npm run keys -- create --user <email> --name <name> [--team <id or name>]
                       [--scopes mcp:read,mcp:write] [--expires-days <1-3650>|none]
                       [--bound <selectors>]
npm run keys -- list   [--user <email>] [--team <id or name>]
npm run keys -- bound  <id or prefix> <selectors>|none
npm run keys -- revoke <id or prefix>
npm run keys -- users  [--team <id or name>]

--user          email of the user whose rights the key has
--name          what the key is for, 1 to 100 characters
--team          needed for a user of several teams
--scopes        narrows the key: mcp:read for reading alone; default: both
--bound         the tools that hosts with the key are shown at most, as in their URL:
                'readonly=1&toolsets=agents,runs'; REST and rights are not concerned
--expires-days  days until the key ends, or none; default: 90
--json          one JSON document on standard output, nothing else (with npm run --silent)
--help          this text

The key is shown once, when it is made. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;
