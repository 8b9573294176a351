import { HOSTS } from '@app/doctor';

const hosts = HOSTS.map(({ id, name }) => `  ${id.padEnd(12)} ${name}`).join('\n');

export const DOCTOR_HELP = `Goes the way of each known host against a running MCP server, ours or another, and says what a host would
stumble over. Signs nobody in. Needs no database and no settings.

npm run doctor -- <URL of the MCP endpoint>

--host <name>     the way of one host only
--token <token>   a key or an access token, to try what comes after the sign-in as well; better in the
                  variable DUVO_TOKEN, where other users of the machine do not see it
--register        register clients as the hosts do, also on a server that is not on this machine
--no-register     register none, also on this machine
--timeout <s>     seconds to wait for each answer (10)
--json            one JSON document on standard output, nothing else (with npm run --silent)
--help            this text

Hosts:
${hosts}

Exit codes: 0 no problem found, 1 problems found, 2 wrong usage or no answer at all.`;
