export const OAUTH_HELP = `Shows and ends what people have connected by signing in, and renews the keys of the authorization server,
while the server runs or not.

npm run oauth -- apps list    [--team <id or name>] [--user <email>]
npm run oauth -- apps revoke  --app <id>
npm run oauth -- rotate-keys
npm run oauth -- replace-keys

apps list      shows the connected apps that stand
apps revoke    ends one: its tokens open nothing any more, and the app has to ask its person again
rotate-keys    makes new keys; they sign in 10 minutes, and the old ones verify for a day longer
replace-keys   after a leak: new keys now, the old ones are worth nothing; who is just signing in starts again
--json         one JSON document on standard output, nothing else (with npm run --silent)
--help         this text

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;
