/**
 * Prefixes make browsers refuse a cookie that another host of the domain tries to plant
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-cookie-name-prefixes). They need https.
 */
export function cookieNames(publicUrl: string): { session: string; interaction: string; resume: string } {
  const isSecure = publicUrl.startsWith('https:');
  // Those of one request are limited to its path, which the stronger prefix forbids; FlowCookie makes up for it.
  return {
    session: isSecure ? '__Host-duvo_oauth' : 'duvo_oauth',
    interaction: isSecure ? '__Secure-duvo_interaction' : 'duvo_interaction',
    resume: isSecure ? '__Secure-duvo_resume' : 'duvo_resume',
  };
}
