import { ROLES } from '@app/auth';
import { limitedTo, requireReach } from './sandbox-access';

describe('whose sandboxes a role reaches', () => {
  it.each(ROLES)('as %s: own ones, and everybody’s as owner and admin', (role) => {
    const caller = { role, userId: 'me' };
    const all = role === 'owner' || role === 'admin';
    expect(limitedTo(caller)).toBe(all ? undefined : 'me');
    expect(() => requireReach(caller, { createdBy: 'me' })).not.toThrow();
    const foreign = () => requireReach(caller, { createdBy: 'other' });
    if (all) expect(foreign).not.toThrow();
    else expect(foreign).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});
