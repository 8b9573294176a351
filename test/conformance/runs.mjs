// What is run, and what each scenario must have proved. Exit code 0 is no proof: scenarios that find nothing to
// check pass, so those that do apply have a least number of checks of their own that succeeded.
import { here } from './suite.mjs';

const SINGLE = { 'tools-list': 1, 'server-initialize': 1, ping: 1 };

export const PRODUCT_RUNS = [
  {
    title: '2025-11-25',
    args: ['--requirements', '2025-11-25', '--expected-failures', here('legacy.yml')],
    least: { 'server-initialize': 1, ping: 1, 'tools-list': 2, 'dns-rebinding-protection': 2 },
  },
  {
    title: '2026-07-28',
    args: ['--requirements', '2026-07-28', '--expected-failures', here('modern.yml')],
    least: {
      'server-stateless': 24,
      caching: 3,
      'tools-list': 3,
      'dns-rebinding-protection': 2,
      'server-sse-multiple-streams': 1,
    },
  },
  {
    // Not scored in the requirements of the revision; scored here.
    title: '2026-07-28 headers',
    args: ['--scenario', 'http-header-validation', '--spec-version', '2026-07-28'],
    least: { 'http-header-validation': 13 },
  },
  // The suite has no requirements for this revision, but three scenarios that speak it.
  ...Object.entries(SINGLE).map(([scenario, least]) => ({
    title: `2025-06-18 ${scenario}`,
    args: ['--scenario', scenario, '--spec-version', '2025-06-18'],
    least: { [scenario]: least },
  })),
];

/** Scenarios that a REST reply can answer, with operations of fixture-server.cjs. No baseline: all must pass. */
export const FIXTURE_RUNS = ['2025-06-18', '2025-11-25', '2026-07-28'].flatMap((revision) =>
  ['tools-call-simple-text', 'tools-call-error'].map((scenario) => ({
    title: `${revision} fixtures`,
    args: ['--scenario', scenario, '--spec-version', revision],
    least: { [scenario]: 1 },
  })),
);
