import { diffLock } from '@app/openapi-tools';
import type { Lock, LockChange } from '@app/openapi-tools';
import type { Command, CommandCall, Terminal } from '../command';
import { convertValue, DOCUMENT_FLAGS, DOCUMENT_HELP, isLock } from '../read-document';
import { readValue } from '../read-value';
import { UsageError } from '../usage-error';

export const diffCommand: Command = {
  name: 'diff',
  words: ['OLD', 'NEW'],
  options: [],
  flags: [...DOCUMENT_FLAGS, 'json'],
  help: `openapi-tools diff OLD NEW [--json]

Names what breaks callers of the tools of OLD: a tool or an argument that is gone or has another name, a new
required argument, a type or a list of values that became narrower; and what is new, which breaks nobody.

OLD, NEW          documents or name lockfiles; one of them may be - for standard input. Where OLD is a lockfile, its
                  names are kept for the document NEW
${DOCUMENT_HELP.split('\n')
  .slice(1)
  .join('\n')
  .replace(/\n--lock[\s\S]*/, '')}
--json            {breaking, compatible} as JSON
--help            this text

Exit codes: 0 nothing breaks, 1 breaking changes, 2 a file cannot be used.`,

  async run(call, terminal) {
    const [oldFile = '', newFile = ''] = call.words;
    if (oldFile === '-' && newFile === '-') throw new UsageError('Only one of OLD and NEW can be "-".');
    const before = await lockOf(oldFile, call, terminal, null);
    const after = await lockOf(newFile, call, terminal, before.given ? before.lock : null);
    const changes = diffLock(before.lock, after.lock);
    const breaking = changes.filter(({ kind }) => kind === 'breaking');
    const compatible = changes.filter(({ kind }) => kind === 'compatible');
    if (call.flags.has('json')) terminal.out(`${JSON.stringify({ breaking, compatible }, null, 2)}\n`);
    else terminal.out([...breaking, ...compatible].map(lineOf).join('') + summaryOf(breaking, compatible));
    return breaking.length === 0 ? 0 : 1;
  },
};

async function lockOf(
  file: string,
  call: CommandCall,
  terminal: Terminal,
  names: Lock | null,
): Promise<{ lock: Lock; given: boolean }> {
  const value = await readValue(file, terminal);
  if (isLock(value)) return { lock: value, given: true };
  const { conversion } = convertValue(value, call, names);
  // A document without tools breaks every caller; it is no reason not to say which.
  return { lock: conversion?.lock ?? { version: 1, operations: {} }, given: false };
}

function lineOf({ kind, code, tool, message }: LockChange): string {
  return `${kind === 'breaking' ? 'breaking  ' : 'compatible'}  ${tool}  ${code}: ${message}\n`;
}

function summaryOf(breaking: readonly LockChange[], compatible: readonly LockChange[]): string {
  if (breaking.length + compatible.length === 0) return 'No change.\n';
  return `${String(breaking.length)} breaking, ${String(compatible.length)} compatible.\n`;
}
