import { CASE_EXAMPLES, RUN_EXAMPLES } from './support/examples-runs';
import { DEMO_AGENTS, DEMO_CONNECTIONS, DEMO_SKILLS } from './support/demo';
import { LABEL_EXAMPLES, QUEUE_EXAMPLES } from './support/examples-queues';
import { SANDBOX_EXAMPLES } from './support/examples-sandboxes';
import type { ApiOperation } from './support/operations';
import type { Args } from './support/place';
import type { Seeds } from './support/seeds';

/** Legal arguments, by what they show. The first is the normal call; the outcome of the others may be an error. */
export type Examples = Readonly<Record<string, Args>>;

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

const TABLE: Readonly<Record<string, (seeds: Seeds) => Examples>> = {
  list_agents: () => ({
    'first page': {},
    'all filters': { search: 'in', runnable: true, limit: 2, offset: 1 },
    'nobody made it': { created_by: UNKNOWN_ID, runnable: false },
  }),
  create_agent: ({ tag }) => ({
    'name alone': { name: `Agent ${tag}` },
    'name is taken': { name: `AGENT ${tag}` },
    'with a live revision': {
      name: `Live agent ${tag} “ü” 🦊`,
      description: '',
      config: {
        instructions: 'Say hello.',
        connections: [DEMO_CONNECTIONS.sap],
        skills: [DEMO_SKILLS.invoiceExtraction],
        plugins: ['web-browser'],
        files: ['README.md'],
        allow_human_requests: false,
        max_duration_seconds: 60,
      },
      promote: true,
    },
    'a connection one may not use': {
      name: `Bank agent ${tag}`,
      config: { instructions: 'Pay.', connections: [DEMO_CONNECTIONS.bank] },
    },
    'a reference to nothing': {
      name: `Lost agent ${tag}`,
      config: { instructions: 'Go.', skills: [UNKNOWN_ID], files: ['no/such/file.txt'] },
    },
    'with an idempotency key': { name: `Once ${tag}`, idempotency_key: `create-agent-${tag}` },
    'the same key and body': { name: `Once ${tag}`, idempotency_key: `create-agent-${tag}` },
    'the same key, other body': { name: `Twice ${tag}`, idempotency_key: `create-agent-${tag}` },
    'promote without config': { name: `Nothing to promote ${tag}`, promote: true },
  }),
  get_agent: ({ agentId }) => ({
    'own seed': { agent_id: agentId },
    'with a live revision': { agent_id: DEMO_AGENTS.invoiceProcessor.id },
    'upper-case id': { agent_id: agentId.toUpperCase() },
    'no such item': { agent_id: UNKNOWN_ID },
  }),
  update_agent: ({ agentId, tag }) => ({
    'new description': { agent_id: agentId, description: `Changed by ${tag}` },
    'description cleared': { agent_id: agentId, description: null },
    'name is taken': { agent_id: agentId, name: 'invoice processor' },
    'of the manager': { agent_id: DEMO_AGENTS.supportTriage.id, description: `Also ${tag}` },
    'nothing to change': { agent_id: agentId },
    'no such item': { agent_id: UNKNOWN_ID, name: 'Nobody' },
  }),
  list_revisions: ({ agentId }) => ({
    'of a seed': { agent_id: agentId },
    'one status': { agent_id: DEMO_AGENTS.invoiceProcessor.id, status: 'draft', limit: 1 },
    'no such item': { agent_id: UNKNOWN_ID },
  }),
  create_revision: ({ agentId, draftId, tag }) => ({
    'own config': { agent_id: agentId, config: { instructions: 'Better.' }, name: `Second ${tag}` },
    'config of the parent': { agent_id: agentId, parent_revision_id: draftId },
    'neither config nor parent': { agent_id: agentId, name: 'Empty' },
    'parent of another agent': {
      agent_id: agentId,
      parent_revision_id: DEMO_AGENTS.invoiceProcessor.live,
    },
    'with an idempotency key': {
      agent_id: agentId,
      parent_revision_id: draftId,
      idempotency_key: `create-revision-${tag}`,
    },
    'the same key and body': {
      agent_id: agentId,
      parent_revision_id: draftId,
      idempotency_key: `create-revision-${tag}`,
    },
    'of the manager': { agent_id: DEMO_AGENTS.supportTriage.id, config: { instructions: 'Mine.' } },
  }),
  get_revision: ({ draftId }) => ({
    draft: { revision_id: draftId },
    live: { revision_id: DEMO_AGENTS.invoiceProcessor.live },
    'no such item': { revision_id: UNKNOWN_ID },
  }),
  update_revision: ({ draftId, tag }) => ({
    draft: { revision_id: draftId, name: `Draft ${tag}`, config: { instructions: 'Rewritten.' } },
    'name cleared': { revision_id: draftId, name: null },
    frozen: { revision_id: DEMO_AGENTS.invoiceProcessor.live, name: 'Too late' },
  }),
  promote_revision: ({ draftId }) => ({
    draft: { revision_id: draftId },
    'already live': { revision_id: draftId },
    'no such item': { revision_id: UNKNOWN_ID },
  }),
  list_connections: () => ({
    all: {},
    'all filters': { type: 'file_storage', status: 'broken', limit: 1, offset: 0 },
  }),
  get_connection: () => ({
    shared: { connection_id: DEMO_CONNECTIONS.sap },
    granted: { connection_id: DEMO_CONNECTIONS.bank },
    private: { connection_id: DEMO_CONNECTIONS.drive },
    'no such item': { connection_id: UNKNOWN_ID },
  }),
  list_files: () => ({
    all: {},
    'all filters': { prefix: 'invoices/', search: '1001', limit: 1, offset: 0 },
  }),
  get_file_content: ({ filePath }) => ({
    text: { path: 'README.md' },
    'own seed': { path: filePath },
    'a slice as base64': { path: 'README.md', encoding: 'base64', offset_bytes: 3, max_bytes: 10 },
    'binary as utf-8': { path: 'invoices/2026/INV-1002.pdf', encoding: 'utf-8' },
    'no such item': { path: 'no/such/file.txt' },
    'a path that needs escapes': { path: 'a b/ü&=?#%2f+.txt' },
  }),
  update_file_content: ({ filePath, tag }) => ({
    'new file': { path: `made/${tag}.md`, content: '# Ü 🦊\n' },
    'only create': { path: `made/${tag}.md`, content: 'again', overwrite: false },
    'stale etag': { path: filePath, content: 'again', if_match: 'not-the-etag' },
    'as base64': { path: `made/${tag}.bin`, content: '/wCA', encoding: 'base64' },
    'not base64': { path: `made/${tag}.bin`, content: '§', encoding: 'base64' },
    'a folder in the way': { path: `${filePath}/below.txt`, content: 'x' },
    'replaces the seed': { path: filePath, content: 'replaced', content_type: 'text/plain' },
  }),
  rename_file: ({ renamePath, tag }) => ({
    there: { path: renamePath, new_name: `new-${tag}.txt` },
    back: { path: `seeds/new-${tag}.txt`, new_name: `old-${tag}.txt` },
    'stale etag': { path: renamePath, new_name: `new-${tag}.txt`, if_match: 'not-the-etag' },
    'a name that is in use': { path: renamePath, new_name: `${tag}.txt` },
    'other extension': { path: renamePath, new_name: `new-${tag}.md` },
    'in a live revision': { path: 'reference/vendors.csv', new_name: 'suppliers.csv' },
    'no such item': { path: 'no/such/file.txt', new_name: 'other.txt' },
  }),
  delete_file: ({ filePath }) => ({
    seed: { path: filePath },
    'in a live revision': { path: 'reference/vendors.csv' },
    'stale etag': { path: 'drafts/notes.md', if_match: 'not-the-etag' },
    'gone already': { path: filePath },
  }),
  list_skills: () => ({ all: {}, 'all filters': { search: 'pdf', system: true, limit: 1, offset: 0 } }),
  get_skill: ({ skillId }) => ({
    seed: { skill_id: skillId },
    system: { skill_id: DEMO_SKILLS.pdfReading },
    'no such item': { skill_id: UNKNOWN_ID },
  }),
  create_skill: ({ tag }) => ({
    new: { name: `made-${tag}`, description: 'New', content: '# New' },
    replaced: { name: `made-${tag}`, description: 'Replaced', content: '# Replaced' },
    'of the system': { name: 'pdf-reading', description: 'Mine', content: '# Mine' },
    'with an idempotency key': {
      name: `once-${tag}`,
      description: 'Once',
      content: '# Once',
      idempotency_key: `create-skill-${tag}`,
    },
    'the same key and body': {
      name: `once-${tag}`,
      description: 'Once',
      content: '# Once',
      idempotency_key: `create-skill-${tag}`,
    },
  }),
  delete_skill: ({ skillId }) => ({
    seed: { skill_id: skillId },
    'in a live revision': { skill_id: DEMO_SKILLS.invoiceExtraction },
    'of the system': { skill_id: DEMO_SKILLS.pdfReading },
    'gone already': { skill_id: skillId },
  }),
  list_plugin_catalog: () => ({ all: {}, 'all filters': { type: 'platform', search: 'web', limit: 1 } }),
  get_plugin: () => ({
    known: { plugin_name: 'web-browser' },
    'no such item': { plugin_name: 'no-such-plugin' },
  }),
  ...QUEUE_EXAMPLES,
  ...LABEL_EXAMPLES,
  ...SANDBOX_EXAMPLES,
  ...RUN_EXAMPLES,
  ...CASE_EXAMPLES,
  list_team_members: () => ({
    all: {},
    'all filters': { search: 'acme', role: 'owner', limit: 1, offset: 0 },
  }),
};

/** A new operation without required arguments needs no entry in the table. */
export function examplesOf(operation: ApiOperation, seeds: Seeds): Examples {
  const made = TABLE[operation.id];
  if (made) return made(seeds);
  if (operation.inputs.some((input) => input.required)) {
    throw new Error(
      `${operation.id} has required arguments and no example; add one to test/parity/examples.ts.`,
    );
  }
  return { 'no arguments': {} };
}
