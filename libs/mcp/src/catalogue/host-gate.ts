import { checkCatalogue } from '@app/openapi-tools';
import type { GateViolation, Profile, ToolDefinition } from '@app/openapi-tools';

/** Longest description of an operation of ours, in characters; longer ones are noise to a model that chooses. */
export const MAX_DESCRIPTION = 1000;

/** Profiles that are written from the document; the others are made of `safe`. */
const PROFILES = ['safe', 'full-2020-12'] as const satisfies readonly Profile[];

/** Something for which a host would refuse a tool, or the list that it is in. */
export interface GateFinding extends Readonly<GateViolation> {
  readonly profile: Profile;
}

/** @returns what hosts would refuse of these tools; nothing for tools that all of them take */
export function gateFindingsOf(tools: readonly ToolDefinition[]): GateFinding[] {
  return PROFILES.flatMap((profile) =>
    checkCatalogue(tools, profile, { descriptionCap: MAX_DESCRIPTION }).map((violation) => ({
      ...violation,
      profile,
    })),
  );
}
