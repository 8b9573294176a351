// The MCP conformance suite against the real server, in every revision it knows.
import assert from 'node:assert/strict';
import { buildProduct, installClients } from '../clients/support/install.mjs';
import { limitRun } from '../clients/support/processes.mjs';
import { Report } from '../clients/support/report.mjs';
import { startServer } from '../clients/support/server.mjs';
import { testAuthorization } from './authorization.mjs';
import { startProxy } from './proxy.mjs';
import { FIXTURE_RUNS, PRODUCT_RUNS } from './runs.mjs';
import { runSuite } from './suite.mjs';

const RUN_LIMIT = 5 * 60_000;

installClients();
buildProduct();
limitRun(RUN_LIMIT);

const report = new Report();
const rows = [];
await testServer('the product', {}, PRODUCT_RUNS);
await testServer('with fixtures', { entry: 'test/conformance/fixture-server.cjs' }, FIXTURE_RUNS);
await testAuthorization(report);
printTable(rows);
report.finish();

async function testServer(title, options, runs) {
  const server = await startServer(options);
  const endpoint = `${await startProxy(server.url, server.ownerKey)}/v1/mcp`;
  for (const run of runs) await testRun(endpoint, run);
  await report.check(title, 'answers nothing with a 5xx', async () => {
    assert.deepEqual(server.faults(), []);
  });
  await server.stop();
}

async function testRun(endpoint, { title, args, least }) {
  const { code, output, succeeded } = await runSuite(endpoint, args);
  await report.check(title, 'nothing fails but what its baseline names', async () => {
    assert.equal(code, 0, `the suite ended with code ${code}:\n${summaryOf(output)}`);
  });
  for (const [scenario, needed] of Object.entries(least)) {
    const found = succeeded.get(scenario) ?? 0;
    rows.push([title, scenario, String(found), String(needed)]);
    await report.check(title, `${scenario} proves at least ${needed}`, async () => {
      assert.ok(found >= needed, `${found} checks of ${scenario} succeeded, ${needed} are needed`);
    });
  }
}

function summaryOf(output) {
  return output.slice(Math.max(0, output.indexOf('=== SUMMARY ===')));
}

function printTable(lines) {
  const all = [['run', 'scenario', 'succeeded', 'needed'], ...lines];
  const widths = all[0].map((_, column) => Math.max(...all.map((line) => line[column].length)));
  const format = (line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  process.stdout.write(`\n${all.map((line) => format(line).trimEnd()).join('\n')}\n\n`);
}
