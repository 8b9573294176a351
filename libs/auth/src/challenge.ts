/** Path of the protected resource metadata, https://www.rfc-editor.org/rfc/rfc9728#section-3.1 */
export const RESOURCE_METADATA_PATH = '/.well-known/oauth-protected-resource/v1/mcp';

/**
 * Value of a `WWW-Authenticate` header. Without a credential there is no `error` parameter
 * (https://www.rfc-editor.org/rfc/rfc6750#section-3.1).
 *
 * @param publicUrl origin of the server, never taken from the request
 */
export function challengeOf(
  publicUrl: string,
  options: { error?: string; description?: string; scope?: string } = {},
): string {
  const scope = options.scope ?? 'mcp:read mcp:write';
  const error = options.error ? `error="${options.error}", ` : '';
  const description = options.description ? `error_description="${options.description}", ` : '';
  return `Bearer ${error}${description}resource_metadata="${publicUrl}${RESOURCE_METADATA_PATH}", scope="${scope}"`;
}
