import { z } from 'zod';
import { ROLES } from '@app/auth';
import { FILE_BODY_LIMIT, MIB, PERMISSIONS, reachOf } from '@app/permissions';
import type { Permission } from '@app/permissions';
import { parseUrl } from '@app/net';

const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, such as PETSTORE_TOKEN')
  .describe('Name of the environment variable that holds the value; <NAME>_FILE works too');

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'must be a header name')
  // Those decide where and how a message goes, which is not for a credential.
  .refine(
    (name) =>
      !/^(host|content-.*|transfer-encoding|connection|cookie|expect|upgrade|te|trailer)$/i.test(name),
    'must not be a header of the transport',
  );

const credential = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bearer'), env: variable }),
  z.strictObject({ type: z.literal('basic'), usernameEnv: variable, passwordEnv: variable }),
  z.strictObject({ type: z.literal('header'), name: headerName, env: variable }),
  z.strictObject({
    type: z.literal('query'),
    name: z.string().regex(/^[A-Za-z0-9._~-]{1,100}$/, 'must be letters, digits and ._~-'),
    env: variable,
  }),
]);

/**
 * `own` means "what the caller made", and nobody here knows who made what in another system: a permission that is
 * `own` for some role would have to be refused or would open everything to it.
 */
const isWhole = (permission: Permission): boolean =>
  ROLES.every((role) => reachOf(role, permission) !== 'own');

const permission = z.enum(['any', ...PERMISSIONS]).refine((name) => name === 'any' || isWhole(name), {
  error: ({ input }) =>
    `${String(input)} reaches only what is the caller's own for some roles, which another system cannot tell; use any or one of ${PERMISSIONS.filter(isWhole).join(', ')}`,
});

const hint = z.enum(['R', 'W', 'WI', 'D', 'D*']);
const cost = z.number().int().min(1).max(100);
const toolset = z.string().regex(/^[A-Za-z0-9_-]{1,50}$/, 'must be letters, digits, _ and -');

const rule = z
  .strictObject({
    tag: z.string().min(1).optional().describe('Operations with this tag'),
    operation: z
      .string()
      .min(1)
      .optional()
      .describe('One operation, by its operationId or as METHOD /path of the document'),
    permission: permission.optional(),
    hint: hint.optional(),
    cost: cost.optional(),
    toolset: toolset.optional(),
    enabled: z.boolean().optional(),
  })
  .refine((value) => (value.tag === undefined) !== (value.operation === undefined), {
    error: 'must name either a tag or an operation',
  });

const bucket = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/, 'must be lower-case letters, digits and _')
    // Callers could not tell them from the buckets of this API.
    .refine(
      (name) =>
        ![
          'api',
          'api_user',
          'api_team',
          'start_run',
          'sandbox_upload',
          'sign_in',
          'sign_in_account',
          'client_registration',
          'client_fetch',
          'unauthenticated',
        ].includes(name),
      'is the name of a bucket of this API; choose another one',
    )
    .optional(),
  limit: z.number().int().min(1).max(100_000),
  windowSeconds: z.number().int().min(1).max(86_400),
});

const upstream = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and -, at most 31, first a letter')
      .describe('Part of the path: /v1/upstreams/<name>/…'),
    document: z.string().min(1).describe('OpenAPI document, JSON or YAML, relative to this file'),
    baseUrl: z
      .string()
      .refine(
        (text) => isBaseUrl(text),
        'must be an absolute http or https URL without user info, query and #',
      ),
    credential: credential.optional(),
    toolPrefix: z
      .string()
      .regex(
        /^[A-Za-z_][A-Za-z0-9_-]{0,19}$/,
        'must be letters, digits, _ and -, at most 20, first a letter or _',
      ),
    toolset: toolset.optional().describe('Default: the name'),
    permission: z.union([permission, z.strictObject({ read: permission, write: permission })]),
    rules: z.array(rule).max(1000).default([]).describe('In order; what a later one says wins'),
    cost: cost.default(1),
    bucket: bucket.optional(),
    timeLimitSeconds: z.number().min(0.1).max(600).default(20),
    connectTimeoutSeconds: z.number().min(0.1).max(60).default(5),
    maxRequestBytes: z.number().int().min(1024).max(FILE_BODY_LIMIT).default(MIB),
    maxResponseBytes: z
      .number()
      .int()
      .min(1024)
      .max(16 * MIB)
      .default(10 * MIB),
    resultBudgetBytes: z.number().int().min(1000).max(1_000_000).default(100_000),
    maxConnections: z.number().int().min(1).max(1000).default(50),
    retries: z.number().int().min(0).max(5).default(2),
    circuit: z
      .strictObject({
        failures: z.number().int().min(1).max(1000).default(5),
        openSeconds: z.number().min(0.1).max(3600).default(10),
      })
      .default({ failures: 5, openSeconds: 10 }),
    allowPrivateAddresses: z.boolean().default(false),
  })
  .superRefine((value, context) => {
    if (!value.allowPrivateAddresses && parseUrl(value.baseUrl)?.protocol === 'http:') {
      context.addIssue({
        code: 'custom',
        path: ['baseUrl'],
        message: 'must be https; http is for inner networks alone, with allowPrivateAddresses',
      });
    }
    if (
      value.bucket &&
      value.bucket.limit < Math.max(value.cost, ...value.rules.map((given) => given.cost ?? 1))
    ) {
      context.addIssue({
        code: 'custom',
        path: ['bucket', 'limit'],
        message: 'is below the cost of a single call, so every call would be refused; raise it',
      });
    }
  });

/** The file that UPSTREAMS_FILE names. */
export const upstreamsSchema = z
  .strictObject({ upstreams: z.array(upstream).max(100) })
  .superRefine(({ upstreams }, context) => {
    for (const key of ['name', 'toolPrefix'] as const) {
      const seen = new Map<string, number>();
      upstreams.forEach((value, index) => {
        const text = value[key].toLowerCase();
        const other = seen.get(text);
        if (other !== undefined) {
          context.addIssue({
            code: 'custom',
            path: ['upstreams', index, key],
            message: `is that of upstreams[${other}] too; each needs its own`,
          });
        }
        seen.set(text, index);
      });
    }
  });

export type UpstreamSettings = z.infer<typeof upstream>;
export type UpstreamRule = z.infer<typeof rule>;
export type CredentialSettings = z.infer<typeof credential>;

function isBaseUrl(text: string): boolean {
  const url = parseUrl(text);
  if (!url) return false;
  const { protocol, username, password, search, hash } = url;
  const isPlain = username === '' && password === '' && search === '' && hash === '' && !/[?#]/.test(text);
  return ['http:', 'https:'].includes(protocol) && isPlain;
}
