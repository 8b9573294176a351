import { DEFAULT_BUCKETS, environmentSchema, formatBucketLimits } from '@app/config';
import { ERROR_CODES, ERRORS } from '@app/errors';
import { checkHostGate, listEntry } from '@app/openapi-tools';
import type { ToolDefinition } from '@app/openapi-tools';
import { PERMISSIONS, reachOf } from '@app/permissions';
import { ROLES } from '@app/auth';
import { page } from './page';

/** One row per setting, with meaning, default and bounds. */
export function configurationReference(): string {
  const rows = settings().map(
    ({ name, fallback, allowed, meaning }) =>
      `| \`${name}\` | ${code(fallback)} | ${allowed ?? '–'} | ${meaning} |`,
  );
  return page('Configuration', [
    'Environment variables, or lines of a file `.env` in the working directory; a variable wins over the file. Each may also be given as `<NAME>_FILE`, the path of a file that holds the value. A wrong configuration stops the start and names every mistake.',
    '',
    '| Variable | Default | Allowed | Meaning |',
    '|---|---|---|---|',
    ...rows,
  ]);
}

/** `.env.example`: every setting, commented out, with its meaning. */
export function environmentExample(): string {
  const head = '# Copy to .env and uncomment what you change; variables of the environment win over it.';
  const blocks = settings().map(({ name, fallback, meaning }) => `# ${meaning}\n# ${name}=${fallback ?? ''}`);
  return `${[head, ...blocks].join('\n\n')}\n`;
}

interface Setting {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly allowed: string | undefined;
  readonly meaning: string;
}

function settings(): Setting[] {
  const defaults: Record<string, unknown> = environmentSchema.safeParse({}).data ?? {};
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const value = name === 'RATE_LIMITS' ? formatBucketLimits(DEFAULT_BUCKETS) : defaults[name];
    const fallback = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    const allowed = schema.meta()?.allowed;
    return {
      name,
      fallback,
      allowed: typeof allowed === 'string' ? allowed : undefined,
      meaning: schema.description ?? '',
    };
  });
}

const code = (text: string | undefined): string => (text === undefined ? '–' : `\`${text}\``);

/** One section per error code. */
export function errorReference(): string {
  const sections = ERROR_CODES.flatMap((code) => {
    const { status, message, cause, fix } = ERRORS[code];
    return [`## ${code}`, '', `HTTP ${status} — ${message}`, '', `- Cause: ${cause}`, `- Fix: ${fix}`, ''];
  });
  return page('Errors', [
    'Every reply that is not 2xx has the body `{ "error", "message", "request_id", "details"? }`. As a tool result the same object carries `status`, `retryable` and, where known, `retryAfterMs`.',
    '',
    ...sections,
  ]);
}

/** Role → permission table. */
export function permissionReference(): string {
  const rows = PERMISSIONS.map((permission) => {
    const cells = ROLES.map(
      (role) => ({ any: '✓', own: 'own', none: '–' })[reachOf(role, permission) ?? 'none'],
    );
    return `| ${permission} | ${cells.join(' | ')} |`;
  });
  return page('Permissions', [
    '✓: any item of the team. own: what the caller made or owns.',
    '',
    `| Permission | ${ROLES.join(' | ')} |`,
    `|---|${ROLES.map(() => '---|').join('')}`,
    ...rows,
  ]);
}

/** One row per tool, and what the list costs a model. */
export function toolReference(tools: readonly ToolDefinition[]): string {
  const sizes = tools.map((tool) => tokensOf(tool));
  const average = Math.round(sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length));
  const rows = tools.map((tool, index) => {
    const { readOnlyHint, destructiveHint } = tool.annotations;
    const hint = readOnlyHint ? 'reads' : destructiveHint ? 'destructive' : 'writes';
    const permission = tool.extensions['x-permission'] as string;
    return `| \`${tool.name}\` | ${tool.method} ${tool.path} | ${permission} | ${hint} | ${sizes[index]} | ${gateOf(tool)} |`;
  });
  return page('Tools', [
    `${tools.length} tools, on average ${average} tokens each in the list (profile \`safe\`, four bytes a token).`,
    '',
    '| Tool | REST operation | Permission | Hint | Tokens | Host gate |',
    '|---|---|---|---|---|---|',
    ...rows,
  ]);
}

/** @returns what the tool costs in a tool list, estimated at four bytes a token */
export function tokensOf(tool: ToolDefinition): number {
  return Math.round(Buffer.byteLength(JSON.stringify(listEntry(tool, 'safe'))) / 4);
}

function gateOf(tool: ToolDefinition): string {
  const violations = checkHostGate(tool, 'safe');
  return violations.length === 0 ? 'passes' : violations.map((violation) => violation.message).join('; ');
}
