import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { CSRF_HEADER } from '@app/auth';
import { splitDocument } from './split-document';

const DESCRIPTION = `Manages AI agents and the things they use. Every operation is also an MCP tool at \`POST /v1/mcp\`: the tool's name is the operationId, its input the merged path, query and body fields.

Send \`Authorization: Bearer <API key or access token>\`. The credential decides the team.`;

const DASHBOARD_DESCRIPTION = `What the dashboard shows and changes beyond the Public API. A signed-in browser session is the only credential: the session cookie, sent by a page of the same origin, and on writes the CSRF token in the header \`${CSRF_HEADER}\`. API keys and access tokens are refused, and none of this is an MCP tool.`;

export interface Documents {
  /** The Public API. It is the one definition: reference page, client generators and MCP tools all come from it. */
  readonly api: OpenAPIObject;
  /** `/api/*`. Apart, because what stands in the other one a connected model may call. */
  readonly dashboard: OpenAPIObject;
}

/** Builds the OpenAPI documents from the controllers. */
export function buildDocuments(app: INestApplication): Documents {
  const [api, dashboard] = splitDocument(documentOf(app), (path) => !path.startsWith('/api/'));
  const { bearer, session } = api.components?.securitySchemes ?? {};
  return {
    api: sortKeys({
      ...api,
      components: { ...api.components, ...(bearer && { securitySchemes: { bearer } }) },
    }),
    dashboard: sortKeys({
      ...dashboard,
      info: { ...dashboard.info, title: 'Duvo dashboard API', description: DASHBOARD_DESCRIPTION },
      components: { ...dashboard.components, ...(session && { securitySchemes: { session } }) },
    }),
  };
}

function documentOf(app: INestApplication): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('Duvo Public API')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'API key',
        description: 'API key or OAuth access token.',
      },
      'bearer',
    )
    .addCookieAuth('duvo_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  return SwaggerModule.createDocument(app, options, {
    operationIdFactory: (_controller, method) => method,
    autoTagControllers: false,
    standardSchemaConverter: toOpenApiSchema,
  });
}

/**
 * zod → OpenAPI 3.1, whose schemas are JSON Schema 2020-12. Named schemas become components; those of requests
 * get the suffix Input, because defaults make a field optional in a request and present in a reply.
 */
function toOpenApiSchema(
  schema: unknown,
  { schemaType }: { schemaType: 'input' | 'output' },
): { schema: unknown; components: Record<string, unknown> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const nameOf = (name: string): string =>
    schemaType === 'output' || name.endsWith('Input') ? name : `${name}Input`;
  const { $schema, $defs = {}, ...root } = z.toJSONSchema(schema, { io: schemaType, unrepresentable: 'any' });
  void $schema;
  const rename = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value).replaceAll(
        /"#\/\$defs\/(\w+)"/g,
        (_, name: string) => `"#/components/schemas/${nameOf(name)}"`,
      ),
    ) as T;
  return {
    schema: rename(root),
    components: Object.fromEntries(Object.entries($defs).map(([name, part]) => [nameOf(name), rename(part)])),
  };
}

/** Paths and components in name order, so that the committed document changes only where the API does. */
function sortKeys(document: OpenAPIObject): OpenAPIObject {
  const byName = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...document,
    paths: byName(document.paths),
    components: {
      ...document.components,
      ...(document.components?.schemas && { schemas: byName(document.components.schemas) }),
    },
  };
}
