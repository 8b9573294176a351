import { asTeamId } from '@app/database';
import { connectionSchema, toConnectionView } from './connections.schemas';
import type { ConnectionRow } from './connections.tables';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const row: ConnectionRow = {
  id: id(1),
  teamId: asTeamId(id(2)),
  name: 'Bank portal',
  type: 'browser_login',
  provider: 'bank',
  status: 'broken',
  brokenReason: 'credentials_expired',
  accountLabel: 'Payments',
  scopes: ['pay'],
  ownerId: id(3),
  shared: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

describe('toConnectionView', () => {
  it('shows the account to whoever has a level', () => {
    const view = toConnectionView({ row, access: 'view' });
    expect(connectionSchema.parse(view)).toMatchObject({
      broken_reason: 'credentials_expired',
      account_label: 'Payments',
      scopes: ['pay'],
      access: 'view',
    });
  });

  it('hides it from whoever has none, and keeps the rest', () => {
    const view = toConnectionView({ row, access: 'none' });
    expect(connectionSchema.parse(view)).toEqual({
      ...toConnectionView({ row, access: 'view' }),
      access: 'none',
      broken_reason: null,
      account_label: null,
      scopes: [],
    });
  });
});
