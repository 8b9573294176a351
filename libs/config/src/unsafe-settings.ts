import type { Config } from './load-config';

/** What must change before production, and what should. */
export type WarningGrade = 'mustChange' | 'shouldChange';

export interface UnsafeSetting {
  readonly grade: WarningGrade;
  /** For the operator: what is unsafe, and what to do about it. */
  readonly text: string;
}

/** What a process serves; a setting matters only to those that it concerns. */
export type ProcessKind = 'api' | 'worker';

interface Rule {
  readonly grade: WarningGrade;
  readonly concerns: readonly ProcessKind[];
  readonly applies: (config: Config) => boolean;
  readonly text: string;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

const RULES: readonly Rule[] = [
  {
    grade: 'mustChange',
    concerns: ['api'],
    applies: ({ publicUrl }) => {
      const { protocol, hostname } = new URL(publicUrl);
      return protocol === 'http:' && !LOOPBACK.includes(hostname);
    },
    text: 'PUBLIC_URL is http: credentials travel in the clear. Put TLS in front and set an https PUBLIC_URL.',
  },
  {
    grade: 'mustChange',
    concerns: ['api'],
    applies: ({ database, redisUrl }) => database.driver === 'postgres' && !redisUrl,
    text: 'REDIS_URL is not set: with more than one replica, limits count per process and a revoked credential lives on for up to 5 seconds.',
  },
  {
    grade: 'mustChange',
    concerns: ['api', 'worker'],
    applies: ({ webhookAllowPrivate }) => webhookAllowPrivate,
    text: 'WEBHOOK_ALLOW_PRIVATE is on: whoever starts a run can make this server send requests into your network. Set it to off outside development.',
  },
  {
    grade: 'mustChange',
    concerns: ['api'],
    applies: ({ oauth }) => oauth.metadataAllowPrivate,
    text: 'OAUTH_METADATA_ALLOW_PRIVATE is on: whoever opens the sign-in page can make this server send requests into your network. Set it to off outside development.',
  },
  {
    grade: 'shouldChange',
    concerns: ['api'],
    applies: ({ database, redisUrl }) => database.driver === 'pglite' && redisUrl !== undefined,
    text: 'The embedded database serves one process; set DATABASE_URL before you add replicas.',
  },
];

/** @returns what is unsafe in the configuration of such a process, the graver first */
export function unsafeSettings(config: Config, kind: ProcessKind): UnsafeSetting[] {
  return RULES.filter(({ concerns, applies }) => concerns.includes(kind) && applies(config)).map(
    ({ grade, text }) => ({ grade, text }),
  );
}
