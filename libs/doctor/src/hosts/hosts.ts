import { chatgpt } from './chatgpt.host';
import { claudeCode } from './claude-code.host';
import { claude } from './claude.host';
import { codex } from './codex.host';
import { copilotCli } from './copilot-cli.host';
import { cursor } from './cursor.host';
import type { Host, HostId } from './host';
import { inspector } from './inspector.host';
import { mcpRemote } from './mcp-remote.host';
import { script } from './script.host';
import { vscode } from './vscode.host';

/** Every host the doctor knows, in the order of the report. */
export const HOSTS: readonly Host[] = [
  claude,
  claudeCode,
  cursor,
  chatgpt,
  vscode,
  copilotCli,
  mcpRemote,
  inspector,
  codex,
  script,
];

export type OAuthHost = Host & { readonly oauth: NonNullable<Host['oauth']> };

export const OAUTH_HOSTS = HOSTS.filter((host): host is OAuthHost => host.oauth !== undefined);

/** What people call them besides. */
const ALSO: Readonly<Record<string, HostId>> = {
  'claude-desktop': 'claude',
  'claude.ai': 'claude',
  'vs-code': 'vscode',
  copilot: 'copilot-cli',
  key: 'script',
};

/** @returns the host of this name, or undefined */
export function hostNamed(name: string): Host | undefined {
  const wanted = name.toLowerCase();
  return HOSTS.find(({ id }) => id === (Object.hasOwn(ALSO, wanted) ? ALSO[wanted] : wanted));
}
