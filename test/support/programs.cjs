const { execFileSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** Several test files may need a program at the same time; the package manager lets them wait for one another. */
const APT = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];

function find(command) {
  const folders = (process.env.PATH ?? '').split(':');
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

/**
 * A real program that tests need: what is on the PATH, else the package of that name, where we may install it.
 * @returns path of the program
 * @throws saying what to install
 */
function ensureProgram(command) {
  const found = find(command);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', ...APT], { stdio: 'ignore', env });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...APT, command], {
      stdio: 'ignore',
      env,
    });
    const installed = find(command);
    if (installed) return installed;
  }
  throw new Error(
    `The tests need a real ${command}: install it (Debian: apt-get install ${command}) and run them again.`,
  );
}

module.exports = { ensureProgram };
