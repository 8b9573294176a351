declare const teamIdBrand: unique symbol;

/**
 * Id of the team a query is limited to. The brand makes it a compile error to pass any other string, so a
 * repository method cannot be called without saying whose data it may see. It comes from the Principal.
 */
export type TeamId = string & { readonly [teamIdBrand]: true };

/** Marks an id as that of a team. Only for credentials, seeds and tests; services take it from the Principal. */
export const asTeamId = (id: string): TeamId => id as TeamId;
