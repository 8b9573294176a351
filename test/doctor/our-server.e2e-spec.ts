import { runDoctor } from '@app/doctor';
import type { Report } from '@app/doctor';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

/** What a test on loopback without the internet cannot have. */
const REMARKS = ['reach-url', 'cimd-behaviour'];

describe('the doctor at our own server', () => {
  let test: TestApp;
  let report: Report;
  beforeAll(async () => {
    test = await createTestApp();
    report = await runDoctor(`${test.url}/v1/mcp`, { token: test.world.acme.keys.owner });
  });
  afterAll(() => test.close());

  it('finds nothing for any host to stumble over', () => {
    const complaints = report.findings.filter(
      ({ id, verdict }) => verdict !== 'ok' && !(verdict === 'warning' && REMARKS.includes(id)),
    );
    expect(complaints).toEqual([]);
    expect(report.hosts.filter(({ verdict }) => verdict !== 'works')).toEqual([]);
  });

  it('leaves no client behind', () => {
    expect(report.registrations).toEqual({ made: 9, removed: 9 });
  });
});
