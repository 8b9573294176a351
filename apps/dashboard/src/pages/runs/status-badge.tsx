import type { Run } from '../../api/types';
import { Badge } from '../../ui/badge';

const TONES: Partial<Record<Run['status'], 'good' | 'warning' | 'danger'>> = {
  running: 'good',
  starting: 'good',
  completed: 'good',
  waiting: 'warning',
  failed: 'danger',
};

const WORDS: Partial<Record<Run['status'], string>> = { waiting: 'Waits for a person' };

export function StatusBadge({ status }: { readonly status: Run['status'] }) {
  return (
    <Badge tone={TONES[status] ?? 'neutral'}>
      {WORDS[status] ?? status.charAt(0).toUpperCase() + status.slice(1)}
    </Badge>
  );
}

const LIVE: readonly Run['status'][] = ['pending', 'starting', 'running', 'waiting'];
export const isLive = (status: Run['status']): boolean => LIVE.includes(status);
