import type { AuditPageView } from '@app/operator';
import type { CliGroup } from '../cli-group';
import { groupOf } from '../group-of';
import type { ActionParser } from '../group-of';
import { parseOptions } from '../parse-options';
import { AUDIT_HELP } from './audit.help';
import { renderEntries, renderLines } from './audit.render';

const FILTERS = [
  ...['team', 'since', 'until', 'user', 'credential', 'client', 'operation', 'outcome', 'source'],
] as const;

const ACTIONS: Readonly<Record<string, ActionParser>> = {
  list: (argv) => {
    const { options } = parseOptions('audit list', argv, [...FILTERS, 'limit', 'cursor']);
    return { command: 'audit.list', args: options, render: renderEntries };
  },
  export: (argv) => {
    const { options } = parseOptions('audit export', argv, FILTERS);
    return {
      command: 'audit.export',
      args: options,
      render: renderLines,
      renderJson: renderLines,
      next: ({ next_cursor: cursor }: AuditPageView) => (cursor === null ? undefined : { cursor }),
    };
  },
};

/** `npm run audit -- …` */
export const auditGroup: CliGroup = groupOf('audit', AUDIT_HELP, ACTIONS);
