import type { Request } from 'express';
import { PROFILES } from '@app/openapi-tools';
import type { Profile, ViewSelector } from '@app/openapi-tools';

/** What part of the catalogue one request asks to see, and in which profile. It follows from the request alone. */
export interface RequestView {
  readonly selector: ViewSelector;
  readonly profile: Profile;
  /** Equal for requests that see the same. */
  readonly key: string;
  /** Name of a profile that does not exist, if one was asked for. */
  readonly unknownProfile: string | undefined;
}

const EVERYTHING: RequestView = { selector: {}, profile: 'safe', key: 'all', unknownProfile: undefined };

/** Reads the selectors `toolsets`, `readonly`, `tools` and `profile`: URL query before `X-MCP-…` header. */
export function requestViewOf(request: Request): RequestView {
  if (!request.originalUrl.includes('?') && !hasSelectorHeader(request)) return EVERYTHING;
  const read = (name: string): string | undefined => {
    const value = request.query[name] ?? request.headers[`x-mcp-${name}`];
    return typeof value === 'string' ? value : undefined;
  };
  const toolsets = listOf(read('toolsets'));
  const tools = listOf(read('tools'));
  const readonly = ['1', 'true'].includes(read('readonly') ?? '');
  const mode = read('mode');
  const asked = read('profile');
  const profile = PROFILES.find((known) => known === asked) ?? 'safe';
  const selector: ViewSelector = {
    ...(readonly && { readonly }),
    ...(toolsets && { toolsets }),
    ...(tools && { tools }),
    ...(mode && { mode }),
  };
  return {
    selector,
    profile,
    key: JSON.stringify([selector, profile]),
    unknownProfile: asked !== undefined && asked !== profile ? asked : undefined,
  };
}

function hasSelectorHeader(request: Request): boolean {
  const { headers } = request;
  return (
    headers['x-mcp-toolsets'] !== undefined ||
    headers['x-mcp-tools'] !== undefined ||
    headers['x-mcp-readonly'] !== undefined ||
    headers['x-mcp-profile'] !== undefined ||
    headers['x-mcp-mode'] !== undefined
  );
}

function listOf(text: string | undefined): string[] | undefined {
  const parts = text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts && parts.length > 0 ? parts.sort() : undefined;
}
