export const TEAMS_HELP = `Makes teams and their users, while the server runs or not.

npm run teams -- create     --name <team> --owner <email> [--owner-name <name>]
npm run teams -- list
npm run teams -- add-member --team <id or name> --user <email> --role <role> [--name <name>]
npm run teams -- set-password --user <email> [--password-stdin]
npm run teams -- link       --user <email> --subject <sub> [--issuer <url>]
npm run teams -- unlink     --subject <sub> [--issuer <url>]

--owner, --user      email; a user who is not known yet is made
--owner-name, --name name of a new user; default: what stands before the @
--role               owner, admin, manager, builder, member or viewer
--password-stdin     takes the password from standard input; else one is made and shown
--subject            who the user is at the identity provider: the claim sub, also in the log of a refusal
--issuer             that provider, as its tokens spell it; default: the one that is configured
--json               one JSON document on standard output, nothing else (with npm run --silent)
--help               this text

New users get a password, shown once; set-password gives another one and ends the user's browser sessions.
Scripts use an API key: npm run keys -- create --user <email> --name <what for>.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;
