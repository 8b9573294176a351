export const LIMITS_HELP = `Shows and tunes the rate limits of a team, while the server runs or not. A change is in force on every replica
within a second (5 s without Redis).

npm run limits -- rules  --team <id or name>
npm run limits -- add    --team <id or name> --subject <kind> [--of <which>] --bucket <bucket> --rate <calls>/<seconds> [--mode <mode>]
npm run limits -- change --team <id or name> --rule <id> [--rate <calls>/<seconds>] [--mode <mode>] [--enabled yes|no]
npm run limits -- remove --team <id or name> --rule <id>
npm run limits -- explain [--team <id or name>] --key <id or prefix> | --user <email> | --client <id> [--user <email>]
npm run limits -- usage   [--team <id or name>]
npm run limits -- preview [--team <id or name>] --subject <kind> [--of <which>] --bucket <bucket> --rate <calls>/<seconds>

explain    which limits hold for somebody, what is left of them, and which rule each comes from
usage      who called in the last hour, what is used, left and refused, and what rules on trial would have refused
preview    what such a rule would have refused in the last hour; changes nothing

--subject  api_key, oauth_client or role: per credential, the most specific wins; user or team: over all credentials
--of       id of the key or client, name of the role, id or email of the user; not for a team
--bucket   api, start_run or sandbox_upload
--rate     such as 60/60: 60 calls in any 60 seconds
--mode     enforce (default); shadow counts and refuses nothing, to try a limit out
--json     one JSON document on standard output, nothing else (with npm run --silent)
--help     this text

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;
