import type { Request } from 'express';
import { PROFILES } from '@app/openapi-tools';
import type { Profile, ViewSelector } from '@app/openapi-tools';

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

/** Reads the selectors `toolsets`, `readonly`, `tools` and `profile`: URL query before `X-MCP-…` header. */
export function requestViewOf(request: Request): RequestView {
  if (!request.originalUrl.includes('?') && !hasSelectorHeader(request)) return EVERYTHING;
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
  const profile = readProfile(read('profile'), problems);
  return { selector, profile, key: JSON.stringify([selector, profile, problems]), problems };
}

/** A value that means nothing is an error: reading it as "off" would show the tools that were to be hidden. */
function readFlag(name: string, value: string | undefined, problems: string[]): boolean {
  if (value === undefined || value === '0' || value === 'false') return false;
  if (value !== '1' && value !== 'true') problems.push(`${name} must be 1 or 0, not "${value}".`);
  return true;
}

function readProfile(value: string | undefined, problems: string[]): Profile {
  const known = PROFILES.find((profile) => profile === value);
  if (value !== undefined && !known) {
    problems.push(`There is no profile "${value}"; known are ${PROFILES.join(', ')}.`);
  }
  return known ?? DEFAULT_PROFILE;
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
