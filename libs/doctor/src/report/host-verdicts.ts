import type { Host } from '../hosts/host';
import type { Finding, HostVerdict } from './report';

/** @returns how each host fares, given what was found on its way */
export function hostVerdicts(hosts: readonly Host[], findings: readonly Finding[]): HostVerdict[] {
  return hosts.map(({ id, name, path }) => {
    const onTheWay = findings.filter((finding) => path.includes(finding.id));
    const ids = (is: (finding: Finding) => boolean): string[] =>
      onTheWay.filter(is).map((finding) => finding.id);
    const problems = ids(({ verdict, hosts: meets }) => verdict === 'problem' && meets.includes(id));
    const leftOut = ids((finding) => finding.leftOut === true);
    // A script does little else than the handshake; without a credential nothing of it was seen.
    const nothingSeen = leftOut.includes('mcp-credential') && !path.some((check) => check.startsWith('dcr-'));
    return {
      id,
      name,
      verdict: problems.length > 0 ? 'stumbles' : nothingSeen ? 'untried' : 'works',
      problems,
      warnings: ids(({ verdict, hosts: meets }) => verdict === 'warning' && meets.includes(id)),
      leftOut,
    };
  });
}
