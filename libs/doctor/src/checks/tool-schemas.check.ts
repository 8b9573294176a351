import { tools } from '../facts/handshake.facts';
import type { HostId } from '../hosts/host';
import { judge, ok, problem, warning } from '../outcome';
import type { Outcome } from '../outcome';
import { asObject } from '../support/json';
import type { JsonObject } from '../support/json';
import { few } from '../support/quote';
import { someSchema } from '../support/schema-walk';
import { namesWhere } from './tool-names.check';
import type { Check } from './check';

/** @returns a check that looks at each tool by itself */
const ofEach = (
  id: string,
  title: string,
  isBad: (tool: JsonObject) => boolean,
  says: (names: string) => Outcome,
): Check => ({
  id,
  topic: 'tools',
  title,
  sends: 'nothing besides tools/list',
  async run(session) {
    const bad = namesWhere((await tools(session)).tools, isBad);
    return bad.length === 0 ? ok('They are.') : says(few(bad));
  },
});

const UNIONS = ['anyOf', 'oneOf', 'allOf'];

const root: Check = {
  id: 'tools-root',
  topic: 'tools',
  title: 'arguments are a plain object',
  sends: 'nothing besides tools/list',
  async run(session) {
    const list = (await tools(session)).tools;
    const noObject = namesWhere(list, ({ inputSchema }) => asObject(inputSchema)?.type !== 'object');
    const union = namesWhere(list, ({ inputSchema }) =>
      UNIONS.some((name) => asObject(inputSchema)?.[name] !== undefined),
    );
    const hosts: HostId[] = ['claude', 'claude-code', 'chatgpt', 'codex', 'cursor', 'vscode', 'copilot-cli'];
    return judge(
      [
        noObject.length > 0 &&
          problem(
            `${few(noObject)}: inputSchema is missing or not of type object. The MCP SDKs refuse the whole list.`,
            'Give every tool {"type": "object", "properties": {…}}, also without arguments.',
          ),
        union.length > 0 &&
          problem(
            `${few(union)}: anyOf, oneOf or allOf at the root. Claude drops the tool without a word; the APIs of Anthropic and OpenAI refuse the whole request.`,
            'Make the root one object and put alternatives into a property.',
            hosts,
          ),
      ],
      'They are.',
    );
  },
};

const KEY = /^[a-zA-Z0-9_.-]{1,64}$/;

const keys = ofEach(
  'tools-keys',
  'names of arguments fit every host',
  ({ inputSchema }) =>
    Object.keys(asObject(asObject(inputSchema)?.properties) ?? {}).some((key) => !KEY.test(key)),
  (names) =>
    problem(
      `${names}: an argument has a name with other characters than letters, digits, _ . and -, or with more than 64. The API of Anthropic refuses all tools for it.`,
      'Rename the argument.',
      ['claude', 'claude-code', 'cursor', 'vscode', 'copilot-cli'],
    ),
);

const isArray = ({ type }: JsonObject): boolean =>
  type === 'array' || (Array.isArray(type) && type.includes('array'));

const arrays = ofEach(
  'tools-arrays',
  'lists say what is in them',
  ({ inputSchema }) =>
    someSchema(
      inputSchema,
      (schema) => isArray(schema) && schema.items === undefined && schema.prefixItems === undefined,
    ),
  (names) =>
    problem(
      `${names}: an array without items. The API of OpenAI refuses every prompt that carries the tool, so ChatGPT, Codex, VS Code and Copilot fail as a whole.`,
      'Add items to every array; {} will do.',
      ['chatgpt', 'codex', 'vscode', 'copilot-cli', 'cursor'],
    ),
);

const references: Check = {
  id: 'tools-references',
  topic: 'tools',
  title: 'schemas need nothing else',
  sends: 'nothing besides tools/list',
  async run(session) {
    const list = (await tools(session)).tools;
    const refs = (tool: JsonObject, test: (ref: string) => boolean): boolean =>
      someSchema(tool.inputSchema, ({ $ref }) => typeof $ref === 'string' && test($ref));
    const outside = namesWhere(list, (tool) => refs(tool, (ref) => !ref.startsWith('#')));
    const inside = namesWhere(list, (tool) => refs(tool, (ref) => ref.startsWith('#')));
    return judge(
      [
        outside.length > 0 &&
          problem(
            `${few(outside)}: a $ref to another document. No host fetches it, and must not.`,
            'Write the schema out.',
          ),
        inside.length > 0 &&
          warning(
            `${few(inside)}: $ref and $defs. VS Code strips $defs and keeps the references, some versions of Cursor fail on them, Gemini knows neither.`,
            'Write the schemas out.',
            ['vscode', 'cursor', 'copilot-cli'],
          ),
      ],
      'They do not.',
    );
  },
};

const DEEPEST = 12;
const LARGEST_BYTES = 16_384;

const depth = ofEach(
  'tools-depth',
  'schemas are small enough',
  ({ inputSchema }) =>
    Buffer.byteLength(JSON.stringify(inputSchema) ?? '') > LARGEST_BYTES ||
    someSchema(inputSchema, (_, at) => at > DEEPEST),
  (names) =>
    warning(
      `${names}: the schema is deeper than ${DEEPEST} levels or larger than ${LARGEST_BYTES / 1024} KiB. Hosts cut it or drop the tool, and models fill it in badly.`,
      'Split the tool, or take nested data as a simpler value.',
    ),
);

const output = ofEach(
  'tools-output',
  'results, where described, are objects',
  ({ outputSchema }) => outputSchema !== undefined && asObject(outputSchema)?.type !== 'object',
  (names) =>
    problem(
      `${names}: outputSchema is not of type object. Hosts that open with a handshake refuse the whole list for it.`,
      'Wrap the result in an object, or leave outputSchema out.',
    ),
);

export const toolSchemaChecks: readonly Check[] = [root, keys, arrays, references, depth, output];
