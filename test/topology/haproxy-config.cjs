// The balancer's settings. docs/guides/replicas.md says why each is as it is.

/** Header in which the balancer says who answered. */
const SERVED_BY = 'x-served-by';

const body = (error, message) =>
  `'{"error":"${error}","message":"${message}","request_id":"%[var(txn.request_id)]"}'`;

/** A reply that the balancer itself gives has the form of all others. */
const own = (status, error, message) =>
  `http-error status ${status} content-type application/json lf-string ${body(error, message)} hdr retry-after 2 hdr x-request-id %[var(txn.request_id)]`;

/**
 * @param {number} port to listen on
 * @param {Readonly<Record<string, number>>} replicas names and ports; all on this machine
 */
function haproxyConfig(port, replicas) {
  const servers = Object.entries(replicas).map(([name, at]) => `  server ${name} 127.0.0.1:${at}`);
  return `global
  maxconn 4000

defaults
  mode http
  timeout connect 2s
  timeout client 65s
  timeout server 65s
  timeout queue 5s
  timeout http-keep-alive 60s
  timeout check 2s
  ${own(502, 'upstream_error', 'The server that had the request is gone; repeat it, a write with its idempotency key.')}
  ${own(503, 'unavailable', 'No server is ready; try again in a moment.')}
  ${own(504, 'unavailable', 'The server did not answer in time; try again in a moment.')}

frontend door
  bind 127.0.0.1:${port}
  http-request set-header x-request-id %[uuid()] unless { req.hdr(x-request-id) -m reg ^[A-Za-z0-9._-]{1,64}$ }
  http-request set-var(txn.request_id) req.hdr(x-request-id)
  default_backend replicas

backend replicas
  balance roundrobin
  option forwardfor
  option httpchk
  http-check send meth GET uri /readyz
  http-check expect status 200
  retries 3
  option redispatch 1
  retry-on conn-failure empty-response
  http-request disable-l7-retry if { method POST PUT PATCH DELETE } !{ req.hdr(idempotency-key) -m found }
  http-response set-header ${SERVED_BY} %s
  default-server check inter 500ms fall 2 rise 1
${servers.join('\n')}
`;
}

module.exports = { haproxyConfig, SERVED_BY };
