export interface ProfileLoss {
  /** Argument the loss is in. */
  readonly argument: string;
  readonly code:
    'profile_json_text' | 'profile_any_value' | 'profile_closed' | 'profile_branch' | 'profile_cut';
  readonly message: string;
}

/** What a derived schema shows less than the one it was derived from. */
export class ProfileLosses {
  readonly list: ProfileLoss[] = [];
  private argument = '';

  /** Everything from here on is in this argument. */
  enter(argument: string): void {
    this.argument = argument;
  }

  add(code: ProfileLoss['code'], message: string): void {
    const { argument } = this;
    if (this.list.some((loss) => loss.argument === argument && loss.code === code)) return;
    this.list.push({ argument, code, message });
  }
}
