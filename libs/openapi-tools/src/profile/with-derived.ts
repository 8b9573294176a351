import { deepFreeze } from '../convert/freeze';
import type { JsonObject } from '../model/json';
import type { DerivedProfile, EmittedProfile, Profile } from '../model/profile';
import { deriveSchema } from './derive';

const DERIVED: readonly DerivedProfile[] = ['lean', 'gemini', 'openai-strict'];

/**
 * Adds the derived profiles to the emitted ones. They are made when they are first read: most lists never show
 * them, and a document of ten thousand operations must not pay for three more schemas each.
 */
export function withDerived(
  emitted: Record<EmittedProfile, JsonObject>,
  budget: number,
): Record<Profile, JsonObject> {
  for (const profile of DERIVED) {
    let schema: JsonObject | undefined;
    Object.defineProperty(emitted, profile, {
      get: () => (schema ??= deepFreeze(deriveSchema(profile, emitted.safe, budget).schema)),
    });
  }
  return emitted as Record<Profile, JsonObject>;
}
