import { loadConfig } from '@app/config';
import { runCli } from '../../apps/cli/src/run-cli';

/** What a command of the product left behind. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the product, in this process, against a database. */
export async function cli(databaseUrl: string, ...argv: string[]): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await runCli(
    argv,
    () => loadConfig({ DATABASE_URL: databaseUrl, ENCRYPTION_KEY: process.env.ENCRYPTION_KEY }),
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
    },
  );
  return { code, out, err };
}

/** What a command that succeeded printed with `--json`. */
export function json({ code, out, err }: Outcome): any {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}
