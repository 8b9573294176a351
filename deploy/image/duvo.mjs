#!/usr/bin/env -S node --enable-source-maps
// What the image runs, by role: duvo api, duvo worker, duvo migrate, or a command of the operator such as duvo keys.
// It is loaded instead of spawned, so that signals reach it.
const PROGRAMS = {
  api: 'api/src/main.js',
  worker: 'worker/src/main.js',
  migrate: 'cli/src/migrate/main.js',
  doctor: 'cli/src/doctor/main.js',
};

const role = process.argv[2] ?? 'api';
const program = Object.hasOwn(PROGRAMS, role) ? PROGRAMS[role] : 'cli/src/main.js';
// The program of the other commands takes their first word itself.
if (Object.hasOwn(PROGRAMS, role)) process.argv.splice(2, 1);
await import(new URL(`../../dist/apps/${program}`, import.meta.url));
