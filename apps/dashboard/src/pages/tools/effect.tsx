import { Badge } from '../../ui/badge';
import { HINTS, isDestructive } from './tools';

/** What a call does to the world, in a word. */
export function Effect({ hint }: { readonly hint: string }) {
  return (
    <Badge tone={isDestructive({ hint }) ? 'danger' : hint === 'R' ? 'good' : 'neutral'}>
      {HINTS[hint]?.split(/[;,]/)[0] ?? hint}
    </Badge>
  );
}
