import { metadataUrls } from './server-metadata';

describe('metadataUrls', () => {
  it.each([
    [
      'https://as.example',
      'https://as.example/.well-known/openid-configuration',
      'https://as.example/.well-known/oauth-authorization-server',
    ],
    [
      'https://tenant.auth0.example/',
      'https://tenant.auth0.example/.well-known/openid-configuration',
      'https://tenant.auth0.example/.well-known/oauth-authorization-server',
    ],
    [
      'https://kc.example/realms/acme',
      'https://kc.example/realms/acme/.well-known/openid-configuration',
      'https://kc.example/.well-known/oauth-authorization-server/realms/acme',
    ],
  ])('of %s are both that the standards name', (issuer, ...urls) => {
    expect(metadataUrls(issuer)).toEqual(urls);
  });
});
