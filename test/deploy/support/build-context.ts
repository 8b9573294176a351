import { execFileSync } from 'node:child_process';
import { ROOT, textOf } from './repository';

/**
 * What .dockerignore sends to the build (https://docs.docker.com/build/concepts/context/#dockerignore-files): the
 * last pattern that matches a path, or a folder above it, decides.
 */
export function isInContext(path: string): boolean {
  let included = true;
  for (const line of textOf('.dockerignore').split('\n')) {
    const pattern = line.trim();
    if (!pattern || pattern.startsWith('#')) continue;
    const isException = pattern.startsWith('!');
    if (expressionOf(pattern.replace(/^!/, '')).test(path)) included = isException;
  }
  return included;
}

/** @returns files of the work tree that the build sees; what git ignores is not among them */
export function contextFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed.split('\0').filter((path) => path && isInContext(path));
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*/g, (wildcard) => (wildcard === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${source}(?:/|$)`);
}
