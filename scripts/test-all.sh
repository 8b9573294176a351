#!/usr/bin/env bash
# Everything: the quick complete check, then what needs more time.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step 'npm test'
node scripts/test-patiently.mjs test
step 'full matrix, long property runs'
FULL_MATRIX=1 PROPERTY_RUNS=300 node scripts/test-patiently.mjs test --testPathPatterns 'test/parity|test/permissions|test/robustness|libs/openapi-tools'
step 'workers that are killed'
node scripts/test-patiently.mjs test:long
step 'migrations match the tables'
npm run db:check
step 'conformance suite'
npm run test:conformance
step 'real MCP clients'
npm run test:clients
