import { Badge } from '../../ui/badge';
import { counted } from '../../ui/format';
import type { AdminTool } from './admin-tools';

/** Whether hosts take a tool. */
export function Gate({ gate: { passed, findings } }: Pick<AdminTool, 'gate'>) {
  return passed ? (
    <Badge tone="good">Take it</Badge>
  ) : (
    <Badge tone="danger">{counted(findings.length, 'finding')}</Badge>
  );
}
