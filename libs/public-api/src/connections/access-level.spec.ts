import { asTeamId } from '@app/database';
import { accessOf, reaches } from './access-level';
import type { Subject } from './access-level';

const teamId = asTeamId('team');
const caller = (role: Subject['role'], userId = 'caller'): Subject => ({ userId, teamId, role });
const connection = { ownerId: 'owner', shared: false };
const shared = { ownerId: 'owner', shared: true };

describe('accessOf', () => {
  it('gives the owner of the connection manage', () => {
    expect(accessOf(connection, [], caller('member', 'owner'))).toBe('manage');
  });

  it('gives nothing to others, the owner of the team included', () => {
    expect(accessOf(connection, [], caller('member'))).toBe('none');
    expect(accessOf(connection, [], caller('owner'))).toBe('none');
  });

  it('takes shared as use for the whole team', () => {
    expect(accessOf(shared, [], caller('member'))).toBe('use');
  });

  it('takes the highest level that matches', () => {
    const grants = [
      { subject: 'team', subjectId: 'team', level: 'view' },
      { subject: 'user', subjectId: 'caller', level: 'manage' },
      { subject: 'role', subjectId: 'member', level: 'use' },
    ] as const;
    expect(accessOf(connection, grants, caller('member'))).toBe('manage');
    expect(accessOf(connection, grants, caller('member', 'other'))).toBe('use');
    expect(accessOf(connection, grants, caller('builder', 'other'))).toBe('view');
  });

  it('never lowers what shared gives', () => {
    expect(
      accessOf(shared, [{ subject: 'user', subjectId: 'caller', level: 'view' }], caller('member')),
    ).toBe('use');
  });

  it('matches a role grant to exactly that role', () => {
    const grants = [{ subject: 'role', subjectId: 'builder', level: 'use' }] as const;
    expect(accessOf(connection, grants, caller('builder'))).toBe('use');
    expect(accessOf(connection, grants, caller('admin'))).toBe('none');
  });

  it('compares ids only within their kind of subject', () => {
    expect(
      accessOf(connection, [{ subject: 'user', subjectId: 'builder', level: 'use' }], caller('builder')),
    ).toBe('none');
  });

  it('gives a viewer nothing, not even what is its own or shared', () => {
    const grants = [{ subject: 'user', subjectId: 'caller', level: 'manage' }] as const;
    expect(accessOf(shared, grants, caller('viewer'))).toBe('none');
    expect(accessOf(connection, [], caller('viewer', 'owner'))).toBe('none');
  });
});

describe('reaches', () => {
  it('orders none, view, use, manage', () => {
    expect(reaches('none', 'view')).toBe(false);
    expect(reaches('view', 'use')).toBe(false);
    expect(reaches('use', 'use')).toBe(true);
    expect(reaches('manage', 'use')).toBe(true);
  });
});
