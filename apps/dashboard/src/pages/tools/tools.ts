import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { Roles } from '../../api/types';
import { toolsOf } from './document';
import type { OpenApiDocument, Tool } from './document';

export function useTools() {
  return useQuery({
    queryKey: ['tools'],
    queryFn: async () => toolsOf(await call<OpenApiDocument>('GET', '/openapi.json')),
    staleTime: Infinity,
  });
}

/** Who may call what, from the roles as the API itself lists them. */
export function useRoles() {
  return useQuery({
    queryKey: ['roles'],
    queryFn: () => call<Roles>('GET', '/v1/roles'),
    staleTime: Infinity,
  });
}

export interface RoleReach {
  readonly role: string;
  readonly reach: 'any' | 'own' | 'none';
}

/** @returns for each role whether it may call the tool: on anything, on what is its own, or not */
export function reachOf(tool: Tool, { roles }: Roles): readonly RoleReach[] {
  return roles.map(({ name, permissions }) => ({
    role: name,
    reach:
      tool.permission === 'any'
        ? 'any'
        : (permissions.find((permission) => permission.name === tool.permission)?.scope ?? 'none'),
  }));
}

export const HINTS: Readonly<Record<string, string>> = {
  R: 'Reads only',
  W: 'Adds something',
  WI: 'Changes; repeating changes nothing more',
  D: 'Deletes or interrupts',
  'D*': 'Deletes or interrupts; repeating has a further effect',
};

export const isDestructive = ({ hint }: Pick<Tool, 'hint'>): boolean => hint.startsWith('D');
