import { Link, useLocation } from 'wouter';
import { PAGES } from '../pages';
import type { PageEntry } from '../pages';
import { useWaiting } from '../pages/runs/waiting';

interface NavigationProps {
  readonly isAdmin: boolean;
  readonly onGo: () => void;
}

const GROUPS = ['Start', 'Settings', 'Administration'] as const;

export function Navigation({ isAdmin, onGo }: NavigationProps) {
  const entries = PAGES.filter((page) => page.group !== 'Administration' || isAdmin);
  return (
    <nav className="nav" aria-label="Main">
      {GROUPS.map((group) => {
        const links = entries.filter((page) => page.group === group);
        if (links.length === 0) return null;
        return (
          <div key={group}>
            {group !== 'Start' && <p className="nav-label">{group}</p>}
            <ul>
              {links.map((page) => (
                <li key={page.path}>
                  <NavLink page={page} onGo={onGo} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

function NavLink({ page, onGo }: { readonly page: PageEntry; readonly onGo: () => void }) {
  const [location] = useLocation();
  const isHere = page.path === '/' ? location === '/' : location.startsWith(page.path);
  return (
    <Link href={page.path} aria-current={isHere ? 'page' : undefined} onClick={onGo}>
      <span>{page.name}</span>
      {page.path === '/human-requests' && <WaitingCount />}
    </Link>
  );
}

function WaitingCount() {
  const total = useWaiting().data?.total ?? 0;
  if (total === 0) return null;
  return (
    <span className="badge badge-warning">
      {total}
      <span className="unseen"> waiting</span>
    </span>
  );
}
