import type { ReactNode } from 'react';

type Tone = 'neutral' | 'good' | 'warning' | 'danger';

/** A state in a word; colour only repeats it. */
export function Badge({
  tone = 'neutral',
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
