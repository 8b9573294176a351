import { CHECKS } from './checks/checks';
import { runDoctor } from './doctor';
import { HOSTS } from './hosts/hosts';
import type { Report } from './report/report';
import { brokenChallenges } from './testing/broken-challenge.spec-support';
import { brokenMcp } from './testing/broken-mcp.spec-support';
import { brokenMetadata } from './testing/broken-metadata.spec-support';
import { brokenSignIn } from './testing/broken-sign-in.spec-support';
import { PATH, TOKEN, goodServer } from './testing/good-server.spec-support';
import { startStub } from './testing/http-stub.spec-support';
import type { Spoil } from './testing/http-stub.spec-support';

const BROKEN = [...brokenChallenges, ...brokenMetadata, ...brokenSignIn, ...brokenMcp];

/** The servers of these tests are on loopback, which the doctor rightly remarks. */
const REMARK = { 'reach-url': 'warning' };

async function examine(spoil?: Spoil): Promise<Report> {
  const stub = await startStub(goodServer(), spoil);
  try {
    return await runDoctor(stub.origin + PATH, { token: TOKEN, timeoutMs: 2_000 });
  } finally {
    await stub.close();
  }
}

const complaints = ({ findings }: Report): object =>
  Object.fromEntries(
    findings.flatMap(({ id, verdict }) => (verdict === 'ok' || verdict === 'skipped' ? [] : [[id, verdict]])),
  );

describe('a server that does everything right', () => {
  it('passes every check, with none skipped', async () => {
    const report = await examine();
    expect(complaints(report)).toEqual(REMARK);
    expect(report.findings.filter(({ verdict }) => verdict === 'skipped')).toEqual([]);
    expect(report.findings.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
    expect(report.hosts.map(({ verdict }) => verdict)).toEqual(HOSTS.map(() => 'works'));
  });
});

describe('a server that breaks one rule', () => {
  it.each(BROKEN.map((broken) => [broken.id, broken.what, broken] as const))(
    '%s notices a server that %s',
    async (id, _, { verdict, spoil, also, hosts, says }) => {
      const report = await examine(spoil);
      expect(complaints(report)).toEqual({ ...(id !== 'reach' && REMARK), [id]: verdict, ...also });
      const finding = report.findings.find((found) => found.id === id)!;
      expect(finding.mend).toEqual(expect.stringMatching(/\.$/));
      expect(finding.says).toMatch(says ?? /\.$/);
      if (hosts) expect([...finding.hosts].sort()).toEqual([...hosts].sort());
      for (const host of report.hosts) {
        const meets = finding.hosts.includes(host.id);
        expect((verdict === 'problem' ? host.problems : host.warnings).includes(id)).toBe(meets);
        if (verdict === 'problem' && meets) expect(host.verdict).toBe('stumbles');
      }
    },
  );

  it('exists for every check', () => {
    const tried = new Set(BROKEN.map(({ id }) => id));
    // Its verdict depends on the address, which a test on loopback cannot choose; see its own test.
    expect(CHECKS.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual(['reach-url']);
  });
});

describe('the checks', () => {
  const ids = CHECKS.map(({ id }) => id);

  it('have ids of their own', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are named rightly on the way of each host', () => {
    for (const { path } of HOSTS) expect(path.filter((id) => !ids.includes(id))).toEqual([]);
    for (const { path } of HOSTS) expect(new Set(path).size).toBe(path.length);
  });

  it('stand on the way of a host, unless they are about safety', () => {
    const onTheWay = new Set(HOSTS.flatMap(({ path }) => path));
    const aside = CHECKS.filter(({ id, topic }) => !onTheWay.has(id) && topic !== 'safety');
    expect(aside.map(({ id }) => id)).toEqual([]);
  });
});
