import { authorizeSafetyChecks } from './authorize-safety.check';
import { authorizeChecks } from './authorize.check';
import { challengeHeaderChecks } from './challenge-header.check';
import { challengeStatusChecks } from './challenge-status.check';
import type { Check } from './check';
import { TOPICS } from './check';
import type { Topic } from './check';
import { corsChecks } from './cors.check';
import { issuerDocumentChecks } from './issuer-document.check';
import { issuerFieldChecks } from './issuer-fields.check';
import { mcpLegacyChecks } from './mcp-legacy.check';
import { mcpModernChecks } from './mcp-modern.check';
import { reachChecks } from './reach.check';
import { registrationReplyChecks } from './registration-reply.check';
import { registrationChecks } from './registration.check';
import { resourceDocumentChecks } from './resource-document.check';
import { resourceFieldChecks } from './resource-fields.check';
import { safetyChecks } from './safety.check';
import { tokenChecks } from './token.check';
import { toolNameChecks } from './tool-names.check';
import { toolSchemaChecks } from './tool-schemas.check';
import { wellKnownChecks } from './well-known.check';

const ORDER = Object.keys(TOPICS) as Topic[];

/** Every check, in the order of the report. */
export const CHECKS: readonly Check[] = [
  ...reachChecks,
  ...challengeStatusChecks,
  ...challengeHeaderChecks,
  ...resourceDocumentChecks,
  ...resourceFieldChecks,
  ...wellKnownChecks,
  ...issuerDocumentChecks,
  ...issuerFieldChecks,
  ...corsChecks,
  ...registrationChecks,
  ...registrationReplyChecks,
  ...authorizeChecks,
  ...tokenChecks,
  ...authorizeSafetyChecks,
  ...safetyChecks,
  ...mcpLegacyChecks,
  ...mcpModernChecks,
  ...toolNameChecks,
  ...toolSchemaChecks,
].toSorted((one, other) => ORDER.indexOf(one.topic) - ORDER.indexOf(other.topic));
