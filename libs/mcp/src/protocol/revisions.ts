/** Revision in which every request carries its own envelope. */
export const MODERN_REVISION = '2026-07-28';
/** Served revisions that begin with `initialize`. */
export const LEGACY_REVISIONS = ['2025-11-25', '2025-06-18', '2025-03-26'] as const;
/** What a request without the header speaks, https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#protocol-version-header */
export const DEFAULT_REVISION = '2025-03-26';

export type Era = 'modern' | 'legacy';

export const META = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  /** What the REST reply said besides its body. */
  http: 'ai.duvo/http',
  /** A sentence on a list that is too long for some hosts. */
  advice: 'ai.duvo/advice',
} as const;

export const SERVER_INFO = { name: 'duvo', title: 'Duvo', version: '1.0.0' } as const;

export const INSTRUCTIONS =
  'Duvo manages AI agents ("assignments"), their runs ("jobs") and the queues of cases they work on. To have something done: list_agents, start_run, then poll get_run; nothing is streamed. A run that is waiting needs a person: show them the pending human request and call respond_to_human_request. Work that lies in a queue is handed over with bulk_delegate_cases. A change to what an agent does is a draft revision until it is promoted. Ids come from the list_ tools. Call get_profile to see as whom and in which team you act.';
