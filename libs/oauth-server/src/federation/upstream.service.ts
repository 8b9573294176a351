import { Injectable, Logger } from '@nestjs/common';
import { allowInsecureRequests, ClientSecretBasic, ClientSecretPost, discovery, None } from 'openid-client';
import type { ClientAuth, Configuration } from 'openid-client';
import { Clock } from '@app/auth';
import type { UpstreamConfig } from '@app/config';
import { parseUrl } from '@app/net';
import { UpstreamUnavailable } from './upstream-unavailable';

const TIMEOUT_SECONDS = 5;
/** Metadata is read again after this time; what was read before serves until that works. */
const FRESH_MS = 60 * 60_000;
/** After a failure nobody asks for this time, so that a provider that is down is not overrun. */
const PAUSE_MS = 2_000;
const RETRY_AFTER_MS = 200;

/** The OpenID Connect provider at which people sign in, as it describes itself. */
@Injectable()
export class Upstream {
  private readonly logger = new Logger(Upstream.name);
  private known: { readonly configuration: Configuration; readonly until: number } | undefined;
  private asking: Promise<Configuration> | undefined;
  private pausedUntil = 0;

  constructor(private readonly clock: Clock) {}

  /** @throws UpstreamUnavailable while nothing is known of the provider and it cannot be asked */
  async configuration(upstream: UpstreamConfig): Promise<Configuration> {
    const now = this.clock.now();
    if (this.known && (this.known.until > now || this.pausedUntil > now)) return this.known.configuration;
    if (this.pausedUntil > now) throw new UpstreamUnavailable('its metadata could not be read a moment ago');
    this.asking ??= this.ask(upstream).finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(upstream: UpstreamConfig): Promise<Configuration> {
    try {
      const configuration = await discover(upstream).catch(async (error: unknown) => {
        if (error instanceof WrongIssuer) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
        return discover(upstream);
      });
      this.known = { configuration, until: this.clock.now() + FRESH_MS };
      return configuration;
    } catch (error) {
      this.pausedUntil = this.clock.now() + PAUSE_MS;
      this.logger.error(
        `The metadata of ${upstream.issuer} (OIDC_UPSTREAM_ISSUER) cannot be used: ${wordsOf(error)}`,
      );
      if (this.known) return this.known.configuration;
      throw new UpstreamUnavailable('its metadata cannot be read', error);
    }
  }
}

class WrongIssuer extends Error {}

async function discover(upstream: UpstreamConfig): Promise<Configuration> {
  const server = new URL(upstream.issuer);
  const isPlain = server.protocol === 'http:';
  const found = await discovery(server, upstream.clientId, undefined, authenticationAs(upstream), {
    timeout: TIMEOUT_SECONDS,
    // The settings let http through for development only.
    ...(isPlain && { execute: [allowInsecureRequests] }),
  });
  // The library lets Entra ID's common endpoint pass, at which people of every tenant of the world sign in.
  const { issuer } = found.serverMetadata();
  if (parseUrl(issuer)?.href !== server.href) {
    throw new WrongIssuer(`it is the metadata of ${issuer}; name one tenant, spelled as there`);
  }
  return found;
}

/** The secret in the body where that is offered: in the header it is encoded in two ways, depending on whom one asks. */
function authenticationAs({ clientSecret }: UpstreamConfig): ClientAuth {
  if (clientSecret === undefined) return None();
  const inBody = ClientSecretPost(clientSecret);
  const inHeader = ClientSecretBasic(clientSecret);
  return (server, client, body, headers) => {
    const offered = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const way = offered.includes('client_secret_post') ? inBody : inHeader;
    way(server, client, body, headers);
  };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
