import type { Args } from './place';
import type { Seeds } from './seeds';

type Table = Readonly<Record<string, (seeds: Seeds) => Readonly<Record<string, Args>>>>;

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

export const SANDBOX_EXAMPLES: Table = {
  list_sandboxes: () => ({
    all: {},
    'all filters': { status: 'active', limit: 2, offset: 1 },
    expired: { status: 'expired' },
  }),
  get_sandbox: ({ sandboxes }) => ({
    own: { sandbox_id: sandboxes.ownId },
    'of another user': { sandbox_id: sandboxes.othersId },
    expired: { sandbox_id: sandboxes.expiredId },
    'no such item': { sandbox_id: UNKNOWN_ID },
  }),
  create_sandbox: ({ tag }) => ({
    'nothing given': {},
    'all given': { name: `Sandbox ${tag} “ü” 🦊`, expires_in_minutes: 5 },
    'with an idempotency key': { name: `Once ${tag}`, idempotency_key: `create-sandbox-${tag}` },
    'the same key and body': { name: `Once ${tag}`, idempotency_key: `create-sandbox-${tag}` },
    'the same key, other body': { name: `Twice ${tag}`, idempotency_key: `create-sandbox-${tag}` },
  }),
  list_sandbox_files: ({ sandboxes }) => ({
    'top folder': { sandbox_id: sandboxes.ownId },
    'one folder': { sandbox_id: sandboxes.ownId, path: '/workspace/in', limit: 1, offset: 0 },
    'no such folder': { sandbox_id: sandboxes.ownId, path: '/workspace/a b/ü&=?#%2f+' },
    'of another user': { sandbox_id: sandboxes.othersId },
    expired: { sandbox_id: sandboxes.expiredId },
    'no such item': { sandbox_id: UNKNOWN_ID },
  }),
  upload_sandbox_file: ({ sandboxes: { ownId, othersId, expiredId }, tag }) => ({
    'new file': { sandbox_id: ownId, path: `/workspace/made/${tag}.md`, content: '# Ü 🦊\n' },
    'as base64': { sandbox_id: ownId, path: '/workspace/a.bin', content: '/wCA', encoding: 'base64' },
    'not base64': { sandbox_id: ownId, path: '/workspace/b.bin', content: '§', encoding: 'base64' },
    'a path that is taken': { sandbox_id: ownId, path: '/workspace/seed.txt', content: 'x' },
    'a folder in the way': { sandbox_id: ownId, path: '/workspace/in', content: 'x' },
    'a file in the way': { sandbox_id: ownId, path: '/workspace/seed.txt/below', content: 'x' },
    'outside the workspace': { sandbox_id: ownId, path: '/workspace/../etc/passwd', content: 'x' },
    'of another user': { sandbox_id: othersId, path: `/workspace/${tag}.txt`, content: 'x' },
    expired: { sandbox_id: expiredId, path: '/workspace/late.txt', content: 'x' },
    'no such item': { sandbox_id: UNKNOWN_ID, path: '/workspace/a', content: 'x' },
    'with an idempotency key': {
      sandbox_id: ownId,
      path: '/workspace/once.txt',
      content: 'Once',
      idempotency_key: `upload-${tag}`,
    },
    'the same key and body': {
      sandbox_id: ownId,
      path: '/workspace/once.txt',
      content: 'Once',
      idempotency_key: `upload-${tag}`,
    },
  }),
};
