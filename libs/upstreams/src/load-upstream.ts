import { dirname, resolve } from 'node:path';
import { isIP } from 'node:net';
import { convert, DocumentError } from '@app/openapi-tools';
import type { Conversion, ToolDefinition } from '@app/openapi-tools';
import type { OperationPolicy, Route } from '@app/permissions';
import { isAllowedAddress } from './client/guarded-connect';
import type { UpstreamClient } from './client/upstream-client';
import { credentialOf } from './config/credential';
import type { UpstreamCredential } from './config/credential';
import { readStructured } from './config/read-text';
import { UpstreamsFileError } from './config/upstreams-file.error';
import type { UpstreamSettings } from './config/upstreams.schema';
import { mountDocument } from './document/mount-document';
import type { MountedDocument, MountedOperation } from './document/mount-document';
import { segmentsOfTemplate } from './routes/segment';
import type { LiveUpstream, ServedOperation } from './routes/served-operation';
import { wireNamesOf } from './routes/wire-names';

/** As for operations of ours: longer ones are noise to a model that chooses; in characters. */
const MAX_DESCRIPTION = 1000;

export interface LoadSurroundings {
  /** Absolute path of the file of the upstreams; documents stand relative to it. */
  readonly file: string;
  readonly secret: (name: string) => string | undefined;
  /** Time limit of any operation of ours, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly connect: (settings: UpstreamSettings, credential: UpstreamCredential) => UpstreamClient;
}

export interface LoadedUpstream {
  readonly upstream: LiveUpstream;
  readonly operations: readonly ServedOperation[];
  /** Sentences about operations of the document that are not served. */
  readonly leftOut: readonly string[];
}

/** @returns absolute path of the document */
export const documentPathOf = (settings: UpstreamSettings, file: string): string =>
  resolve(dirname(file), settings.document);

/**
 * Reads the document of an upstream and makes routes and tools of it. Nothing is connected yet.
 * @throws UpstreamsFileError
 */
export function loadUpstream(
  settings: UpstreamSettings,
  index: number,
  around: LoadSurroundings,
): LoadedUpstream {
  const place = `UPSTREAMS_FILE ${around.file}: upstreams[${index}]`;
  requireReachable(settings, place);
  if (settings.timeLimitSeconds * 1000 >= around.requestTimeoutMs) {
    throw new UpstreamsFileError(
      `${place}.timeLimitSeconds is not below REQUEST_TIMEOUT_SECONDS (${around.requestTimeoutMs / 1000}), which would end the call first; lower it or raise that one.`,
    );
  }
  const credential = credentialOf(settings.credential, around.secret, `${place}.credential`);
  const document = readStructured(documentPathOf(settings, around.file), `${place}.document`);
  const mounted = mountDocument(document, settings, place);
  const conversion = converted(mounted, settings, `${place}.document`);
  const upstream = { settings, credential, client: around.connect(settings, credential) };
  return {
    upstream,
    operations: conversion.tools.flatMap((tool) => servedOf(tool, mounted, upstream)),
    leftOut: [...mounted.leftOut, ...refusalsOf(conversion)],
  };
}

/** A name is judged when it is connected to; an address tells at once. */
function requireReachable({ baseUrl, allowPrivateAddresses }: UpstreamSettings, place: string): void {
  const host = new URL(baseUrl).hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) === 0 || isAllowedAddress(host, allowPrivateAddresses)) return;
  throw new UpstreamsFileError(
    `${place}.baseUrl leads to an address that is not public; use a public one, or allowPrivateAddresses for loopback and private networks.`,
  );
}

function converted(
  { document }: MountedDocument,
  { credential, toolPrefix }: UpstreamSettings,
  place: string,
): Conversion {
  const injected =
    credential?.type === 'header' || credential?.type === 'query'
      ? [`${credential.type}:${credential.name}`]
      : [];
  try {
    return convert(document, {
      annotationPolicy: 'imported',
      descriptionCap: MAX_DESCRIPTION,
      idempotencyKeyArgument: true,
      resultArguments: true,
      injected,
    });
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new UpstreamsFileError(
      `${place} gives no tool with the prefix ${toolPrefix}: ${error.message}; name an OpenAPI 3 document with operations.`,
    );
  }
}

function refusalsOf({ report }: Conversion): string[] {
  return report.entries
    .filter(({ severity, code }) => severity === 'refused' || code === 'method_not_requested')
    .map(({ operation, message }) => `${operation ?? 'the document'}: ${message}`);
}

function servedOf(tool: ToolDefinition, mounted: MountedDocument, upstream: LiveUpstream): ServedOperation[] {
  const entry = mounted.operations.get(`${tool.method} ${tool.path}`);
  if (!entry) return [];
  const route: Route = {
    method: tool.method,
    path: tool.path,
    policy: policyOf(tool, entry, upstream.settings),
    handler: `upstream ${upstream.settings.name}`,
  };
  const template = segmentsOfTemplate(entry.upstreamPath);
  return [{ upstream, route, tool, mounted: entry, template, wireNames: wireNamesOf(tool) }];
}

function policyOf(
  tool: ToolDefinition,
  { rules, scope, requestTypes }: MountedOperation,
  settings: UpstreamSettings,
): OperationPolicy {
  const { bucket } = settings;
  return {
    kind: 'operation',
    id: tool.name,
    permission: rules.permission,
    hint: rules.hint,
    cost: rules.cost,
    bucket: undefined,
    ...(bucket && {
      quota: {
        bucket: bucket.name ?? `upstream_${settings.name.replaceAll('-', '_')}`,
        limit: bucket.limit,
        windowSeconds: bucket.windowSeconds,
      },
    }),
    rawTypes: requestTypes,
    idempotent: false,
    bodyLimit: settings.maxRequestBytes,
    scope,
    errors: [],
  };
}
