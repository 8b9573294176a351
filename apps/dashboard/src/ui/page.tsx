import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page: its name in the window and as the heading, to which the focus goes after navigation. */
export function Page({ title, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Duvo`;
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <>
      <div className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      <div className="stack">{children}</div>
    </>
  );
}

const first = location.pathname;
let hasMoved = false;

/** The first page leaves the focus where a browser puts it, so that the skip link comes first. */
function hasNavigated(): boolean {
  hasMoved ||= location.pathname !== first;
  return hasMoved;
}

interface SectionProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** The content reaches the edges. */
  readonly flush?: boolean;
}

export function Section({ title, about, actions, children, flush = false }: SectionProps) {
  return (
    <section className={flush ? 'card card-flush' : 'card'} aria-label={title}>
      <div className="card-head">
        <div>
          <h2>{title}</h2>
          {about && <p className="muted small">{about}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
