import { RESOURCE_METADATA_PATH, SCOPES } from '@app/auth';
import type { Config } from '@app/config';
import { resourceOf } from '../provider/resource';

/** Both say the same: hosts that got the path wrong once look at the root. */
export const RESOURCE_METADATA_PATHS: ReadonlySet<string> = new Set([
  RESOURCE_METADATA_PATH,
  '/.well-known/oauth-protected-resource',
]);

/** Protected resource metadata. https://www.rfc-editor.org/rfc/rfc9728#section-2 */
export function resourceMetadata({ publicUrl, oauth }: Config): object {
  return {
    resource: resourceOf(publicUrl),
    authorization_servers: [oauth.external?.issuer ?? publicUrl],
    // Not offline_access: hosts copy this list into their requests, and it says nothing about a resource.
    scopes_supported: SCOPES,
    bearer_methods_supported: ['header'],
    resource_name: 'Duvo',
  };
}
