import type { Request } from 'express';
import { chooseProfile } from '@app/openapi-tools';
import type { Profile, ViewSelector } from '@app/openapi-tools';
import { isObject } from '../protocol/json';
import { META } from '../protocol/revisions';

/** What part of the catalogue one request asks to see, and in which profile. It follows from the request alone. */
export interface RequestView {
  readonly selector: ViewSelector;
  readonly profile: Profile;
  /** Equal for requests that see the same. */
  readonly key: string;
  /** Sentences naming selectors whose value means nothing here. */
  readonly problems: readonly string[];
}

export const DEFAULT_PROFILE: Profile = 'safe';

const EVERYTHING: RequestView = { selector: {}, profile: DEFAULT_PROFILE, key: 'all', problems: [] };

/** Longest name of a client that is looked at, in characters. */
const MAX_CLIENT_NAME = 200;

/**
 * Reads the selectors `toolsets`, `readonly`, `tools`, `mode` and `profile`: URL query before `X-MCP-…` header. A
 * profile that nobody names follows from who the client says it is.
 */
export function requestViewOf(request: Request): RequestView {
  if (!request.originalUrl.includes('?') && !hasSelectorHeader(request)) return everythingFor(request);
  // A repeated key means the same as its values joined.
  const read = (name: string): string | undefined => {
    const value = request.query[name] ?? request.headers[`x-mcp-${name}`];
    return value === undefined ? undefined : [value].flat().map(String).join(',');
  };
  const problems: string[] = [];
  const toolsets = listOf(read('toolsets'));
  const tools = listOf(read('tools'));
  const mode = read('mode');
  const selector: ViewSelector = {
    ...(readFlag('readonly', read('readonly'), problems) && { readonly: true }),
    ...(toolsets && { toolsets }),
    ...(tools && { tools }),
    ...(mode && { mode }),
  };
  const { profile, problem } = chooseProfile({ query: read('profile'), ...clientOf(request) });
  if (problem !== null) problems.push(problem);
  return { selector, profile, key: JSON.stringify([selector, profile, problems]), problems };
}

/** A value that means nothing is an error: reading it as "off" would show the tools that were to be hidden. */
function readFlag(name: string, value: string | undefined, problems: string[]): boolean {
  if (value === undefined || value === '0' || value === 'false') return false;
  if (value !== '1' && value !== 'true') problems.push(`${name} must be 1 or 0, not "${value}".`);
  return true;
}

function everythingFor(request: Request): RequestView {
  const { profile } = chooseProfile(clientOf(request));
  return profile === DEFAULT_PROFILE ? EVERYTHING : { ...EVERYTHING, profile, key: `all ${profile}` };
}

/** Revision 2026-07-28 names the client in every message; before it only the user agent is there each time. */
function clientOf(request: Request): { clientName: string | undefined; userAgent: string | undefined } {
  const params = isObject(request.body) ? request.body.params : undefined;
  const meta = isObject(params) ? params._meta : undefined;
  const info = isObject(meta) ? meta[META.clientInfo] : undefined;
  const name = isObject(info) ? info.name : undefined;
  return {
    clientName: typeof name === 'string' ? name.slice(0, MAX_CLIENT_NAME) : undefined,
    userAgent: request.headers['user-agent']?.slice(0, MAX_CLIENT_NAME),
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
  return parts && parts.length > 0 ? [...new Set(parts)].sort() : undefined;
}
