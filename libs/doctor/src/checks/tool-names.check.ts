import { tools } from '../facts/handshake.facts';
import type { HostId } from '../hosts/host';
import { judge, ok, problem, warning } from '../outcome';
import { asObject, asText } from '../support/json';
import type { JsonObject } from '../support/json';
import { few } from '../support/quote';
import type { Check } from './check';

const SENDS = 'nothing besides tools/list';

/** They hand tools to models whose API takes these characters and this length, and refuse the whole list else. */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
/** Cursor counts the name of the server with it and leaves longer ones out. */
const COMFORTABLE = 52;

export const nameOf = (tool: JsonObject): string => asText(tool.name) ?? '(no name)';

/** @returns names of the tools for which something is true */
export const namesWhere = (list: readonly JsonObject[], is: (tool: JsonObject) => boolean): string[] =>
  list.filter(is).map(nameOf);

const names: Check = {
  id: 'tools-names',
  topic: 'tools',
  title: 'names fit every host',
  sends: SENDS,
  async run(session) {
    const list = (await tools(session)).tools;
    const bad = namesWhere(list, (tool) => !NAME.test(asText(tool.name) ?? ''));
    const long = namesWhere(list, (tool) => (asText(tool.name) ?? '').length > COMFORTABLE);
    return judge(
      [
        bad.length > 0 &&
          problem(
            `${few(bad)}: hosts take 1 to 64 letters, digits, _ and -. One bad name makes ChatGPT, Claude and others refuse all tools.`,
            'Rename them.',
          ),
        long.length > 0 &&
          warning(
            `${few(long)}: longer than ${COMFORTABLE} characters. Hosts put the name of the server in front; Cursor leaves out what then exceeds 60, others what exceeds 64.`,
            `Keep names below ${COMFORTABLE} characters.`,
            ['cursor', 'claude', 'claude-code', 'vscode', 'copilot-cli'],
          ),
      ],
      'They do.',
    );
  },
};

const unique: Check = {
  id: 'tools-unique',
  topic: 'tools',
  title: 'names are unique',
  sends: SENDS,
  async run(session) {
    const seen = new Set<string>();
    const twice = namesWhere((await tools(session)).tools, (tool) => {
      const name = nameOf(tool).toLowerCase();
      const known = seen.has(name);
      seen.add(name);
      return known;
    });
    if (twice.length === 0) return ok('They are, regardless of case.');
    return problem(
      `${few(twice)}: more than one tool has the name. The model APIs refuse the whole list, or the wrong tool is called.`,
      'Give each tool a name of its own.',
    );
  },
};

/** OpenAI cuts or refuses longer ones. */
const LONGEST_DESCRIPTION = 1024;

const descriptions: Check = {
  id: 'tools-descriptions',
  topic: 'tools',
  title: 'tools say what they do',
  sends: SENDS,
  async run(session) {
    const list = (await tools(session)).tools;
    const without = namesWhere(list, (tool) => asText(tool.description) === undefined);
    const long = namesWhere(list, (tool) => (asText(tool.description) ?? '').length > LONGEST_DESCRIPTION);
    return judge(
      [
        without.length > 0 &&
          warning(
            `${few(without)}: no description. The model guesses from the name, if it uses the tool at all.`,
            'Say in a sentence what it does and when to use it.',
          ),
        long.length > 0 &&
          warning(
            `${few(long)}: the description is longer than ${LONGEST_DESCRIPTION} characters. ChatGPT and others cut or refuse it.`,
            'Shorten it; details belong to the properties.',
            ['chatgpt', 'codex', 'vscode', 'copilot-cli'],
          ),
      ],
      'They do.',
    );
  },
};

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];
const REVIEWED: readonly HostId[] = ['chatgpt', 'claude'];

const hints: Check = {
  id: 'tools-hints',
  topic: 'tools',
  title: 'tools say whether they change something',
  sends: SENDS,
  async run(session) {
    const silent = namesWhere((await tools(session)).tools, ({ annotations }) => {
      const given = asObject(annotations);
      return HINTS.some((hint) => typeof given?.[hint] !== 'boolean');
    });
    if (silent.length === 0) return ok('All four hints are given.');
    return warning(
      `${few(silent)}: not all of ${HINTS.join(', ')}. Absent means destructive and open to the world: hosts ask before every call, and the directories of OpenAI and Anthropic refuse the server.`,
      'Give all four annotations.',
      REVIEWED,
    );
  },
};

const MOST_TOOLS = 128;
const MANY_TOOLS = 80;

const count: Check = {
  id: 'tools-count',
  topic: 'tools',
  title: 'there are not too many',
  sends: SENDS,
  async run(session) {
    const { length } = (await tools(session)).tools;
    const mend = 'Offer fewer, or views of the list by URL.';
    return judge(
      [
        length > MOST_TOOLS &&
          problem(
            `${length} tools: VS Code, Copilot and ChatGPT send at most ${MOST_TOOLS} to the model, those of other servers included, and refuse the rest.`,
            mend,
            ['vscode', 'copilot-cli', 'chatgpt', 'codex'],
          ),
        length > MANY_TOOLS &&
          warning(`${length} tools: Cursor shows the first 40 to ${MANY_TOOLS} only.`, mend, ['cursor']),
      ],
      `${length} tools.`,
    );
  },
};

/** Four bytes of JSON are about one token. */
const BYTES_PER_TOKEN = 4;
const MOST_TOKENS = 40_000;

const size: Check = {
  id: 'tools-size',
  topic: 'tools',
  title: 'the list leaves the model room to think',
  sends: SENDS,
  async run(session) {
    const tokens = Math.round((await tools(session)).bytes / BYTES_PER_TOKEN);
    if (tokens <= MOST_TOKENS) return ok(`About ${tokens} tokens.`);
    return warning(
      `The list takes about ${tokens} tokens of every conversation. Hosts that do not search tools themselves grow slow and choose badly.`,
      `Stay below ${MOST_TOKENS}: shorter schemas and descriptions, fewer tools, or views of the list.`,
    );
  },
};

export const toolNameChecks: readonly Check[] = [names, unique, descriptions, hints, count, size];
