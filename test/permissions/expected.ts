/**
 * The contract, written by hand from sections 3 and 6 of the specification and imported from nowhere: a change of
 * the code that changes who may do what has to be made here too, on purpose.
 */
export const ROLES = ['owner', 'admin', 'manager', 'builder', 'member', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

type Cell = '✓' | 'own' | '–';

/** Columns as in ROLES. */
// prettier-ignore
export const GRANTS: Readonly<Record<string, readonly Cell[]>> = {
  'team:read':        ['✓', '✓', '✓', '✓',   '✓', '✓'],
  'members:read':     ['✓', '✓', '✓', '✓',   '✓', '✓'],
  'agents:read':      ['✓', '✓', '✓', '✓',   '✓', '✓'],
  'queues:read':      ['✓', '✓', '✓', '✓',   '✓', '✓'],
  'cases:read':       ['✓', '✓', '✓', '✓',   '✓', '✓'],
  'skills:read':      ['✓', '✓', '✓', '✓',   '✓', '✓'],
  'plugins:read':     ['✓', '✓', '✓', '✓',   '✓', '✓'],
  'agents:create':    ['✓', '✓', '✓', '✓',   '–', '–'],
  'agents:update':    ['✓', '✓', '✓', 'own', '–', '–'],
  'connections:read': ['✓', '✓', '✓', '✓',   '✓', '–'],
  'files:read':       ['✓', '✓', '✓', '✓',   '✓', '–'],
  'files:write':      ['✓', '✓', '✓', '✓',   '✓', '–'],
  'queues:manage':    ['✓', '✓', '✓', '–',   '–', '–'],
  'cases:label':      ['✓', '✓', '✓', '✓',   '✓', '–'],
  'sandboxes:use':    ['✓', '✓', '✓', '✓',   '✓', '–'],
  'skills:manage':    ['✓', '✓', '✓', '✓',   '–', '–'],
};

/** `any`: every valid credential. */
export const PERMISSION_OF: Readonly<Record<string, string>> = {
  get_profile: 'any',
  get_team: 'team:read',
  list_team_members: 'members:read',
  list_roles: 'any',
  get_limits: 'any',
  list_agents: 'agents:read',
  create_agent: 'agents:create',
  get_agent: 'agents:read',
  update_agent: 'agents:update',
  list_revisions: 'agents:read',
  create_revision: 'agents:update',
  get_revision: 'agents:read',
  update_revision: 'agents:update',
  promote_revision: 'agents:update',
  list_connections: 'connections:read',
  get_connection: 'connections:read',
  list_files: 'files:read',
  get_file_content: 'files:read',
  update_file_content: 'files:write',
  rename_file: 'files:write',
  delete_file: 'files:write',
  list_queues: 'queues:read',
  get_queue: 'queues:read',
  create_queue: 'queues:manage',
  update_queue: 'queues:manage',
  delete_queue: 'queues:manage',
  list_queue_labels: 'queues:read',
  create_queue_label: 'cases:label',
  update_queue_label: 'queues:manage',
  delete_queue_label: 'queues:manage',
  list_case_labels: 'cases:read',
  assign_case_labels: 'cases:label',
  unlink_case_labels: 'cases:label',
  list_skills: 'skills:read',
  get_skill: 'skills:read',
  create_skill: 'skills:manage',
  delete_skill: 'skills:manage',
  list_plugin_catalog: 'plugins:read',
  get_plugin: 'plugins:read',
  list_sandboxes: 'sandboxes:use',
  get_sandbox: 'sandboxes:use',
  create_sandbox: 'sandboxes:use',
  list_sandbox_files: 'sandboxes:use',
  upload_sandbox_file: 'sandboxes:use',
};

/** Operations with the hint R: the scope mcp:read is enough for them. */
export const READS: readonly string[] = [
  'get_profile',
  'get_team',
  'list_team_members',
  'list_roles',
  'get_limits',
  'list_agents',
  'get_agent',
  'list_revisions',
  'get_revision',
  'list_connections',
  'get_connection',
  'list_files',
  'get_file_content',
  'list_queues',
  'get_queue',
  'list_queue_labels',
  'list_case_labels',
  'list_skills',
  'get_skill',
  'list_plugin_catalog',
  'get_plugin',
  'list_sandboxes',
  'get_sandbox',
  'list_sandbox_files',
];
