// The balancer's settings as they are shipped, for replicas of this machine.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const SHIPPED = join(__dirname, '../../deploy/haproxy/haproxy.cfg');

/** Header in which the balancer says who answered. */
const SERVED_BY = 'x-served-by';

/**
 * @param {number} port to listen on
 * @param {Readonly<Record<string, number>>} replicas names and ports; all on this machine
 * @param {number} [pauseMs] how long each request is held back
 * @throws if the shipped file no longer has what differs here
 */
function haproxyConfig(port, replicas, pauseMs = 0) {
  const servers = Object.entries(replicas).map(([name, at]) => `  server ${name} 127.0.0.1:${at}`);
  const differences = [
    [/^ {2}bind :8080$/m, `  bind 127.0.0.1:${port}${pauseMs > 0 ? pauseOf(pauseMs) : ''}`],
    [/^ {2}log stdout .*\n/m, ''],
    // This machine may not allow as many open files.
    [/^ {2}maxconn \d+$/m, '  maxconn 4000'],
    // No two in a row meet the same replica.
    [/^ {2}balance \w+$/m, '  balance roundrobin'],
    // Names are looked up where replicas come and go.
    [/^resolvers [^]*?\n\n/m, ''],
    [/^( {2}default-server .*) resolvers .*$/m, '$1'],
    [/^ {2}server-template .*$/m, [`  http-response set-header ${SERVED_BY} %s`, ...servers].join('\n')],
  ];
  return differences.reduce(
    (text, [pattern, here]) => {
      if (!pattern.test(text)) throw new Error(`${SHIPPED} has nothing like ${pattern}.`);
      return text.replace(pattern, here);
    },
    readFileSync(SHIPPED, 'utf8'),
  );
}

// https://docs.haproxy.org/2.6/configuration.html#7.3.1-wait_end
const pauseOf = (ms) => `\n  tcp-request inspect-delay ${ms}ms\n  tcp-request content accept if WAIT_END`;

module.exports = { haproxyConfig, SERVED_BY };
