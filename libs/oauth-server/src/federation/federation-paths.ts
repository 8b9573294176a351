/** Where the provider sends people back to: one fixed address, which is registered there. */
export const FEDERATION_CALLBACK_PATH = '/oauth/federation/callback';

/** Sign-in without a request for access, for the dashboard: `?next=<path>`. */
export const FEDERATION_START_PATH = '/oauth/federation/start';

/** Where a link on the sign-in page leads (GET, by a click): from there the browser goes on to the provider. */
export const federatedStartPath = (uid: string): string => `/oauth/interaction/${uid}/federated/start`;

/** Where the browser comes back to the request for access, signed in. */
export const federatedReturnPath = (uid: string): string => `/oauth/interaction/${uid}/federated`;
