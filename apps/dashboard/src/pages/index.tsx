import { lazy } from 'react';
import type { ComponentType } from 'react';

export interface PageEntry {
  readonly path: string;
  readonly name: string;
  /** Where the navigation has it; without one it is reached from another page. */
  readonly group?: 'Start' | 'Settings' | 'Administration';
  readonly view: ComponentType;
  /** Opens to people in no team too. */
  readonly needsNoTeam?: true;
}

/** Every page, in the order of the navigation. Each is loaded when it is first opened. */
export const PAGES: readonly PageEntry[] = [
  { path: '/', name: 'Connect', group: 'Start', view: lazy(() => import('./connect')) },
  { path: '/runs', name: 'Runs', group: 'Start', view: lazy(() => import('./runs')) },
  { path: '/runs/:id', name: 'Run', view: lazy(() => import('./runs/run-detail')) },
  {
    path: '/human-requests',
    name: 'Human requests',
    group: 'Start',
    view: lazy(() => import('./runs/human-requests')),
  },
  { path: '/tools', name: 'Tools', group: 'Start', view: lazy(() => import('./tools')) },
  { path: '/tools/:name', name: 'Tool', view: lazy(() => import('./tools/tool-detail')) },
  { path: '/settings/api-keys', name: 'API keys', group: 'Settings', view: lazy(() => import('./api-keys')) },
  {
    path: '/settings/connected-apps',
    name: 'Connected apps',
    group: 'Settings',
    view: lazy(() => import('./connected-apps')),
  },
  {
    path: '/settings/connections',
    name: 'Connections',
    group: 'Settings',
    view: lazy(() => import('./connections')),
  },
  { path: '/settings/members', name: 'Members', group: 'Settings', view: lazy(() => import('./members')) },
  {
    path: '/settings/limits',
    name: 'Your limits',
    group: 'Settings',
    view: lazy(() => import('./own-limits')),
  },
  { path: '/invites/:token', name: 'Invite', view: lazy(() => import('./invite')), needsNoTeam: true },
  {
    path: '/admin/rate-limits',
    name: 'Rate limits',
    group: 'Administration',
    view: lazy(() => import('./limits')),
  },
  { path: '/admin/usage', name: 'Usage', group: 'Administration', view: lazy(() => import('./usage')) },
  {
    path: '/admin/webhooks',
    name: 'Webhooks',
    group: 'Administration',
    view: lazy(() => import('./webhooks')),
  },
  { path: '/admin/audit', name: 'Audit log', group: 'Administration', view: lazy(() => import('./audit')) },
];
