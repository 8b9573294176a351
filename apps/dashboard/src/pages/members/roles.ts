import type { Role } from './members';

/** From the one that may do most to the one that may do least. */
const ROLES: readonly Role[] = ['owner', 'admin', 'manager', 'builder', 'member', 'viewer'];

/** @returns the roles that somebody of a role may give: none above their own */
export const rolesGivenBy = (role: Role): Role[] => ROLES.slice(ROLES.indexOf(role));

/** @returns whether `role` is above `other` */
export const isAbove = (role: Role, other: Role): boolean => ROLES.indexOf(role) < ROLES.indexOf(other);
