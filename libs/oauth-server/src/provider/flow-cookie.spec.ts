import type { IncomingMessage } from 'node:http';
import { FlowCookie } from './flow-cookie';

const requestWith = (cookie: string) => ({ headers: { cookie } }) as IncomingMessage;

describe('the cookie of a request for access', () => {
  it('is taken from this host alone, over https', () => {
    expect(new FlowCookie('https://api.example').set('abc')).toMatch(
      /^__Host-duvo_flow_[0-9a-f]{16}=1; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600$/,
    );
  });

  it('does without the prefix where a browser would refuse it', () => {
    expect(new FlowCookie('http://localhost:3000').set('abc')).toMatch(
      /^duvo_flow_[0-9a-f]{16}=1; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600$/,
    );
  });

  it('is found for its own request alone, among others', () => {
    const flow = new FlowCookie('https://api.example');
    const [pair = ''] = flow.set('abc').split(';');
    expect(flow.isIn(requestWith(`a=b; ${pair}; c=d`), 'abc')).toBe(true);
    expect(flow.isIn(requestWith(pair), 'other')).toBe(false);
    expect(flow.isIn(requestWith(pair.slice('__Host-'.length)), 'abc')).toBe(false);
    expect(flow.isIn({ headers: {} } as IncomingMessage, 'abc')).toBe(false);
  });

  it('ends at once where it is taken back', () => {
    expect(new FlowCookie('https://api.example').clear('abc')).toContain('Max-Age=0');
  });

  it('of the oldest requests go when an eleventh is opened, and only those', () => {
    const flow = new FlowCookie('https://api.example');
    const pairs = Array.from({ length: 11 }, (_, place) => flow.set(`r${place}`).split(';')[0]);
    const header = ['session=x', ...pairs, '__Host-duvo_flow_other=1'].join('; ');
    expect(flow.makeRoom(requestWith(header))).toEqual([flow.clear('r0'), flow.clear('r1')]);
    expect(flow.makeRoom(requestWith(pairs.slice(0, 9).join('; ')))).toEqual([]);
  });
});
