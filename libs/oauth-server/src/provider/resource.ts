import { SCOPES } from '@app/auth';

/** Path of the one protected resource; REST and MCP share it. */
export const RESOURCE_PATH = '/v1/mcp';

/** All scopes of the server: ours, and what OpenID Connect and refresh tokens need. */
export const SERVER_SCOPES = ['openid', 'offline_access', ...SCOPES] as const;

/** @returns the identifier of the protected resource, byte for byte as in metadata and in the audience of tokens */
export const resourceOf = (publicUrl: string): string => `${publicUrl}${RESOURCE_PATH}`;
