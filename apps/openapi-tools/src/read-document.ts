import { convert, DocumentError, PROFILES } from '@app/openapi-tools';
import type { Conversion, ConvertOptions, Lock, Profile, Report } from '@app/openapi-tools';
import type { CommandCall, Terminal } from './command';
import { readValue } from './read-value';
import { UsageError } from './usage-error';

/** A conversion, or what it reports about a document that gives no tool. */
export interface Converted {
  readonly conversion: Conversion | null;
  readonly report: Report;
  /** Why there is no tool. */
  readonly problem: string | null;
}

export const DOCUMENT_OPTIONS = ['lock'] as const;
export const DOCUMENT_FLAGS = ['first-party', 'omit-deprecated'] as const;

export const DOCUMENT_HELP = `FILE              OpenAPI 3.0 or 3.1 document, JSON or YAML, a local file; - reads standard input
--first-party     the document is your own API: its writes are not marked destructive, an operation without
                  operationId is no tool, a declared Idempotency-Key is the argument idempotency_key
--omit-deprecated leaves deprecated operations out
--lock LOCK       name lockfile: its tool and argument names are kept`;

/** @throws UsageError or DocumentError when the file cannot be read or is no such document */
export async function convertFile(file: string, call: CommandCall, terminal: Terminal): Promise<Converted> {
  const lockFile = call.options.lock;
  const lock = lockFile === undefined ? null : await readLock(lockFile, terminal);
  return convertValue(await readValue(file, terminal), call, lock);
}

/** @throws DocumentError */
export function convertValue(value: unknown, call: CommandCall, lock: Lock | null): Converted {
  try {
    const conversion = convert(withVersionText(value), optionsOf(call), lock);
    return { conversion, report: conversion.report, problem: null };
  } catch (error) {
    if (!(error instanceof DocumentError) || error.code !== 'no_tools' || error.report === null) throw error;
    return { conversion: null, report: error.report, problem: error.message };
  }
}

async function readLock(file: string, terminal: Terminal): Promise<Lock> {
  const value = await readValue(file, terminal);
  if (!isLock(value)) throw new UsageError(`"${file}" is no name lockfile: it has no "operations".`);
  return value;
}

export function isLock(value: unknown): value is Lock {
  return isRecord(value) && isRecord(value.operations) && value.openapi === undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function optionsOf({ flags }: CommandCall): ConvertOptions {
  return {
    ...(flags.has('first-party') && {
      annotationPolicy: 'first-party',
      missingOperationId: 'skip',
      idempotencyKeyArgument: true,
    }),
    ...(flags.has('omit-deprecated') && { deprecated: 'omit' }),
  };
}

/** YAML reads an unquoted `3.1` as a number. */
function withVersionText(value: unknown): unknown {
  if (!isRecord(value) || typeof value.openapi !== 'number') return value;
  return { ...value, openapi: value.openapi.toFixed(1) };
}

/** @throws UsageError for a profile that there is not */
export function profileOf(call: CommandCall): Profile {
  const given = call.options.profile;
  if (given === undefined) return 'safe';
  const profile = PROFILES.find((name) => name === given);
  if (profile === undefined) {
    throw new UsageError(`There is no profile "${given.slice(0, 80)}"; known are ${PROFILES.join(', ')}.`);
  }
  return profile;
}
