import { ok, problem, warning } from '../outcome';
import type { Check } from './check';

/** Hosts try variants of the paths and take any 200 for an answer. */
const UNKNOWN = [
  '/.well-known/oauth-protected-resource/duvo-doctor/no-such-endpoint',
  '/.well-known/oauth-authorization-server/duvo-doctor/no-such-issuer',
  '/.well-known/openid-configuration/duvo-doctor/no-such-issuer',
];

export const wellKnownChecks: readonly Check[] = [
  {
    id: 'well-known-unknown',
    topic: 'resource',
    title: 'well-known paths that do not exist are 404',
    sends: 'GET of three made-up paths under /.well-known/',
    async run(session) {
      for (const path of UNKNOWN) {
        const reply = await session.http.send({ url: `${session.target.origin}${path}` });
        if (!reply.isSuccess) continue;
        const mend = 'Answer everything under /.well-known/oauth* that does not exist with 404 as JSON.';
        return reply.isHtml
          ? problem(
              `${path} does not exist, but gives a web page with status ${reply.status}: the web application answers for every path. Hosts probe such paths, try to read the page as metadata and stop.`,
              mend,
            )
          : warning(
              `${path} does not exist, but gives status ${reply.status}. Hosts that probe it may follow metadata that is not meant for them.`,
              mend,
            );
      }
      return ok('They are refused.');
    },
  },
];
