/** The configuration is wrong. `problems` has one sentence per mistake, all of them. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
