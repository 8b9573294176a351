import { instead, isReadableByPages } from '../facts/document';
import type { Document } from '../facts/document';
import {
  challengedDocument,
  pathDocument,
  requireResourceMetadata,
  requireSignIn,
  rootDocument,
} from '../facts/resource-metadata.facts';
import { judge, ok, problem, skipped, warning } from '../outcome';
import type { Fault } from '../outcome';
import type { Check } from './check';

const typeFault = (document: Document): Fault | undefined =>
  document.json && document.reply.mediaType !== 'application/json'
    ? problem(
        `${document.url} is sent as ${document.reply.mediaType || 'no content type'}. Hosts that look at the type take it for a web page.`,
        'Send it as application/json.',
      )
    : undefined;

const atPath: Check = {
  id: 'prm-path',
  topic: 'resource',
  title: 'resource metadata stands at the well-known path of the endpoint',
  sends: 'GET /.well-known/oauth-protected-resource<path of the endpoint> and the URL in the challenge',
  async run(session) {
    await requireSignIn(session);
    const [document, named] = [await pathDocument(session), await challengedDocument(session)];
    const mend = `Serve the metadata at ${document.url} with status 200 as application/json.`;
    if (named && !named.json) {
      return problem(
        `The challenge names ${named.url}, but there is ${instead(named)}. Hosts follow the challenge and stop here.`,
        `Serve the metadata at ${named.url}, or name where it is.`,
      );
    }
    if (document.json) return judge([typeFault(document)], document.url);
    if (named?.json) {
      return warning(
        `${document.url} gives ${instead(document)}; only the URL in the challenge works. Hosts that look at the well-known path first (Claude among them) then invent an authorize address.`,
        mend,
        ['claude', 'claude-code', 'cursor', 'mcp-remote'],
      );
    }
    return problem(
      `${document.url} gives ${instead(document)}. Hosts do not learn where to sign in; Claude invents ${session.target.origin}/authorize and stops there.`,
      mend,
    );
  },
};

const atRoot: Check = {
  id: 'prm-root',
  topic: 'resource',
  title: 'the same metadata stands at the root',
  sends: 'GET /.well-known/oauth-protected-resource',
  async run(session) {
    await requireResourceMetadata(session);
    if (session.target.path === '') return skipped('The endpoint is at the root.');
    const [root, path] = [await rootDocument(session), await pathDocument(session)];
    if (!root.json) {
      return warning(
        `${root.url} gives ${instead(root)}. Hosts that drop the path of the endpoint find no metadata.`,
        `Serve the same document at ${root.url}, too.`,
      );
    }
    if (path.json && JSON.stringify(root.json) !== JSON.stringify(path.json)) {
      return warning(
        `${root.url} says something else than ${path.url}. Which one a host follows depends on the host, so they sign in differently.`,
        'Serve the same document at both, unless several resources share this origin.',
      );
    }
    return judge([typeFault(root)], 'The same document.');
  },
};

const cors: Check = {
  id: 'prm-cors',
  topic: 'cors',
  title: 'web pages may read the resource metadata',
  sends: 'GET the resource metadata with an Origin',
  async run(session) {
    await requireResourceMetadata(session);
    const documents = [await challengedDocument(session), await pathDocument(session)];
    const document = documents.find((found) => found?.json) ?? (await rootDocument(session));
    if (isReadableByPages(document.reply)) return ok('Access-Control-Allow-Origin is sent.');
    return problem(
      `${document.url} has no Access-Control-Allow-Origin. The Inspector and other hosts that run in a browser cannot read it and stop here.`,
      'Send Access-Control-Allow-Origin: * with the well-known documents; they are public.',
    );
  },
};

export const resourceDocumentChecks: readonly Check[] = [atPath, atRoot, cors];
