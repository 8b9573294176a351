import { loadConfig } from '@app/config';
import { welcome } from './welcome';

const config = loadConfig({ PORT: '3000' });
const first = { ownerKey: 'duvo_live_example', password: 'MadeUp1234567890' };

describe('welcome', () => {
  it('shows in the first start how people sign in and with which key scripts call', () => {
    const text = welcome(config, 'pglite', first);
    expect(text).toMatch(/^Sign in: owner@acme\.test, password MadeUp1234567890/m);
    expect(text).toContain('API key (owner@acme.test): duvo_live_example');
    expect(text.match(/Bearer duvo_live_example/g)?.length).toBeGreaterThan(0);
  });

  it.each([first, undefined])('says in every start where people and hosts go', (credentials) => {
    const text = welcome(config, 'pglite', credentials);
    expect(text).toMatch(/^MCP endpoint: http:\/\/127\.0\.0\.1:3000\/v1\/mcp$/m);
    expect(text).toMatch(/^Dashboard: http:\/\/127\.0\.0\.1:3000\/$/m);
  });

  it('says in later starts how to make either, and shows neither', () => {
    const text = welcome(config, 'pglite', undefined);
    expect(text).toContain('npm run teams -- set-password --user owner@acme.test');
    expect(text).toContain('npm run keys -- create --user owner@acme.test');
    expect(text).not.toMatch(/password [0-9A-Za-z]{16}|duvo_live_/);
  });
});
