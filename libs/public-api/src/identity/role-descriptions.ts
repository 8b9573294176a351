import type { Role } from '@app/auth';

/** What each role is for, in one sentence; the exact permissions stand beside it. */
export const ROLE_DESCRIPTIONS: Readonly<Record<Role, string>> = {
  owner: 'Everything in the team, including giving and taking the owner role.',
  admin: 'Everything in the team but the owner role.',
  manager: 'Manages all agents, runs, queues and cases, and invites members.',
  builder: 'Builds agents and changes those they created; sees their own runs and the runs of their agents.',
  member: 'Starts agents and sees their own runs; works with files and cases.',
  viewer: 'Reads agents, queues and skills; starts and changes nothing.',
};
