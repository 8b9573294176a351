export const WEBHOOKS_HELP = `Shows and changes the secret that signs the webhooks of a team, while the server runs or not.

npm run webhooks -- secret        --team <id or name>
npm run webhooks -- rotate-secret --team <id or name>

secret          shows the secret; it is made when it is first asked for or needed
rotate-secret   makes a new one; the former one signs too for 24 hours
--json          one JSON document on standard output, nothing else (with npm run --silent)
--help          this text

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;
