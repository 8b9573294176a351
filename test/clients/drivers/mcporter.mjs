// mcporter: MCP servers from the command line. One process per question.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { protocolError, refused, result, SIGN_IN, toolError } from '../outcome.mjs';
import { inPackage } from '../support/paths.mjs';
import { run, scratchFolder } from '../support/processes.mjs';

const PROGRAM = inPackage('mcporter', 'dist/cli.js');

class McporterError extends Error {
  constructor(reply) {
    super(JSON.stringify(reply));
    this.reply = reply;
  }
}

export const mcporter = {
  title: 'mcporter',
  revision: '2025-11-25',
  // A 401 makes it sign in, and what stops that is all it tells of.
  unauthorized: SIGN_IN,

  async connect({ endpoint, key }) {
    const home = scratchFolder();
    const config = join(home, 'mcporter.json');
    // Without `imports` it would also read the settings of the editors on this machine.
    writeFileSync(
      config,
      JSON.stringify({
        mcpServers: { duvo: { baseUrl: endpoint, headers: { Authorization: `Bearer ${key}` } } },
        imports: [],
      }),
    );
    const ask = async (...args) => {
      const { code, stdout, stderr } = await run(
        process.execPath,
        [PROGRAM, '--config', config, '--oauth-timeout', '2000', ...args],
        { env: { PATH: process.env.PATH, HOME: home }, cwd: home },
      );
      if (code !== 0) throw new Error(`mcporter ended with code ${code}: ${stderr}`);
      return JSON.parse(stdout);
    };
    const listing = await ask('list', 'duvo', '--json');
    if (listing.status !== 'ok') throw new McporterError(listing);
    return {
      listTools: async () => listing.tools.map((tool) => tool.name),
      call: async (name, args) => {
        const pairs = Object.entries(args).map(([argument, value]) => `${argument}=${value}`);
        const reply = await ask('call', `duvo.${name}`, ...pairs, '--output', 'json');
        if (reply.issue) throw new McporterError(reply);
        // It prints the data of a result and of an isError result alike.
        return reply.error === undefined ? result(reply) : toolError(reply);
      },
      close: async () => undefined,
    };
  },

  outcomeOf(error) {
    const { issue } = error.reply ?? {};
    if (!issue) throw error;
    const code = /^MCP error (-\d+)/.exec(issue.rawMessage)?.[1];
    if (code) return protocolError(Number(code));
    if (issue.statusCode) return refused(issue.statusCode);
    return SIGN_IN;
  },
};
