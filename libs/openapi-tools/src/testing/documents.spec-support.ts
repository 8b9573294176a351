import fc from 'fast-check';
import { convert } from '../convert/convert';
import type { JsonObject } from '../model/json';
import type { ConvertOptions } from '../model/options';
import type { ReportEntry } from '../model/report';
import type { ToolDefinition } from '../model/tool';

fc.configureGlobal({ seed: (globalThis as { __PROPERTY_SEED__?: number }).__PROPERTY_SEED__ ?? 1 });

export interface Sample {
  method?: string;
  path?: string;
  parameters?: unknown[];
  pathParameters?: unknown[];
  body?: unknown;
  bodyRequired?: boolean;
  mediaType?: string;
  responses?: unknown;
  components?: Record<string, unknown>;
  schemas?: Record<string, unknown>;
  openapi?: string;
  operation?: Record<string, unknown>;
}

/** A document with one operation. */
export function documentOf(sample: Sample): Record<string, unknown> {
  const method = sample.method ?? (sample.body === undefined ? 'get' : 'post');
  const mediaType = sample.mediaType ?? 'application/json';
  const body =
    sample.body === undefined
      ? {}
      : {
          requestBody: {
            required: sample.bodyRequired ?? true,
            content: { [mediaType]: { schema: sample.body } },
          },
        };
  const operation = {
    operationId: 'sample',
    parameters: sample.parameters ?? [],
    responses: sample.responses ?? { 200: { description: 'ok' } },
    ...body,
    ...sample.operation,
  };
  const item = {
    [method]: operation,
    ...(sample.pathParameters ? { parameters: sample.pathParameters } : {}),
  };
  return {
    openapi: sample.openapi ?? '3.1.0',
    info: { title: 'sample', version: '1' },
    paths: { [sample.path ?? '/sample']: item },
    components: { ...sample.components, schemas: sample.schemas ?? {} },
  };
}

export interface Converted {
  tool: ToolDefinition;
  entries: ReportEntry[];
}

export function convertSample(sample: Sample, options: ConvertOptions = {}): Converted {
  const { tools, report } = convert(documentOf(sample), options);
  return { tool: tools[0] as ToolDefinition, entries: report.entries };
}

/** Emitted schema of one argument in profile `safe`. */
export function argumentSchema(tool: ToolDefinition, name: string): JsonObject {
  return (tool.inputSchema.safe.properties as JsonObject)[name] as JsonObject;
}

/** Emitted schema of a body property `value`, and what was reported. */
export function emitted(schema: unknown, more: Sample = {}): { schema: JsonObject; entries: ReportEntry[] } {
  const { tool, entries } = convertSample({
    ...more,
    body: { type: 'object', properties: { value: schema } },
  });
  return { schema: argumentSchema(tool, 'value'), entries };
}

/**
 * Number of runs of a property test: 240, which makes 2,000 cases over all invariants, or what the long mode asks for.
 * @param share part of it that a costly property takes
 */
export function propertyRuns(share = 1): number {
  const given = (globalThis as { __PROPERTY_RUNS__?: number }).__PROPERTY_RUNS__ ?? 240;
  return Math.ceil(given * share);
}
