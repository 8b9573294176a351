import { initializeWithout } from '../facts/endpoint.facts';
import { jsonRpcOf } from '../mcp/json-rpc';
import { ok, problem, warning } from '../outcome';
import type { Outcome } from '../outcome';
import type { Reply } from '../http/reply';
import { quote } from '../support/quote';
import type { Check } from './check';

/** @returns what is wrong with the first answer, or undefined if a host can go on from it */
function wrong(reply: Reply, shown: string): Outcome | undefined {
  if (reply.status === 401 || (reply.isSuccess && jsonRpcOf(reply) !== undefined)) return undefined;
  if (reply.isRedirect) {
    return problem(
      `The URL leads on to ${reply.location} (${reply.status}). Hosts do not carry a POST and its Authorization across a redirect, so none gets in.`,
      `Give people the URL at the end of the redirect, or serve the endpoint at ${shown} itself.`,
    );
  }
  if (reply.status === 404 || reply.status === 405) {
    return problem(
      `There is no MCP endpoint here: POST gives ${reply.status}. Every host says that it cannot connect.`,
      'Check the path of the URL, e.g. /v1/mcp or /mcp; the endpoint must take POST.',
    );
  }
  if (reply.status === 403) {
    return problem(
      'The first POST is refused with 403, before any sign-in. Hosts begin to sign in on 401 alone, so every one gives up here.',
      'Look for a firewall or a check of Host or Origin in front of the endpoint; answer 401 to whoever brings no credential.',
    );
  }
  if (reply.isHtml) {
    return problem(
      `A web page answers with status ${reply.status}. Hosts expect JSON and report a broken server.`,
      'Route this path to the MCP server instead of the web application.',
    );
  }
  return problem(
    `The first POST is answered with status ${reply.status}: ${quote(reply.body)}. No host gets any further.`,
    'Answer initialize with 200 and a JSON-RPC result, or with 401 and a challenge.',
  );
}

const reach: Check = {
  id: 'reach',
  topic: 'reach',
  title: 'an MCP endpoint answers at the URL',
  sends: 'POST initialize (2025-11-25), no credential',
  async run(session) {
    const reply = await initializeWithout(session);
    return wrong(reply, session.target.shown) ?? ok(`POST is answered with ${reply.status}.`);
  },
};

const reachUrl: Check = {
  id: 'reach-url',
  topic: 'reach',
  title: 'hosts may use the URL from where they are',
  sends: 'nothing',
  async run({ target }) {
    const cloud = ['claude', 'chatgpt'] as const;
    if (target.reach !== 'public') {
      return warning(
        `The address is ${target.reach === 'loopback' ? 'on this machine' : 'in a private network'}. Claude's connectors and ChatGPT call from their own servers and cannot reach it; programs on this machine can.`,
        'For hosts in the cloud serve it at an https address that the internet reaches.',
        cloud,
      );
    }
    if (!target.endpoint.startsWith('https:')) {
      return problem(
        'The URL is http, so credentials cross the internet in the clear, and hosts refuse to sign in there.',
        'Serve it at https and give people that URL.',
      );
    }
    return ok('It is an https URL at a public address.');
  },
};

export const reachChecks: readonly Check[] = [reach, reachUrl];
