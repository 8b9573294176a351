export const TEAMS_HELP = `Makes teams and their users, while the server runs or not.

npm run teams -- create     --name <team> --owner <email> [--owner-name <name>]
npm run teams -- list
npm run teams -- add-member --team <id or name> --user <email> --role <role> [--name <name>]

--owner, --user      email; a user who is not known yet is made
--owner-name, --name name of a new user; default: what stands before the @
--role               owner, admin, manager, builder, member or viewer
--json               one JSON document on standard output, nothing else (with npm run --silent)
--help               this text

A user signs in with an API key: npm run keys -- create --user <email> --name <what for>.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;
