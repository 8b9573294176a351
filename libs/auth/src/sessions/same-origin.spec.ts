import type { Request } from 'express';
import { isSameOrigin } from './same-origin';

const OWN = 'https://duvo.test';
const from = (headers: Record<string, string>) => isSameOrigin({ headers } as unknown as Request, OWN);

describe('isSameOrigin', () => {
  it.each([
    [{ origin: OWN, 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    // Browsers that do not know Sec-Fetch-Site.
    [{ origin: OWN }],
  ])('takes %j for ours', (headers) => {
    expect(from(headers as Record<string, string>)).toBe(true);
  });

  it.each([
    [{}],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'SAME-ORIGIN' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: `${OWN}.evil.example` }],
    [{ origin: 'http://duvo.test' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    [{ origin: OWN, 'sec-fetch-site': 'cross-site' }],
  ])('A44: takes %j for foreign', (headers) => {
    expect(from(headers as Record<string, string>)).toBe(false);
  });
});
