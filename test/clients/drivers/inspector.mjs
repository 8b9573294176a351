// @modelcontextprotocol/inspector on the command line. One process per question, in each of its eras.
//
// It declares Node 22.19, and npm warns of that; the command line runs on Node 20 as it is.
import { join } from 'node:path';
import { fromCallToolResult, NOT_LISTED, refused } from '../outcome.mjs';
import { inPackage } from '../support/paths.mjs';
import { run, scratchFolder } from '../support/processes.mjs';

const PROGRAM = inPackage('@modelcontextprotocol/inspector', 'clients/launcher/build/index.js');

/** Exit codes of the program. */
const EXIT = { done: 0, authRequired: 3, toolFailed: 5 };

class InspectorError extends Error {
  constructor({ code, stderr }) {
    super(`inspector ended with code ${code}: ${stderr}`);
    this.exitCode = code;
    this.reason = /\{"error":\{"code":"(\w+)"/.exec(stderr)?.[1];
  }
}

function driver(era, revision) {
  const home = scratchFolder();
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    MCP_STORAGE_DIR: join(home, 'storage'),
    // Else it asks the keyring of the desktop.
    MCP_INSPECTOR_SECRET_STORE: 'memory',
  };
  const ask = (endpoint, key, ...args) =>
    run(
      process.execPath,
      [
        ...[PROGRAM, '--cli', endpoint, '--transport', 'http', '--protocol-era', era],
        ...['--stored-auth-only', '--format', 'json', ...args],
        ...(key ? ['--header', `Authorization: Bearer ${key}`] : []),
      ],
      { env },
    );

  return {
    title: `inspector ${era}`,
    revision,
    ...(revision === '2026-07-28' && { clientName: 'inspector-cli' }),
    unknownTool: NOT_LISTED,
    insufficientScope: NOT_LISTED,

    async connect({ endpoint, key }) {
      const listing = await ask(endpoint, key, '--method', 'tools/list');
      if (listing.code !== EXIT.done) throw new InspectorError(listing);
      return {
        listTools: async () => JSON.parse(listing.stdout).result.tools.map((tool) => tool.name),
        call: async (name, args) => {
          const pairs = Object.entries(args).map(([argument, value]) => `${argument}=${value}`);
          const reply = await ask(
            endpoint,
            key,
            ...['--method', 'tools/call', '--tool-name', name],
            ...(pairs.length > 0 ? ['--tool-arg', ...pairs] : []),
          );
          const failed = reply.code === EXIT.toolFailed && reply.stdout !== '';
          if (reply.code !== EXIT.done && !failed) throw new InspectorError(reply);
          return fromCallToolResult(JSON.parse(reply.stdout).result);
        },
        close: async () => undefined,
      };
    },

    outcomeOf(error) {
      if (error.exitCode === EXIT.authRequired) return refused(401);
      if (error.reason === 'tool_not_found') return NOT_LISTED;
      throw error;
    },

    /** Its own checks, by name; each throws what is wrong. */
    extra: {
      'lints the schemas of the list': async ({ endpoint, keys }) => {
        const lint = await ask(endpoint, keys.full, '--method', 'tools/list', '--strict');
        if (lint.code !== EXIT.done || lint.stderr !== '') throw new InspectorError(lint);
      },
      'is refused without a credential': async ({ endpoint }) => {
        const reply = await ask(endpoint, undefined, '--method', 'tools/list');
        if (reply.code !== EXIT.authRequired) throw new InspectorError(reply);
      },
    },
  };
}

export const inspector = [
  driver('modern', '2026-07-28'),
  driver('auto', '2026-07-28'),
  driver('legacy', '2025-11-25'),
];
