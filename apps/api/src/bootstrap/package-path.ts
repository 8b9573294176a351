import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @returns absolute path of a file of the package, both from dist and from source */
export function packagePath(file: string): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'nest-cli.json')) || existsSync(join(folder, 'package.json')))
      return join(folder, file);
  }
  return file;
}
