import { SERVER_SCOPES } from '../provider/resource';
import { isNativeRedirect, redirectUriFault } from './redirect-uri-fault';

/** Client metadata on its way into the library's own checks, which may be changed here. */
export type ClientMetadataDraft = Record<string, unknown>;

const GRANT_TYPES = ['authorization_code', 'refresh_token'];
const MAX_REDIRECT_URIS = 50;
const MAX_NAME_LENGTH = 200;
/** As JSON spells what PostgreSQL does not store. */
const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;
/** Defaults of these would be refused at the authorization endpoint, where hosts send no `openid`. */
const DROPPED = ['default_max_age', 'default_acr_values', 'require_auth_time'];

/**
 * Makes a registration, or a metadata document, into one that the library takes.
 *
 * - Forgiving where hosts are sloppy: empty fields, unknown scopes, grants that we have not.
 * - Strict where it matters: where codes may be sent.
 *
 * @param refuse throws for the sentence it is given
 */
export function prepareClientMetadata(draft: ClientMetadataDraft, refuse: (sentence: string) => never): void {
  for (const [name, value] of Object.entries(draft)) {
    if (value === null || value === '') delete draft[name];
  }
  for (const name of DROPPED) delete draft[name];
  if (draft.sector_identifier_uri !== undefined) {
    refuse('sector_identifier_uri is not supported, because subjects are public here');
  }
  prepareName(draft, refuse);
  dropOddTexts(draft, ['software_id', 'software_version']);
  if (UNSTORABLE.test(JSON.stringify(draft)))
    refuse('metadata must hold no NUL and no half of a surrogate pair');
  prepareRedirectUris(draft, refuse);
  draft.grant_types = knownOnly(draft.grant_types, GRANT_TYPES);
  draft.response_types = knownOnly(draft.response_types, ['code']);
  if (isDocument(draft) && draft.token_endpoint_auth_method === 'client_secret_basic') {
    // The default for registrations; a document cannot hold a secret, so leaving it out can mean nothing else.
    draft.token_endpoint_auth_method = 'none';
  }
  // In a fragment the code would stay in the history and reach scripts of the page.
  draft.response_modes = ['query'];
  // A scope that is registered would bar the client from every other one it is challenged for later.
  if (draft.scope !== undefined) draft.scope = SERVER_SCOPES.join(' ');
}

/** @returns whether the client's id is the URL of its description */
const isDocument = ({ client_id: id }: ClientMetadataDraft): boolean =>
  typeof id === 'string' && /^https?:\/\//i.test(id);

function prepareName(draft: ClientMetadataDraft, refuse: (sentence: string) => never): void {
  const name = draft.client_name;
  if (typeof name !== 'string') return;
  if (name.length > MAX_NAME_LENGTH) refuse(`client_name must have at most ${MAX_NAME_LENGTH} characters`);
  // PostgreSQL stores neither NUL nor half of a pair.
  draft.client_name = name.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').trim();
}

/** Nobody here reads them, so what is no short printable text is not kept. */
function dropOddTexts(draft: ClientMetadataDraft, names: readonly string[]): void {
  for (const name of names) {
    const value = draft[name];
    const isPlain =
      typeof value === 'string' && value.length <= MAX_NAME_LENGTH && !/[\p{Cc}\p{Cs}]/u.test(value);
    if (!isPlain) delete draft[name];
  }
}

function prepareRedirectUris(draft: ClientMetadataDraft, refuse: (sentence: string) => never): void {
  const uris = draft.redirect_uris;
  if (!Array.isArray(uris)) return;
  if (uris.length > MAX_REDIRECT_URIS) refuse(`redirect_uris must have at most ${MAX_REDIRECT_URIS} items`);
  for (const uri of uris as unknown[]) {
    const fault = typeof uri === 'string' ? redirectUriFault(uri) : 'be texts';
    if (fault) refuse(`redirect_uris must ${fault}`);
  }
  // Hosts say web and mean an app: the library would refuse its scheme, and take plain http anywhere.
  if ((uris as string[]).some(isNativeRedirect)) draft.application_type = 'native';
}

/** Keeps a value that holds nothing known, so that the library names the fault. */
function knownOnly(values: unknown, known: readonly string[]): unknown {
  if (!Array.isArray(values)) return values;
  const kept = (values as unknown[]).filter((value) => known.includes(value as string));
  return kept.length > 0 ? kept : values;
}
