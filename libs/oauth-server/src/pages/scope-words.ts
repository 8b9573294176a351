import type { Scope } from '@app/auth';

interface ScopeWords {
  readonly title: string;
  readonly text: string;
}

/** What a scope lets an app do, in plain words. */
export const SCOPE_WORDS: Readonly<Record<Scope, ScopeWords>> = {
  'mcp:read': {
    title: 'See what is in the team',
    text: 'Agents, runs and their messages, queues, cases, files, skills and members.',
  },
  'mcp:write': {
    title: 'Make changes and start work',
    text: 'Start and stop runs, answer requests, change agents, cases and files.',
  },
};
